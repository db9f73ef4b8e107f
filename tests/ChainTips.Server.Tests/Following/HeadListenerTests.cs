using System.Globalization;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Following;

/// <summary>Announcements of blocks shorten the wait, and do nothing else.</summary>
[CancelAfter(180_000)]
[Description("F29")]
internal sealed class HeadListenerTests
{
    private const string Chain = "ChainTips:Chains:31337:";

    private AnnouncingNode _announcer = null!;

    [SetUp]
    public async Task StartAsync() => _announcer = await AnnouncingNode.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _announcer.DisposeAsync();

    [Test]
    public async Task An_announced_block_is_read_long_before_the_next_look()
    {
        await using RunningGateway gateway = await FollowAsync("01:00:00");

        await UntilAppliedAsync(gateway, () => _announcer.AnnounceAsync());
    }

    [Test]
    public async Task After_a_broken_connection_blocks_are_announced_again()
    {
        await using RunningGateway gateway = await FollowAsync("01:00:00");
        _announcer.HangUp();

        await UntilAppliedAsync(gateway, () => _announcer.AnnounceAsync());

        Assert.That(_announcer.Subscriptions, Is.GreaterThanOrEqualTo(2));
    }

    [TestCase("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no subscriptions here\"}}")]
    [TestCase("this is no JSON")]
    [TestCase("[1,2]")]
    public async Task A_node_that_announces_nothing_does_no_harm(string answer)
    {
        _announcer.Answer = answer;
        await using RunningGateway gateway = await FollowAsync("00:00:00.020");

        await UntilAppliedAsync(gateway, () => Task.CompletedTask);
    }

    [Test]
    [Description("An announcement is never believed: it names block 4294967295")]
    public async Task What_is_announced_is_not_believed()
    {
        await using RunningGateway gateway = await FollowAsync("00:00:00.020");
        await UntilAppliedAsync(gateway, () => _announcer.AnnounceAsync());

        Answer chains = await gateway.GetAsync("/v1/chains");

        Assert.That((ulong)chains.Json["data"]![0]!["nodeHead"]!, Is.EqualTo(gateway.Node.Chain.Head.Number));
        Assert.That((string)chains.Json["data"]![0]!["state"]!, Is.EqualTo("following"));
    }

    private Task<RunningGateway> FollowAsync(string pollInterval) => RunningGateway.StartAsync(new()
    {
        [Chain + "PollInterval"] = pollInterval,
        [Chain + "WebSocket"] = _announcer.Address,
    });

    /// <summary>Mines a block and announces it now and then, until the gateway has applied it.</summary>
    private static async Task UntilAppliedAsync(RunningGateway gateway, Func<Task> announce)
    {
        string head = gateway.Node.Chain.Mine().Number.ToString(CultureInfo.InvariantCulture);
        using CancellationTokenSource applied = new();
        Task announcing = RepeatAsync(announce, applied.Token);
        await gateway.UntilAsync("/v1/chains", answer => answer.Json["data"]![0]!["appliedBlock"]?.ToString() == head);
        await applied.CancelAsync();
        await announcing;
    }

    private static async Task RepeatAsync(Func<Task> announce, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await announce();
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
