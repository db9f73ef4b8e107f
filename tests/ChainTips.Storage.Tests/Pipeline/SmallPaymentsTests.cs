using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.PaymentRequests;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>A8: payments of less than is wanted, from their block to the replay of the books.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(60_000)]
internal sealed class SmallPaymentsTests(Engine engine) : PipelineFixture(engine)
{
    private readonly Engine _engine = engine;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public Task LimitAsync() => Gateway.ConfigureAsync(With(1_000));

    [Test]
    public async Task A_sum_is_pending_and_voided_and_credited_again_elsewhere_and_settled_without_a_receipt()
    {
        FakeTransaction[] dust = Dust(20);
        Chain.Mine(dust);
        await Gateway.CatchUpAsync();
        await AssertBalanceAsync(pending: 210, settled: 0);
        Chain.Reorg(1);
        Chain.Mine(dust[..5]);
        Chain.Mine([.. dust[5..], Tip.Of(1_000UL).Sent("not small")]);
        await Gateway.CatchUpAsync();
        await AssertBalanceAsync(pending: 1_210, settled: 0);
        await Gateway.FinalizeAsync();

        BookedPayment[] settled = [.. (await Gateway.PaymentsAsync()).Where(booked => booked.State == EntryState.Settled)];
        await AssertBalanceAsync(0, 1_210);
        Assert.That(settled.Select(booked => booked.Payment.Others).Order(), Is.EqualTo(new[] { 0, 4, 14 }));
        Assert.That(settled.Select(booked => booked.Evidence is null), Is.EquivalentTo(new[] { true, false, false }));
        Assert.That(Gateway.Count("receipts"), Is.EqualTo(1), "the one that is not small");
        Assert.That(await FaultsAsync(Gateway.Settings), Is.Empty);
    }

    [Test]
    [Description("An audit and a replay divide the chain as the books did, whatever is configured by then")]
    public async Task A_limit_that_changes_holds_for_later_blocks_and_the_audit_and_the_replay_agree()
    {
        foreach (int below in new[] { 1_000, 0, 5 })
        {
            await Gateway.ConfigureAsync(With((UInt128)below));
            Chain.Mine(Dust(10, $"{below} "));
            await Gateway.CatchUpAsync();
        }

        await Gateway.FinalizeAsync();
        await Gateway.ConfigureAsync(With(77));

        int[] others = [.. (await Gateway.PaymentsAsync()).Select(booked => booked.Payment.Others).OrderDescending()];
        Assert.That(others, Has.Length.EqualTo(1 + 10 + 7));
        Assert.That(others[..3], Is.EqualTo(new[] { 9, 3, 0 }));
        await AssertBalanceAsync(0, 165);
        Assert.That(await FaultsAsync(Gateway.Settings), Is.Empty);
        Assert.That(await FaultsAsync(With(0)), Is.Empty, "an audit with another configuration");
        ReplayResult replayed = await ReplayAsync();
        Assert.That(replayed.New, Is.EqualTo(replayed.Old));
        Assert.That(replayed.Old.Sum(head => head.Entries), Is.EqualTo(18));
    }

    [Test]
    [Description("What is at a deposit address is credited to the last unit, and its sweep delivers it")]
    public async Task Small_deposits_and_their_delivery_balance()
    {
        PaymentRequest request = Given.Request(Gateway.Ada, new AskedAmount.Fixed(5_000)).WithDepositAddress();
        Address forwarder = request.DepositAddress!.Value;
        await Gateway.WriteAsync(books => books.PaymentRequests.AddAsync(request, Token));
        Gateway.ReadDirectPayments();
        Chain.Mine([.. Enumerable.Range(1, 30).Select(i => (ATransfer.Of((UInt128)i) with { To = forwarder }).Sent($"deposit {i}"))]);
        Chain.Mine(ATransfer.Of(465).Between(forwarder, Sample.Payee).Sent("sweep"));
        await Gateway.CatchUpAsync();
        await Gateway.FinalizeAsync();

        Assert.That(Gateway.Count("journal_entries"), Is.EqualTo(2));
        TrialBalance balance = await Gateway.TrialBalanceAsync();
        AccountBalance transit = balance.Accounts.Single(one => one.Account.Kind == AccountKind.InTransit);
        Assert.That((transit.SettledCredits.BaseUnits, transit.SettledDebits.BaseUnits), Is.EqualTo(((UInt128)465, (UInt128)465)));
        Assert.That((await Gateway.StateOfAsync(request)).Received, Is.EqualTo((UInt128)465));
        await AssertBalanceAsync(0, 465);
        Assert.That(await FaultsAsync(Gateway.Settings), Is.Empty);
    }

    private FakeTransaction[] Dust(int count, string name = "") =>
        [.. Enumerable.Range(1, count).Select(i => Tip.Of((UInt256)(ulong)i).From(Sample.AddressOf($"dust {i}")).Sent($"{name}dust {i}"))];

    private ChainSettings With(UInt128 below) => Gateway.Settings with { Tokens = [Sample.AllowedUsdc with { SumBelow = below }, Sample.AllowedDai] };

    private async Task<ReplayResult> ReplayAsync()
    {
        using TestDatabase place = TestDatabase.Create(_engine);
        using (IGatewayDatabase empty = GatewayDatabase.Open(place.Location, Gateway.Clock).Database)
        {
            await CatalogueCopy.CopyAsync(Gateway.Database, empty, Token);
        }

        using IGatewayDatabase fresh = GatewayDatabase.Open(place.Location, Gateway.Clock).Database;
        return await new LedgerReplay(Gateway.Database, fresh, With(0), Gateway.Clock).RunAsync(Gateway.Source, 100, new Progress<BlockNumber>(), Token);
    }

    private async Task<IReadOnlyList<string>> FaultsAsync(ChainSettings settings)
    {
        LedgerAudit audit = new(Gateway.Database, settings);
        List<string> faults = [];
        await foreach (string fault in audit.FindFaultsAsync(Token))
        {
            faults.Add(fault);
        }

        await foreach (string fault in audit.CompareWithChainAsync(Gateway.Source, 5, new Progress<BlockNumber>(), Token))
        {
            faults.Add(fault);
        }

        return faults;
    }
}
