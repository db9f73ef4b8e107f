using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Money;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>A token that is allowed later, or a contract that is set later, is credited from the start block on.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(120_000)]
internal sealed class LaterHistoryTests(Engine engine)
{
    private static readonly ChainSettings Both = Sample.Settings;
    private static readonly ChainSettings UsdcOnly = Both with { Tokens = [Sample.AllowedUsdc] };
    private static readonly ChainSettings OtherContract = Both with { Router = Sample.AddressOf("other router") };

    private TestGateway _gateway = null!;

    private FakeChain Chain => _gateway.Chain;

    private ATip Tip => ATip.For(_gateway.First);

    [SetUp]
    public async Task StartAsync() => _gateway = await TestGateway.StartAsync(engine);

    [TearDown]
    public void Stop() => _gateway.Dispose();

    [Test]
    public async Task At_the_first_start_nothing_is_missing()
    {
        await _gateway.ConfigureAsync(Both);

        IReadOnlyList<FollowedPair> pairs = await PairsAsync();
        Assert.That(pairs.Select(pair => pair.Token), Is.EquivalentTo(new[] { Sample.Usdc.Address, Sample.Dai.Address }));
        Assert.That(pairs.Select(pair => pair.MissingFrom), Is.All.Null);
        Assert.That(Chain.Questions, Is.Empty);
    }

    [Test]
    public async Task A_token_that_is_allowed_later_has_the_books_of_one_that_always_was()
    {
        await TellAsync(_gateway, UsdcOnly);
        IReadOnlyList<RefusedTip> refused = await _gateway.InboxAsync();

        bool isComplete = await _gateway.ConfigureAsync(Both);

        using TestGateway always = await TestGateway.StartAsync(engine);
        await TellAsync(always, Both);
        Assert.That(refused.Select(tip => tip.Reason).Distinct(), Is.EqualTo(new[] { RefusalReason.TokenNotAllowed }));
        Assert.That(isComplete, Is.True);
        await AssertSameBooksAsync(_gateway, always);
        Assert.That((await PairsAsync()).Select(pair => pair.MissingFrom), Is.All.Null);

        foreach (TestGateway gateway in new[] { _gateway, always })
        {
            gateway.Chain.Mine(Tip.Of(9, Sample.Dai).Sent("afterwards"));
            await gateway.CatchUpAsync();
            await gateway.FinalizeAsync();
        }

        await AssertSameBooksAsync(_gateway, always);
    }

    [Test]
    public async Task The_past_has_no_receipt_due_and_the_present_has()
    {
        await TellAsync(_gateway, UsdcOnly);
        await _gateway.WriteReceiptsAsync();
        await _gateway.ConfigureAsync(Both);

        int past = await _gateway.WriteReceiptsAsync();
        await _gateway.FinalizeAsync();
        int present = await _gateway.WriteReceiptsAsync();

        Assert.That(past, Is.Zero);
        Assert.That(present, Is.EqualTo(3), "one USDC tip and two DAI tips were pending");
    }

    [TestCase(false, Description = "the commit did not reach the disk")]
    [TestCase(true, Description = "the commit did, and nobody learned of it")]
    public async Task A_crash_at_any_commit_changes_nothing_in_the_end(bool isDone)
    {
        using TestGateway undisturbed = await TestGateway.StartAsync(engine, rangeSize: 2);
        await TellAsync(undisturbed, UsdcOnly);
        await undisturbed.ConfigureAsync(Both);
        string expected = undisturbed.Dump();
        int crashes = 0;
        for (bool crashed = true; crashed;)
        {
            crashed = false;
            using TestGateway gateway = await TestGateway.StartAsync(engine, rangeSize: 2);
            await TellAsync(gateway, UsdcOnly);
            gateway.Following = new CrashingDatabase(gateway.Database, crashes + 1, isDone);
            try
            {
                await gateway.ConfigureAsync(Both);
            }
            catch (CrashException)
            {
                crashed = true;
                crashes++;
                gateway.Restart();
                await gateway.ConfigureAsync(Both);
            }

            Assert.That(gateway.Dump(), Is.EqualTo(expected), $"crash at commit {crashes}");
        }

        Assert.That(crashes, Is.GreaterThanOrEqualTo(5), "the registration, three ranges, the completion");
    }

    [Test]
    public async Task A_token_that_was_away_is_read_from_where_it_stopped()
    {
        await _gateway.ConfigureAsync(Both);
        await TellAsync(_gateway, Both);
        await _gateway.ConfigureAsync(UsdcOnly);
        Chain.Reorg(1);
        Chain.Mine(Tip.Of(31, Sample.Dai).Sent("while it was away"));
        Chain.Mine(Tip.Of(32, Sample.Dai).Sent("while it was away too"), Tip.Of(33UL).Sent("usdc"));
        await _gateway.CatchUpAsync();
        await _gateway.FinalizeAsync();
        Chain.Mine(Tip.Of(34, Sample.Dai).Sent("on the day it comes back"));
        await _gateway.CatchUpAsync();
        int refused = (await _gateway.InboxAsync()).Count;
        Chain.Questions.Clear();

        await _gateway.ConfigureAsync(Both);

        using TestGateway always = await TestGateway.StartAsync(engine, rangeSize: 1000);
        Copy(Chain, always.Chain);
        await always.CatchUpAsync();
        Assert.That(refused, Is.EqualTo(3));
        Assert.That(Chain.Questions.Count(question => question == "range"), Is.EqualTo(1), "three blocks, not the whole chain");
        await AssertSameBooksAsync(_gateway, always);
    }

    [Test]
    public async Task Another_contract_is_read_from_the_start_block_on()
    {
        ATip through = Tip with { Emitter = OtherContract.Router };
        await _gateway.ConfigureAsync(Both);
        Chain.Mine(Tip.Of(1UL).Sent("through the old contract"));
        Chain.Mine(through.Of(2UL).Sent("through the new one"), (through with { Token = Sample.Stranger }).Sent("worthless"));
        await _gateway.CatchUpAsync();
        await _gateway.FinalizeAsync();
        Chain.Mine(through.Of(4UL).Sent("pending"));
        await _gateway.CatchUpAsync();

        await _gateway.ConfigureAsync(OtherContract);

        Assert.That(await _gateway.BalanceAsync(Sample.Payee), Is.EqualTo(((UInt128)4, (UInt128)3)));
        Assert.That((await _gateway.InboxAsync()).Select(tip => tip.Stated?.Token), Is.EqualTo(new Address?[] { Sample.Stranger }));
        Assert.That((await _gateway.TrialBalanceAsync()).Faults, Is.Empty);
    }

    [Test]
    public async Task Two_tokens_that_came_one_after_the_other_are_both_read()
    {
        await TellAsync(_gateway, UsdcOnly);
        ChainSettings third = Both with { Tokens = [.. Both.Tokens, new AllowedToken(new Token(Sample.ChainId, Sample.Stranger, "THIRD", 2), "Third", null)] };
        _gateway.Following = new CrashingDatabase(_gateway.Database, 2, true);
        await Assert.ThrowsAsync<CrashException>(() => _gateway.ConfigureAsync(Both));
        _gateway.Restart();

        await _gateway.ConfigureAsync(third);

        using TestGateway always = await TestGateway.StartAsync(engine);
        await TellAsync(always, Both);
        await AssertSameBooksAsync(_gateway, always);
        Assert.That((await PairsAsync()).Select(pair => pair.MissingFrom), Has.Exactly(3).Null);
    }

    [Test]
    public async Task Blocks_that_left_the_chain_meanwhile_are_reverted_first()
    {
        await TellAsync(_gateway, UsdcOnly);
        Chain.Reorg(1);
        Chain.Mine(Tip.Of(41, Sample.Dai).Sent("in the other fork"));
        Chain.MineEmpty(1);

        bool before = await _gateway.ConfigureAsync(Both);
        ChainUpdate? update = await _gateway.StepAsync();
        bool after = await _gateway.ConfigureAsync(Both);
        await _gateway.CatchUpAsync();

        using TestGateway always = await TestGateway.StartAsync(engine, rangeSize: 1000);
        Copy(Chain, always.Chain);
        await always.CatchUpAsync();
        Assert.That(before, Is.False);
        Assert.That(update, Is.TypeOf<ChainUpdate.BlocksReverted>());
        Assert.That(after, Is.True);
        await AssertSameBooksAsync(_gateway, always);
    }

    [Test]
    public async Task History_that_ends_with_another_block_than_the_applied_one_is_not_booked()
    {
        await TellAsync(_gateway, UsdcOnly);
        Chain.Reorg((int)Chain.Head.Number.Value);
        Chain.Mine(Tip.Of(99, Sample.Dai).Sent("of a fork that was final nowhere"));
        Chain.MineEmpty(20);
        LaterHistory history = new(_gateway.Database, Both, _gateway.Lease, _gateway.Clock);
        MissingHistory missing = (await history.RegisterAsync(CancellationToken.None))!;
        FinalRange range = await Chain.ReadRangeAsync(missing.From, missing.Until!.Value, CancellationToken.None);
        ChainUpdate.RangeFinalized update = new(missing.From, range.Last, range.LastTime, range.Blocks);

        await Assert.ThrowsAsync<InconsistentAnswerException>(() => history.ApplyAsync(missing, update, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => history.ApplyAsync(missing, update with { From = missing.From.Next }, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => history.CompleteAsync(missing, [], CancellationToken.None));

        Assert.That((await _gateway.PaymentsAsync()).Select(booked => booked.Payment.Tip.Amount.Token.Symbol), Is.Not.Empty.And.None.EqualTo("DAI"));
    }

    [Test]
    public async Task Who_lost_the_lease_writes_nothing()
    {
        await TellAsync(_gateway, UsdcOnly);
        string before = _gateway.Dump();
        LaterHistory history = new(_gateway.Database, Both, _gateway.Lease with { Fence = _gateway.Lease.Fence - 1 }, _gateway.Clock);

        await Assert.ThrowsAsync<LeaseLostException>(() => history.RegisterAsync(CancellationToken.None));

        Assert.That(_gateway.Dump(), Is.EqualTo(before));
    }

    /// <summary>Tips in both tokens: final ones, one that left the chain, and pending ones.</summary>
    private static async Task TellAsync(TestGateway gateway, ChainSettings settings)
    {
        ATip tip = ATip.For(gateway.First);
        await gateway.ConfigureAsync(settings);
        gateway.Chain.Mine(tip.Of(1UL).Sent("a"), tip.Of(11, Sample.Dai).Sent("b"));
        gateway.Chain.MineEmpty(1);
        gateway.Chain.Mine(tip.Of(2UL).Sent("c").Then(tip.Of(12, Sample.Dai).Sent("d")), tip.Of(13, Sample.Dai).Sent("e"));
        await gateway.CatchUpAsync();
        gateway.Chain.Reorg(1);
        gateway.Chain.Mine(tip.Of(13, Sample.Dai).Sent("e"));
        gateway.Chain.Mine(tip.Of(2UL).Sent("c").Then(tip.Of(12, Sample.Dai).Sent("d")));
        await gateway.CatchUpAsync();
        await gateway.FinalizeAsync();
        gateway.Chain.MineEmpty(1);
        gateway.Chain.Mine(tip.Of(14, Sample.Dai).Sent("f"));
        await gateway.FinalizeAsync();
        gateway.Chain.Mine(tip.Of(3UL).Sent("g"), tip.Of(15, Sample.Dai).Sent("h"));
        gateway.Chain.Mine(tip.Of(16, Sample.Dai).Sent("i"));
        await gateway.CatchUpAsync();
    }

    private static void Copy(FakeChain from, FakeChain to)
    {
        to.Take(from);
        to.Finalized = from.Finalized;
    }

    private static async Task AssertSameBooksAsync(TestGateway gateway, TestGateway always)
    {
        Assert.That(await HeadsAsync(gateway), Is.EqualTo(await HeadsAsync(always)));
        Assert.That(await LivePaymentsAsync(gateway), Is.EquivalentTo(await LivePaymentsAsync(always)));
        Assert.That(
            (await gateway.InboxAsync()).Select(tip => tip.Location), Is.EquivalentTo((await always.InboxAsync()).Select(tip => tip.Location)));
        Assert.That((await gateway.TrialBalanceAsync()).Faults, Is.Empty);
        LedgerAudit audit = new(gateway.Database, gateway.Settings);
        List<string> faults = await audit.FindFaultsAsync(CancellationToken.None).ToListAsync();
        faults.AddRange(await audit.CompareWithChainAsync(gateway.Chain, 3, new Progress<BlockNumber>(), CancellationToken.None).ToListAsync());
        Assert.That(faults, Is.Empty);
        Assert.That(audit.Payments, Is.GreaterThan(0));
    }

    private static async Task<List<string>> LivePaymentsAsync(TestGateway gateway) =>
        [.. (await gateway.PaymentsAsync()).Where(booked => booked.State != EntryState.Voided).Select(booked => $"{booked.State} {booked.Payment}")];

    private static Task<IReadOnlyList<LedgerHead>> HeadsAsync(TestGateway gateway) =>
        gateway.ReadAsync(books => books.Audit.ReadHeadsAsync(Sample.ChainId, CancellationToken.None));

    private Task<IReadOnlyList<FollowedPair>> PairsAsync() =>
        _gateway.ReadAsync(books => books.Pairs.ListAsync(Sample.ChainId, CancellationToken.None));
}
