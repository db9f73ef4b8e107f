using System.Data.Common;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using Dapper;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>A payment by each rung, from the block that it is first seen in to its settlement.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(60_000)]
internal sealed class DirectPaymentTests(Engine engine) : PipelineFixture(engine)
{
    private readonly Engine _engine = engine;
    private PaymentRequest _request = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    private static IEnumerable<MatchRung> Rungs => [MatchRung.Contract, MatchRung.Authorization, MatchRung.DepositAddress, MatchRung.Calldata];

    private Address Forwarder => _request.DepositAddress!.Value;

    [SetUp]
    public async Task AskAsync()
    {
        _request = Given.Request(Gateway.Ada, new AskedAmount.Fixed(5)).WithDepositAddress();
        await Gateway.WriteAsync(async books =>
        {
            await books.PaymentRequests.AddAsync(_request, Token);
            await books.PaymentRequests.AddTermsAsync(new IssuedTerms(Given.Terms(_request, 5), _request), Sample.Genesis, Token);
        });
        Gateway.ReadDirectPayments();
    }

    [TestCaseSource(nameof(Rungs))]
    [Description("D1, D2: voided with its block, and credited again where it is mined again")]
    public async Task A_payment_is_pending_and_voided_and_credited_again_and_settled(MatchRung rung)
    {
        FakeTransaction payment = Pay(rung);
        Chain.Mine(payment);
        await Gateway.CatchUpAsync();
        await AssertHoldsAsync(rung, pending: 5, settled: 0);
        Chain.ReplaceByEmpty(1);
        await Gateway.CatchUpAsync();
        await AssertHoldsAsync(rung, pending: 0, settled: 0);
        BookedPayment voided = (await Gateway.PaymentsAsync()).Single();
        FakeBlock again = Chain.Mine(FakeTransaction.Of("before"), payment);
        await Gateway.CatchUpAsync();
        await AssertHoldsAsync(rung, pending: 5, settled: 0);
        await Gateway.FinalizeAsync();

        BookedPayment settled = (await Gateway.PaymentsAsync()).Single();
        await AssertHoldsAsync(rung, pending: 0, settled: 5);
        Assert.That(voided.State, Is.EqualTo(EntryState.Voided));
        Assert.That(settled.State, Is.EqualTo(EntryState.Settled));
        Assert.That((settled.Payment.Id, settled.Payment.Rung), Is.EqualTo((voided.Payment.Id, rung)));
        Assert.That(settled.Payment.Tip.Block, Is.EqualTo(again.Ref));
        Assert.That(await FaultsAsync(), Is.Empty);
    }

    [TestCaseSource(nameof(Rungs))]
    public async Task A_payment_in_final_history_is_settled_at_once(MatchRung rung)
    {
        Chain.Mine(Pay(rung));
        Chain.MineEmpty(2);
        await Gateway.FinalizeAsync();

        await AssertHoldsAsync(rung, pending: 0, settled: 5);
        Assert.That(Gateway.Count("pending_entries"), Is.Zero);
        Assert.That(await FaultsAsync(), Is.Empty);
    }

    [TestCaseSource(nameof(Rungs))]
    [Description("Each credit stores its evidence, and why no stronger rung took it")]
    public async Task The_evidence_of_a_direct_payment_is_kept_with_its_entry(MatchRung rung)
    {
        Chain.Mine(Pay(rung));
        await Gateway.CatchUpAsync();

        using DbConnection raw = Gateway.OpenRaw();
        string[] documents = [.. await raw.QueryAsync<string>("SELECT document FROM match_evidence")];
        Assert.That(documents, Has.Exactly(rung == MatchRung.Contract ? 0 : 1).Items);
        Assert.That(documents, Is.All.Contains(_request.Id.ToString()).And.All.Contains("No TipSent of the tipping contract owns the transfer."));
    }

    [Test]
    [Description("A deposit is booked in transit, and moved to the payee by the sweep")]
    public async Task A_sweep_moves_a_deposit_from_in_transit_to_the_payee()
    {
        Chain.Mine(Pay(MatchRung.DepositAddress), (ATransfer.Of(3, Sample.Dai) with { To = Forwarder }).Sent("another token"));
        await Gateway.CatchUpAsync();
        await AssertHoldsAsync(MatchRung.DepositAddress, pending: 5, settled: 0);
        Chain.Mine(ATransfer.Of(5).Between(Forwarder, Sample.Payee).Sent("sweep"));
        await Gateway.CatchUpAsync();
        await Gateway.FinalizeAsync();

        await AssertBalanceAsync(0, 5);
        Assert.That(await BalanceOfAsync(AccountKind.InTransit, Forwarder), Is.EqualTo((UInt128.Zero, UInt128.Zero)));
        Assert.That(
            (await Gateway.PaymentsAsync()).Select(booked => booked.Payment.Kind).Order(),
            Is.EqualTo(new[] { PaymentKind.Deposit, PaymentKind.Deposit, PaymentKind.Delivery }));
        Assert.That(await FaultsAsync(), Is.Empty);
    }

    [Test]
    [Description("Two equal ones in a transaction go to suspense, and a transfer that says nothing is a private matter")]
    public async Task A_doubt_waits_in_suspense_and_a_private_transfer_is_not_recorded()
    {
        ATransfer transfer = ATransfer.Of(5).Calling(_request);
        Chain.Mine(FakeTransaction.Of("twice", transfer.Log(), transfer.Log()) with { Call = transfer.Call }, ATransfer.Of(9).Sent("private"));
        await Gateway.CatchUpAsync();
        await Gateway.FinalizeAsync();

        Assert.That((await Gateway.PaymentsAsync()).Select(booked => booked.Payment.Kind), Is.All.EqualTo(PaymentKind.Doubt).And.Exactly(2).Items);
        Assert.That(await BalanceOfAsync(AccountKind.Suspense, Sample.Payee), Is.EqualTo((UInt128.Zero, (UInt128)10)));
        await AssertBalanceAsync(0, 0);
    }

    [Test]
    [Description("The books are the same chain of hashes, whether the blocks came one by one or as history")]
    public async Task A_replay_of_direct_payments_arrives_at_the_same_hash()
    {
        for (int i = 1; i <= 4; i++)
        {
            ATip refused = ATip.For(Sample.HashOf("unknown")).To(Forwarder).Of((UInt256)(ulong)i);
            ATransfer deposit = ATransfer.Of((UInt128)(10 * i)) with { To = Forwarder };
            Chain.Mine(FakeTransaction.Of($"mixed {i}", [.. refused.Logs(), deposit.Log()]), ATransfer.Of((UInt128)i).Calling(_request).Sent($"calldata {i}"));
            Chain.Mine(deposit.Sent($"deposit {i}"), ATip.For(_request).Of((UInt256)(ulong)i).Sent($"tip {i}"));
            await Gateway.CatchUpAsync();
        }

        await Gateway.FinalizeAsync();
        using TestDatabase place = TestDatabase.Create(_engine);
        using (IGatewayDatabase empty = GatewayDatabase.Open(place.Location, Gateway.Clock).Database)
        {
            await CatalogueCopy.CopyAsync(Gateway.Database, empty, Token);
        }

        using IGatewayDatabase fresh = GatewayDatabase.Open(place.Location, Gateway.Clock).Database;
        ReplayResult result = await new LedgerReplay(Gateway.Database, fresh, Gateway.Settings, Gateway.Clock)
            .RunAsync(Gateway.Source, 100, new Progress<BlockNumber>(), Token);

        Assert.That(result.Old.Sum(head => head.Entries), Is.EqualTo(20));
        Assert.That(result.New, Is.EqualTo(result.Old));
    }

    [Test]
    [Description("Nothing disappears in silence: of a token that is allowed later, the refused are in the inbox as the credited are in the books")]
    public async Task The_direct_payments_of_a_token_that_is_allowed_later_are_credited_or_refused()
    {
        await Gateway.ConfigureAsync(Sample.Settings with { Tokens = [Sample.AllowedUsdc] });
        PaymentTerms agreed = Given.Terms(_request, 5) with { Token = Sample.Dai.Address };
        PaymentTerms other = agreed with { Amounts = [4UL] };
        await Gateway.WriteAsync(async books =>
        {
            await books.PaymentRequests.AddTermsAsync(new IssuedTerms(agreed, _request), Sample.Genesis, Token);
            await books.PaymentRequests.AddTermsAsync(new IssuedTerms(other, _request), Sample.Genesis, Token);
        });
        ATransfer dai = ATransfer.Of(5, Sample.Dai);
        FakeTransaction refused = FakeTransaction.Of("refused", dai.AuthorizedBy(other.Hash()));
        Chain.Mine(refused, FakeTransaction.Of("agreed", dai.AuthorizedBy(agreed.Hash())), (dai with { To = Forwarder }).Sent("deposit"));
        await Gateway.FinalizeAsync();
        Assert.That((await Gateway.PaymentsAsync()).Count + (await Gateway.InboxAsync()).Count, Is.Zero);

        await Gateway.ConfigureAsync(Sample.Settings);

        Assert.That(
            (await Gateway.PaymentsAsync()).Select(booked => booked.Payment.Rung).Order(),
            Is.EqualTo(new[] { MatchRung.Authorization, MatchRung.DepositAddress }));
        Assert.That((await Gateway.InboxAsync()).Single().Location.TransactionHash, Is.EqualTo(refused.Hash));
        Assert.That(await FaultsAsync(), Is.Empty);
    }

    private FakeTransaction Pay(MatchRung rung) => rung switch
    {
        MatchRung.Contract => ATip.For(_request).Of(5UL).Sent("tip"),
        MatchRung.Authorization => FakeTransaction.Of("authorized", ATransfer.Of(5).AuthorizedBy(Given.Terms(_request, 5).Hash())),
        MatchRung.DepositAddress => (ATransfer.Of(5) with { To = Forwarder }).Sent("deposit"),
        _ => ATransfer.Of(5).Calling(_request).Sent("calldata"),
    };

    private async Task AssertHoldsAsync(MatchRung rung, UInt128 pending, UInt128 settled)
    {
        (AccountKind kind, Address holder) = rung == MatchRung.DepositAddress ? (AccountKind.InTransit, Forwarder) : (AccountKind.Payee, Sample.Payee);
        Assert.That(await BalanceOfAsync(kind, holder), Is.EqualTo((pending, settled)));
    }

    /// <summary>What an account holds in USDC; the books must balance.</summary>
    private async Task<(UInt128 Pending, UInt128 Settled)> BalanceOfAsync(AccountKind kind, Address holder)
    {
        TrialBalance balance = await Gateway.TrialBalanceAsync();
        Assert.That(balance.Faults, Is.Empty);
        AccountBalance? account = balance.Accounts.SingleOrDefault(
            one => one.Account.Kind == kind && one.Account.Holder == holder && one.Account.Token == Sample.Usdc);
        return account is null
            ? (0, 0)
            : (account.PendingCredits.BaseUnits - account.PendingDebits.BaseUnits, account.SettledCredits.BaseUnits - account.SettledDebits.BaseUnits);
    }

    private async Task<IReadOnlyList<string>> FaultsAsync()
    {
        LedgerAudit audit = new(Gateway.Database, Gateway.Settings);
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
