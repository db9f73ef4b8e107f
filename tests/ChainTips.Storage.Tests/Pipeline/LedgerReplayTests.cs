using System.Data.Common;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using Dapper;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>Books that are built again from the chain are the same books.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(60_000)]
internal sealed class LedgerReplayTests(Engine engine) : PipelineFixture(engine)
{
    private readonly Engine _engine = engine;
    private TestDatabase _place = null!;

    [SetUp]
    public void MakePlace() => _place = TestDatabase.Create(_engine);

    [TearDown]
    public void DropPlace() => _place?.Dispose();

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(1000)]
    public async Task A_replay_arrives_at_the_same_hash_whatever_the_reorgs_and_ranges_were(int rangeSize)
    {
        await LiveAsync();

        ReplayResult result = await ReplayAsync(rangeSize);

        Assert.That(result.Old.Sum(head => head.Entries), Is.EqualTo(7));
        Assert.That(result.New, Is.EqualTo(result.Old));
        Assert.That(result.NewHash, Is.EqualTo(result.OldHash));
        Assert.That(result.OldHash, Is.Not.EqualTo(LedgerHash.Combine([])));
    }

    [Test]
    [Description("ADR 0011: one chain of hashes for each contract and token")]
    public async Task A_token_that_was_allowed_later_does_not_change_the_hash()
    {
        await Gateway.ConfigureAsync(Sample.Settings with { Tokens = [Sample.AllowedUsdc] });
        await LiveAsync();
        await Gateway.ConfigureAsync(Sample.Settings);

        ReplayResult result = await ReplayAsync(3);

        using IGatewayDatabase replayed = GatewayDatabase.Open(_place.Location, Gateway.Clock).Database;
        await using IGatewayTransaction books = await replayed.BeginReadAsync(CancellationToken.None);
        Assert.That(result.Old.Sum(head => head.Entries), Is.EqualTo(7));
        Assert.That(result.NewHash, Is.EqualTo(result.OldHash));
        Assert.That((await books.Pairs.ListAsync(Sample.ChainId, CancellationToken.None)).Select(pair => pair.MissingFrom), Is.All.Null.And.Exactly(2).Items);
    }

    [Test]
    public async Task A_replay_into_the_other_kind_of_database_arrives_at_the_same_hash()
    {
        await LiveAsync();
        using TestDatabase other = TestDatabase.Create(_engine == Engine.Sqlite ? Engine.Postgres : Engine.Sqlite);

        ReplayResult result = await ReplayAsync(other, 3);

        Assert.That(result.NewHash, Is.EqualTo(result.OldHash));
    }

    [Test]
    [Description("A cancellation has a place in the order of the chain, so it means the same in books that were built again")]
    public async Task A_cancelled_request_with_late_money_is_the_same_after_a_replay()
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(5_000_000));
        Chain.Mine(ATip.For(request).Of(1_000_000UL).Sent("before"));
        await Gateway.CatchUpAsync();
        await Gateway.WriteAsync(books => books.PaymentRequests.CancelAsync(request.Id, Sample.Genesis, CancellationToken.None));
        Chain.Mine(ATip.For(request).Of(2_000_000UL).Sent("after"));
        await Gateway.FinalizeAsync();

        await ReplayAsync(3);

        using IGatewayDatabase replayed = GatewayDatabase.Open(_place.Location, Gateway.Clock).Database;
        await using IGatewayTransaction books = await replayed.BeginReadAsync(CancellationToken.None);
        TrackedRequest again = (await books.PaymentRequests.FindAsync(request.Id, CancellationToken.None))!;
        Assert.That(again.StateBy(FinalityByAmount.AlwaysFinal), Is.EqualTo(await Gateway.StateOfAsync(request)));
        Assert.That(
            again.StateBy(FinalityByAmount.AlwaysFinal),
            Is.EqualTo(new PaymentRequestState(
                PaymentRequestStatus.Cancelled, PaymentRequestExceptions.Underpaid | PaymentRequestExceptions.Late, 3_000_000, 0)));
    }

    [Test]
    public async Task A_replay_keeps_ids_keys_and_requests()
    {
        await LiveAsync();
        await ReplayAsync(3);

        using IGatewayDatabase replayed = GatewayDatabase.Open(_place.Location, Gateway.Clock).Database;
        await using IGatewayTransaction books = await replayed.BeginReadAsync(CancellationToken.None);
        IReadOnlyList<BookedPayment> payments = await books.Audit.ListCountingAsync(
            Sample.ChainId, new BlockNumber(0), new BlockNumber(1000), CancellationToken.None);

        Assert.That(
            payments.Select(booked => booked.Payment),
            Is.EquivalentTo((await Gateway.PaymentsAsync()).Where(b => b.State == EntryState.Settled).Select(booked => booked.Payment)));
    }

    [Test]
    public async Task Altered_books_are_not_arrived_at()
    {
        await LiveAsync();
        using (DbConnection raw = Gateway.OpenRaw())
        {
            raw.Execute(Gateway.Translate("UPDATE hash_chains SET head = zeroblob(32) WHERE seq = 1"));
        }

        ReplayResult result = await ReplayAsync(3);

        Assert.That(result.NewHash, Is.Not.EqualTo(result.OldHash));
    }

    [Test]
    public async Task A_database_in_use_is_not_replayed_into()
    {
        await LiveAsync();

        await Assert.ThatAsync(
            () => CatalogueCopy.CopyAsync(Gateway.Database, Gateway.Database, CancellationToken.None),
            Throws.InstanceOf<DatabaseException>().With.Message.Contains("not fresh"));
    }

    private async Task LiveAsync()
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Open(1, 9_000_000));
        Chain.Mine(Tip.Sent("first"), ATip.For(request).Of((UInt256)3UL).Sent("second"));
        Chain.Mine(Tip.Of(7, Sample.Dai).Sent("third"));
        await Gateway.CatchUpAsync();
        Chain.Reorg(1);
        Chain.Mine(Tip.Sent("fourth"));
        Chain.Mine(Tip.Of(7, Sample.Dai).Sent("third"), Tip.Sent("fifth"));
        await Gateway.CatchUpAsync();
        await Gateway.FinalizeAsync();
        Chain.Mine(Tip.Sent("sixth"));
        Chain.MineEmpty(2);
        Chain.Mine(Tip.Sent("seventh"));
        await Gateway.FinalizeAsync();
        Chain.Mine(Tip.Sent("pending"));
        await Gateway.CatchUpAsync();
    }

    private Task<ReplayResult> ReplayAsync(int rangeSize) => ReplayAsync(_place, rangeSize);

    private async Task<ReplayResult> ReplayAsync(TestDatabase place, int rangeSize)
    {
        using (IGatewayDatabase empty = GatewayDatabase.Open(place.Location, Gateway.Clock).Database)
        {
            await CatalogueCopy.CopyAsync(Gateway.Database, empty, CancellationToken.None);
        }

        using IGatewayDatabase fresh = GatewayDatabase.Open(place.Location, Gateway.Clock).Database;
        LedgerReplay replay = new(Gateway.Database, fresh, Gateway.Settings, Gateway.Clock);
        return await replay.RunAsync(Chain, rangeSize, new Progress<BlockNumber>(), CancellationToken.None);
    }
}
