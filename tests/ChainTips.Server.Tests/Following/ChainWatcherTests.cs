using System.Globalization;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Following;
using ChainTips.Server.Tests.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ChainTips.Server.Tests.Following;

[CancelAfter(40_000)]
[Parallelizable(ParallelScope.All)]
internal sealed class ChainWatcherTests
{
    [TestCase("html")]
    [TestCase("empty")]
    [TestCase("broken")]
    [TestCase("500")]
    [TestCase("reset")]
    [Description("F27")]
    public async Task A_sick_node_loses_nothing_and_is_followed_again_when_it_is_well(string illness)
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        Answer request = await gateway.AskAsync(new { creator = await gateway.CreateCreatorAsync(), amount = "5" });
        gateway.Node.Illness = Illness(illness);
        gateway.Node.Chain.Mine(new ScriptedTip(Hash32.Parse(request.Text("paymentReference")), 5));

        Answer sick = await gateway.UntilAsync("/v1/chains", answer => StateOf(answer) == "faulted");
        Answer meanwhile = await gateway.GetAsync($"/v1/payment-requests/{request.Text("id")}");
        gateway.Node.Illness = null;
        Answer well = await gateway.UntilAsync("/v1/chains", answer => StateOf(answer) == "following");
        Answer paid = await gateway.UntilAsync($"/v1/payment-requests/{request.Text("id")}", answer => answer.Text("status") != "open");

        Assert.That((string)sick.Json["data"]![0]!["fault"]!, Does.Contain("eth_").And.Not.Contain("<html"));
        Assert.That(meanwhile.Text("status"), Is.EqualTo("open"));
        Assert.That(well.Json["data"]![0]!["fault"], Is.Null);
        Assert.That(paid.Text("status"), Is.EqualTo("pending"));
    }

    [Test]
    public async Task Nothing_is_asked_for_on_a_chain_that_was_never_verified()
    {
        using RefusedPort port = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(
            new() { ["ChainTips:Chains:8453:Endpoint"] = $"http://127.0.0.1:{port.Number}", ["ChainTips:Chains:8453:Router"] = LocalChain.Router.ToString() },
            untilReady: false);
        string creator = await gateway.CreateCreatorAsync();
        await gateway.UntilAsync("/v1/chains", answer => StateOf(answer) == "following");

        Answer onDeadChain = await gateway.PostAsync("/v1/payment-requests", new { creator, chainId = 8453 });
        Answer onNoChain = await gateway.PostAsync("/v1/payment-requests", new { creator });
        Answer onLiveChain = await gateway.PostAsync("/v1/payment-requests", new { creator, chainId = 31337 });
        Answer ready = await gateway.GetAsync("/health/ready");

        Assert.That(onDeadChain.Status, Is.EqualTo(503));
        Assert.That(onDeadChain.Code, Is.EqualTo("chain_unverified"));
        Assert.That(onNoChain.Code, Is.EqualTo("chain_missing"));
        Assert.That(onLiveChain.Status, Is.EqualTo(201));
        Assert.That(ready.Status, Is.EqualTo(503));
        Assert.That((string)ready.Json["faults"]!.AsArray().Single()!, Does.StartWith("Chain 8453: "));
    }

    [Test]
    public async Task A_final_block_that_is_replaced_stops_the_gateway()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        gateway.Node.Chain.Mine();
        ulong final = gateway.Node.Chain.Mine().Number - 2;
        await gateway.UntilAsync("/v1/chains", answer => (ulong?)answer.Json["data"]![0]!["finalizedBlock"] == final);
        TaskCompletionSource stopping = new();
        using CancellationTokenRegistration registration = gateway.App.Lifetime.ApplicationStopping.Register(stopping.SetResult);

        ScriptedChain other = new("other");
        while (other.Head.Number < final + 3)
        {
            other.Mine();
        }

        gateway.Node.Chain = other;
        await stopping.Task.WaitAsync(TimeSpan.FromSeconds(10));

        string? reason = gateway.App.Services.GetRequiredService<GatewayStop>().Reason?.Message;
        Assert.That(reason, Does.Contain(final.ToString(CultureInfo.InvariantCulture)));
    }

    [Test]
    public async Task A_head_that_falls_back_is_no_reorg()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        Answer request = await gateway.AskAsync(new { creator = await gateway.CreateCreatorAsync(), amount = "5" });
        gateway.Node.Chain.Mine(new ScriptedTip(Hash32.Parse(request.Text("paymentReference")), 5));
        string path = $"/v1/payment-requests/{request.Text("id")}";
        await gateway.UntilAsync(path, answer => answer.Text("status") == "pending");

        ulong head = gateway.Node.Chain.Head.Number;
        gateway.Node.HiddenBlocks = 1;
        await gateway.UntilAsync("/v1/chains", answer => (ulong)answer.Json["data"]![0]!["nodeHead"]! == head - 1);

        Assert.That((await gateway.GetAsync(path)).Text("status"), Is.EqualTo("pending"));
        Assert.That((ulong)(await gateway.GetAsync("/v1/chains")).Json["data"]![0]!["appliedBlock"]!, Is.EqualTo(head));
    }

    private static string StateOf(Answer chains) =>
        (string)chains.Json["data"]!.AsArray().Single(chain => (ulong)chain!["chainId"]! == LocalChain.Id)!["state"]!;

    private static RequestDelegate Illness(string name) => http =>
    {
        http.Response.StatusCode = name == "500" ? 500 : 200;
        switch (name)
        {
            case "html":
                return http.Response.WriteAsync("<html><body>Bad gateway</body></html>");
            case "broken":
                return http.Response.WriteAsync(new JsonObject { ["jsonrpc"] = "2.0" }.ToJsonString()[..10]);
            case "reset":
                http.Abort();
                return Task.CompletedTask;
            default:
                return Task.CompletedTask;
        }
    };
}
