using ChainTips.Chain;
using ChainTips.Ledger;
using ChainTips.Receipts;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>One story of a chain, told with and without interruptions: the outcome must be the same.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(240_000)]
internal sealed class RestartTests(Engine engine)
{
    [Test]
    [Description("The story is worth telling: every kind of change comes in it")]
    public async Task The_story_has_every_kind_of_change()
    {
        using TestGateway gateway = await TestGateway.StartAsync(engine);
        List<Type> kinds = [];
        await ChainStory.PlayAsync(gateway, async () =>
        {
            while (await gateway.StepAsync() is ChainUpdate update)
            {
                kinds.Add(update.GetType());
            }
        });

        Assert.That(kinds.Distinct(), Has.Exactly(4).Items);
        Assert.That((await gateway.PaymentsAsync()).Select(payment => payment.State), Has.Exactly(4).EqualTo(EntryState.Settled));
        Assert.That((await gateway.PaymentsAsync()).Select(payment => payment.State), Has.Exactly(1).EqualTo(EntryState.Voided));
        Assert.That(await gateway.InboxAsync(), Has.Count.EqualTo(2));
        Assert.That((await gateway.TrialBalanceAsync()).Faults, Is.Empty);
    }

    [TestCase(false, Description = "the commit did not reach the disk")]
    [TestCase(true, Description = "the commit did, and nobody learned of it")]
    public async Task A_crash_at_any_commit_changes_nothing_in_the_end(bool isDone)
    {
        string undisturbed = await PlayUndisturbedAsync();
        int crashes = 0;
        bool crashed = true;
        while (crashed)
        {
            crashes++;
            using TestGateway gateway = await TestGateway.StartAsync(engine);
            gateway.Following = new CrashingDatabase(gateway.Database, crashes, isDone);
            crashed = false;
            await ChainStory.PlayAsync(gateway, async () => crashed |= await CatchUpDespiteCrashAsync(gateway, isDone));

            Assert.That(gateway.Dump(), Is.EqualTo(undisturbed), $"crash at commit {crashes}");
        }

        Assert.That(crashes, Is.GreaterThan(9));
    }

    [Test]
    public async Task A_restart_after_every_change_changes_nothing()
    {
        string undisturbed = await PlayUndisturbedAsync();
        using TestGateway gateway = await TestGateway.StartAsync(engine);

        await ChainStory.PlayAsync(gateway, async () =>
        {
            while (await gateway.StepAsync() is not null)
            {
                gateway.Restart();
            }
        });

        Assert.That(gateway.Dump(), Is.EqualTo(undisturbed));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(7)]
    [TestCase(1000)]
    public async Task Reading_final_history_in_ranges_gives_what_following_block_by_block_gave(int rangeSize)
    {
        using TestGateway live = await TestGateway.StartAsync(engine);
        using TestGateway late = await TestGateway.StartAsync(engine, rangeSize: rangeSize);
        await ChainStory.PlayAsync(live, live.CatchUpAsync);
        await ChainStory.PlayAsync(late, () => Task.CompletedTask);
        await late.CatchUpAsync();

        Assert.That(late.Chain.Head.Ref, Is.EqualTo(live.Chain.Head.Ref));
        Assert.That(_ = await SettledAsync(late), Is.EqualTo(await SettledAsync(live)).And.Not.Empty);
        Assert.That(await late.BalanceAsync(Sample.Payee), Is.EqualTo(await live.BalanceAsync(Sample.Payee)));
        Assert.That((await late.InboxAsync()).Select(tip => tip.Location), Is.EquivalentTo((await live.InboxAsync()).Select(tip => tip.Location)));
        Assert.That((await late.CursorAsync()).Finalized, Is.EqualTo((await live.CursorAsync()).Finalized));
        Assert.That((await late.TrialBalanceAsync()).Faults, Is.Empty);
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(5)]
    public async Task By_confirmations_the_end_is_the_same_as_by_tags(int confirmations)
    {
        using TestGateway byTags = await TestGateway.StartAsync(engine);
        using TestGateway byCount = await TestGateway.StartAsync(engine, new FinalityRule.Confirmations(confirmations));
        foreach (TestGateway gateway in new[] { byTags, byCount })
        {
            FakeTransaction tip = ATip.For(gateway.First).Sent("tip");
            gateway.Chain.MineEmpty(2);
            gateway.Chain.Mine(tip);
            gateway.Chain.MineEmpty(confirmations - 1);
            await gateway.CatchUpAsync();
        }

        bool isSettledInTime = (await byCount.BalanceAsync(Sample.Payee)).Settled == 1_000_000;
        await byTags.FinalizeAsync();

        Assert.That(isSettledInTime, Is.True);
        Assert.That(await SettledAsync(byCount), Is.EqualTo(await SettledAsync(byTags)).And.Count.EqualTo(1));
    }

    private async Task<string> PlayUndisturbedAsync()
    {
        using TestGateway gateway = await TestGateway.StartAsync(engine);
        await ChainStory.PlayAsync(gateway, gateway.CatchUpAsync);
        return gateway.Dump();
    }

    private static async Task<bool> CatchUpDespiteCrashAsync(TestGateway gateway, bool isDone)
    {
        string before = gateway.Dump();
        try
        {
            while (await gateway.StepAsync() is not null)
            {
                before = gateway.Dump();
            }

            return false;
        }
        catch (CrashException)
        {
            Assert.That(gateway.Dump() == before, Is.Not.EqualTo(isDone));
            gateway.Restart();
        }

        await gateway.CatchUpAsync();
        return true;
    }

    /// <summary>The payments that are settled, with their receipts, in the order of the chain.</summary>
    private static async Task<List<string>> SettledAsync(TestGateway gateway)
    {
        List<string> settled = [];
        foreach (BookedPayment booked in await gateway.PaymentsAsync())
        {
            if (booked.State == EntryState.Settled)
            {
                Receipt receipt = (await gateway.ReceiptOfAsync(booked.Payment.Id))!;
                settled.Add($"{booked.Payment} {receipt.Id}");
            }
        }

        settled.Sort(StringComparer.Ordinal);
        return settled;
    }
}
