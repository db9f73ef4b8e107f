using System.Diagnostics;
using System.Text.Json;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.EndToEnd.Tests;

/// <summary>R9 in small: two gateways on one PostgreSQL. One follows the chain; when it is gone, the other does, within 30 seconds.</summary>
[CancelAfter(240_000)]
[Parallelizable]
internal sealed class FailoverTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private PostgresServer _server = null!;
    private LocalChain _chain = null!;
    private RunningGateway _first = null!;
    private RunningGateway _second = null!;
    private string _database = "";

    private Address Payee => _chain.Accounts[15];

    [OneTimeSetUp]
    public async Task StartChainAsync()
    {
        if (PostgresServer.TryStart(out string reason) is not PostgresServer server)
        {
            Assert.Ignore(reason);
            return;
        }

        _server = server;
        _chain = await LocalChain.StartAsync();
    }

    [OneTimeTearDown]
    public void StopChain()
    {
        _chain?.Dispose();
        _server?.Dispose();
    }

    [SetUp]
    public async Task StartGatewaysAsync()
    {
        _database = $"chaintips_test_{Environment.ProcessId}_failover";
        _first = await RunningGateway.StartAsync(_chain, _server.CreateDatabase(_database));
        _second = await _first.StartTwinAsync();
    }

    [TearDown]
    public void StopGateways()
    {
        _second?.Dispose();
        _first?.Dispose();
        _server.DropDatabase(_database);
    }

    [Test]
    public async Task Both_serve_the_API_and_one_follows()
    {
        Assert.That(new[] { await _first.StateAsync(), await _second.StateAsync() }, Is.EqualTo(new[] { "following", "standby" }));
        (_, string post, Hash32 reference) = await _second.AddPostAsync(Payee);
        TransactionReceipt sent = await _chain.TipAsync(1, Payee, 1_000_000, reference);

        foreach (RunningGateway gateway in new[] { _first, _second })
        {
            IReadOnlyList<JsonElement> payments = await gateway.FindPaymentsAsync(post, 1, "pending");
            Assert.That(payments[0].GetProperty("transactionHash").GetString(), Is.EqualTo(sent.TransactionHash.ToString()));
        }
    }

    [Test]
    public async Task The_other_takes_over_from_a_leader_that_was_killed_and_credits_what_came_meanwhile_once()
    {
        (_, string post, Hash32 reference) = await _first.AddPostAsync(Payee);
        TransactionReceipt before = await _chain.TipAsync(1, Payee, 1_000_000, reference);
        await _second.FindPaymentsAsync(post, 1, "pending");

        _first.Kill();
        Stopwatch watch = Stopwatch.StartNew();
        TransactionReceipt meanwhile = await _chain.TipAsync(2, Payee, 2_000_000, reference);
        await _chain.MineAsync(3);
        await AssertSettledAsync(_second, post, before, meanwhile);
        Assert.That(watch.Elapsed, Is.LessThan(Longest));

        await _first.RestartAsync();
        Assert.That(await _first.StateAsync(), Is.EqualTo("standby"));
        await AssertSettledAsync(_first, post, before, meanwhile);
    }

    [Test]
    public async Task A_leader_that_was_paused_wakes_up_and_writes_nothing()
    {
        (_, string post, Hash32 reference) = await _first.AddPostAsync(Payee);

        _first.Pause();
        Stopwatch watch = Stopwatch.StartNew();
        TransactionReceipt first = await _chain.TipAsync(1, Payee, 1_000_000, reference);
        await _second.FindPaymentsAsync(post, 1, "pending");
        Assert.That(watch.Elapsed, Is.LessThan(Longest));

        _first.Continue();
        TransactionReceipt second = await _chain.TipAsync(2, Payee, 2_000_000, reference);
        await _chain.MineAsync(3);
        await _first.WaitUntilAsync("standby");

        Assert.That(await _second.StateAsync(), Is.EqualTo("following"));
        await AssertSettledAsync(_second, post, first, second);
        await AssertSettledAsync(_first, post, first, second);
        Assert.That(_first.Said, Does.Not.Contain("unhandled").IgnoreCase.And.Not.Contain("failed unexpectedly"));
    }

    private static async Task AssertSettledAsync(RunningGateway gateway, string post, params TransactionReceipt[] sent)
    {
        IReadOnlyList<JsonElement> payments = await gateway.FindPaymentsAsync(post, sent.Length, "settled");
        Assert.That(
            payments.Select(payment => payment.GetProperty("transactionHash").GetString()),
            Is.EquivalentTo(sent.Select(receipt => receipt.TransactionHash.ToString())));
        JsonElement books = await gateway.GetAsync("/v1/ledger/trial-balance");
        Assert.That(books.GetProperty("balanced").GetBoolean(), Is.True, books.GetProperty("faults").ToString());
    }
}
