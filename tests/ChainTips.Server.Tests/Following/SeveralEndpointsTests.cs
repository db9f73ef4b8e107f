using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Following;

[CancelAfter(40_000)]
internal sealed class SeveralEndpointsTests
{
    private const string Chain = "ChainTips:Chains:31337:";

    private ScriptedNode _first = null!;
    private ScriptedNode _second = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _first = await ScriptedNode.StartAsync();
        _second = await ScriptedNode.StartAsync();
        _second.Chain = _first.Chain;
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Test]
    [Description("F26, F27: one of two nodes fails")]
    public async Task A_tip_is_credited_while_one_of_two_nodes_fails()
    {
        await using RunningGateway gateway = await FollowAsync();
        Answer request = await gateway.AskAsync(new { creator = await gateway.CreateCreatorAsync(), amount = "5" });
        _first.Illness = http =>
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        _first.Chain.Mine(new ScriptedTip(Hash32.Parse(request.Text("paymentReference")), 5));

        await gateway.UntilAsync($"/v1/payment-requests/{request.Text("id")}", answer => answer.Text("status") == "pending");

        JsonNode endpoints = (await gateway.GetAsync("/v1/chains")).Json["data"]![0]!["endpoints"]!;
        Assert.That((string)endpoints[0]!["state"]!, Is.EqualTo("resting"));
        Assert.That((string)endpoints[0]!["lastFault"]!, Does.Contain("HTTP 503"));
        Assert.That((string)endpoints[1]!["state"]!, Is.EqualTo("ready"));
        Assert.That((long)endpoints[1]!["requests"]!, Is.GreaterThan(0));
    }

    [Test]
    [Description("F15")]
    public async Task A_node_of_another_chain_is_excluded_and_shown()
    {
        _first.ChainId = 1;
        await using RunningGateway gateway = await FollowAsync();

        JsonNode chain = (await gateway.UntilAsync("/v1/chains", answer => (string)answer.Json["data"]![0]!["state"]! == "following")).Json["data"]![0]!;

        Assert.That((string)chain["endpoints"]![0]!["state"]!, Is.EqualTo("excluded"));
        Assert.That((string)chain["endpoints"]![0]!["lastFault"]!, Does.Contain("serves chain 1"));
        Assert.That((string)chain["endpoints"]![1]!["state"]!, Is.EqualTo("ready"));
    }

    [Test]
    [Description("R5, F14: a lie is counted, and the other node is asked")]
    public async Task A_node_that_lies_is_found_out_and_counted()
    {
        await using RunningGateway gateway = await FollowAsync();
        _first.Lie = header => header["gasUsed"] = "0x1";
        ulong head = _first.Chain.Mine().Number;

        JsonNode chain = (await gateway.UntilAsync("/v1/chains", answer => (ulong?)answer.Json["data"]![0]!["appliedBlock"] == head)).Json["data"]![0]!;

        Assert.That((long)chain["endpoints"]![0]!["rejectedAnswers"]!["headerHash"]!, Is.EqualTo(1));
        Assert.That((string)chain["endpoints"]![0]!["lastFault"]!, Does.Contain("Verification to Bloom"));
    }

    private Task<RunningGateway> FollowAsync() => RunningGateway.StartAsync(new()
    {
        [Chain + "Endpoint"] = "",
        [Chain + "Endpoints:0"] = _first.Endpoint,
        [Chain + "Endpoints:1"] = _second.Endpoint,
    });
}
