using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.PaymentRequests;
using ChainTips.Policies;
using ChainTips.Posts;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>The platform's fee in the books: from the block that it is seen in to its settlement, and when the books are built again.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(60_000)]
internal sealed class FeeBookingTests(Engine engine) : PipelineFixture(engine)
{
    private readonly Engine _engine = engine;
    private PaymentRequest _request = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    private ARoutedCall Call => ARoutedCall.Of(ATip.For(_request).Of(500UL) with { Fee = 10UL });

    [SetUp]
    public async Task AskAsync()
    {
        _request = await Gateway.AskAsync(new AskedAmount.Fixed(500));
        PaymentTerms terms = Given.Terms(_request, 500) with { Fee = 10UL, FeeReceiver = ARoutedCall.FeeReceiver };
        await Gateway.WriteAsync(books => books.PaymentRequests.AddTermsAsync(new IssuedTerms(terms, _request), Sample.Genesis, Token));
        Gateway.ReadDirectPayments();
    }

    [Test]
    public async Task A_fee_is_voided_with_its_payment_and_settled_with_it()
    {
        FakeTransaction payment = FakeTransaction.Of("call", Call.Logs());
        Chain.Mine(payment);
        await Gateway.CatchUpAsync();
        (UInt128, UInt128) seen = await FeesAsync();
        Chain.ReplaceByEmpty(1);
        await Gateway.CatchUpAsync();
        (UInt128, UInt128) reverted = await FeesAsync();
        Chain.Mine(FakeTransaction.Of("before"), payment);
        await Gateway.FinalizeAsync();

        Assert.That(seen, Is.EqualTo(((UInt128)10, UInt128.Zero)));
        Assert.That(reverted, Is.EqualTo((UInt128.Zero, UInt128.Zero)));
        Assert.That(await FeesAsync(), Is.EqualTo((UInt128.Zero, (UInt128)10)));
        Assert.That(await Gateway.BalanceAsync(Sample.Payee), Is.EqualTo((UInt128.Zero, (UInt128)500)), "the fee is beside what the payee received");
        Assert.That((await Gateway.StateOfAsync(_request)).Status, Is.EqualTo(PaymentRequestStatus.Settled));
        Assert.That((await Gateway.PaymentsAsync()).Single(booked => booked.State == EntryState.Settled).Payment.Tip.Fee, Is.EqualTo(new TipFee(10, ARoutedCall.FeeReceiver)));
        Assert.That(await FaultsAsync(), Is.Empty);
    }

    [Test]
    public async Task Books_with_a_fee_are_built_again_with_the_same_hash()
    {
        Chain.Mine(FakeTransaction.Of("call", Call.Logs()), FakeTransaction.Of("unasked", (Call with { Receiver = Sample.Stranger }).Logs()));
        await Gateway.FinalizeAsync();
        using TestDatabase place = TestDatabase.Create(_engine);
        using (IGatewayDatabase empty = GatewayDatabase.Open(place.Location, Gateway.Clock).Database)
        {
            await CatalogueCopy.CopyAsync(Gateway.Database, empty, Token);
        }

        using IGatewayDatabase fresh = GatewayDatabase.Open(place.Location, Gateway.Clock).Database;
        ReplayResult result = await new LedgerReplay(Gateway.Database, fresh, Gateway.Settings, Gateway.Clock).RunAsync(Chain, 3, new Progress<BlockNumber>(), Token);

        Assert.That(result.Old.Sum(head => head.Entries), Is.EqualTo(2));
        Assert.That(result.NewHash, Is.EqualTo(result.OldHash));
        Assert.That(await FeesAsync(), Is.EqualTo((UInt128.Zero, (UInt128)10)), "the fee that nobody asked for is in no account");
    }

    [Test]
    public async Task A_fee_counts_for_no_limit()
    {
        Chain.Mine(FakeTransaction.Of("call", Call.Logs()));
        await Gateway.CatchUpAsync();

        foreach (PaidParty party in new PaidParty[]
        {
            new PaidParty.Payer(Given.PlatformId, Sample.Payer), new PaidParty.Creator(Gateway.Ada.Id), new PaidParty.Platform(Given.PlatformId),
        })
        {
            PaidSum sum = await Gateway.ReadAsync(books => books.Policies.SumAsync(party, Sample.Usdc, Sample.Genesis, Token));
            Assert.That(sum, Is.EqualTo(new PaidSum(1, 500)), party.ToString());
        }
    }

    [Test]
    public async Task A_payee_who_could_not_be_paid_is_in_the_inbox_and_the_request_is_underpaid()
    {
        Creator ben = Given.Creator(Given.PlatformId, "ben", Sample.AddressOf("ben"));
        PaymentRequest song = Given.Request(Gateway.Ada, new AskedAmount.Fixed(1_000), "song") with
        {
            Payees = new CreatorSplit(new CreatorShare(Gateway.Ada.Id, Gateway.Ada.Address, 6_000), new CreatorShare(ben.Id, ben.Address, 4_000)),
        };
        await Gateway.WriteAsync(async books =>
        {
            await books.Posts.AddCreatorAsync(ben, Token);
            await books.PaymentRequests.AddAsync(song, Token);
        });
        ATip part = ATip.For(song);
        Chain.Mine(FakeTransaction.Of("call", (ARoutedCall.Of(part.Of(600UL)) with { Failed = [part.Of(400UL).To(ben.Address)] }).Logs()));
        await Gateway.FinalizeAsync();

        PaymentRequestState state = await Gateway.StateOfAsync(song);
        RefusedTip failed = (await Gateway.InboxAsync()).Single();
        Assert.That((state.Status, state.Exceptions, state.Received), Is.EqualTo((PaymentRequestStatus.Open, PaymentRequestExceptions.Underpaid, (UInt128)600)));
        Assert.That((failed.Reason, failed.Stated!.Value.Payee), Is.EqualTo((RefusalReason.PayeeFailed, ben.Address)));
        Assert.That(await FaultsAsync(), Is.Empty);
    }

    private async Task<(UInt128 Pending, UInt128 Settled)> FeesAsync()
    {
        TrialBalance balance = await Gateway.TrialBalanceAsync();
        Assert.That(balance.Faults, Is.Empty);
        AccountBalance[] fees = [.. balance.Accounts.Where(one => one.Account.Kind == AccountKind.Fees)];
        Assert.That(fees.Select(one => one.Account.Holder), Is.SubsetOf(new[] { ARoutedCall.FeeReceiver }));
        return fees.Length == 0 ? (0, 0) : (fees[0].PendingCredits.BaseUnits, fees[0].SettledCredits.BaseUnits);
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
