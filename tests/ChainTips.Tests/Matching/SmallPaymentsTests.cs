using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Receipts;
using ChainTips.Testing;

namespace ChainTips.Tests.Matching;

/// <summary>A8: what is smaller than is wanted is credited to the last unit, in a row for each block.</summary>
[CancelAfter(60_000)]
internal sealed class SmallPaymentsTests
{
    private static readonly PaymentRequest Coffee =
        Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Fixed(500)).WithDepositAddress();

    private static readonly PaymentRequest Tea =
        Given.Request(Given.Creator(Given.PlatformId, "bob", Sample.AddressOf("bob")), new AskedAmount.Open(1, 1_000), "tea").WithDepositAddress();

    private FakeReferences _book = new();
    private FakeChain _chain = new();

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public void Limit()
    {
        _book = new FakeReferences();
        _chain = new FakeChain();
        _book.Keep(Coffee);
        _book.Keep(Tea);
        _book.SumLimits.Add(new SumLimit(Sample.Usdc.Address, new BlockNumber(1), 100));
    }

    [Test]
    public async Task Small_payments_of_a_block_for_the_same_are_one_entry_of_their_sum()
    {
        IReadOnlyList<JournalEntry> entries = await MatchAsync(
            [.. Enumerable.Range(1, 50).Select(i => ATip.For(Coffee).Of((UInt256)(ulong)i).From(Sample.AddressOf($"payer {i}")).Sent($"dust {i}"))]);

        JournalEntry sum = entries.Single();
        Assert.That(sum.Payment.Tip.Amount, Is.EqualTo(Given.Usdc(1_275)));
        Assert.That(sum.Movement.Amount, Is.EqualTo(Given.Usdc(1_275)));
        Assert.That(sum.Payment.Others, Is.EqualTo(49));
        Assert.That(sum.Payment.Tip.Payer, Is.EqualTo(Sample.AddressOf("payer 1")), "the first of them");
        Assert.That(sum.Evidence!.Explanation, Does.StartWith("50 transfers of block 1, each of less than the least that is wanted (100 base units)"));
        Assert.That(Receipt.DueFor(sum.Payment, Sample.Genesis), Is.Null);
    }

    [TestCase(98, 1, Description = "below the limit")]
    [TestCase(99, 1, Description = "below the limit")]
    [TestCase(100, 2, Description = "exactly what is wanted")]
    [TestCase(101, 2)]
    public async Task What_is_as_much_as_is_wanted_has_a_row_of_its_own(int amount, int rows)
    {
        ATip tip = ATip.For(Coffee).Of((UInt256)(ulong)amount);

        IReadOnlyList<JournalEntry> entries = await MatchAsync(tip.Sent("one"), tip.Sent("two"));

        Assert.That(entries.Select(entry => entry.Payment.Others), Is.EqualTo(rows == 1 ? [1] : new[] { 0, 0 }));
        Assert.That(Sum(entries), Is.EqualTo((UInt128)(2 * amount)));
    }

    [Test]
    public async Task What_differs_in_subject_kind_evidence_token_or_block_is_not_one_sum()
    {
        FakeTransaction[] all =
        [
            ATip.For(Coffee).Of(5UL).Sent("coffee"),
            ATip.For(Tea).Of(5UL).Sent("tea"),
            ATip.For(Coffee).Of(5, Sample.Dai).Sent("of a token without a limit"),
            ATip.For(Coffee).Of(5, Sample.Dai).Sent("of a token without a limit again"),
            ATransfer.Of(5).Calling(Coffee).Sent("calldata"),
            (ATransfer.Of(5) with { To = Coffee.DepositAddress!.Value }).Sent("deposit"),
            (ATransfer.Of(5) with { To = Tea.DepositAddress!.Value }).Sent("another deposit"),
            ATransfer.Of(5).Between(Coffee.DepositAddress!.Value, Coffee.Payee).Sent("delivery"),
        ];

        IReadOnlyList<JournalEntry> entries = await MatchAsync(all);
        ObservedBlock[] two = [_chain.Mine(ATip.For(Coffee).Of(5UL).Sent("one")).Observed, _chain.Mine(ATip.For(Coffee).Of(5UL).Sent("two")).Observed];

        Assert.That(entries, Has.Count.EqualTo(all.Length));
        Assert.That((await MatcherOf().MatchAsync(_book, two, Token)).Entries, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_limit_holds_from_its_block_on_and_the_newest_counts()
    {
        _book.SumLimits.Clear();
        _book.SumLimits.Add(new SumLimit(Sample.Usdc.Address, new BlockNumber(2), 100));
        _book.SumLimits.Add(new SumLimit(Sample.Usdc.Address, new BlockNumber(3), 0));
        TipMatcher matcher = MatcherOf();
        List<int> rows = [];
        for (int i = 1; i <= 3; i++)
        {
            ObservedBlock block = _chain.Mine(ATip.For(Coffee).Of(5UL).Sent($"{i}"), ATip.For(Coffee).Of(6UL).Sent($"{i} too")).Observed;
            rows.Add((await matcher.MatchAsync(_book, [block], Token)).Entries.Count);
        }

        Assert.That(rows, Is.EqualTo(new[] { 2, 1, 2 }));
    }

    [Test]
    [Description("A sum of 128 bits cannot hold them both: a second one is begun, and the gateway goes on")]
    public async Task Sums_that_would_overflow_are_two()
    {
        _book.SumLimits.Clear();
        _book.SumLimits.Add(new SumLimit(Sample.Dai.Address, new BlockNumber(1), UInt128.MaxValue));
        UInt128 most = UInt128.MaxValue / 2;

        IReadOnlyList<JournalEntry> entries = await MatchAsync(
            [.. Enumerable.Range(0, 5).Select(i => ATip.For(Coffee).Of(most, Sample.Dai).Sent($"{i}"))]);

        Assert.That(entries.Select(entry => entry.Payment.Others), Is.EqualTo(new[] { 1, 1, 0 }));
        Assert.That(entries.Take(2).Select(entry => entry.Payment.Tip.Amount.BaseUnits), Is.All.EqualTo(most + most));
        Assert.That(entries.Take(2).Select(entry => entry.Evidence), Is.All.Not.Null);
    }

    [Test]
    public async Task A_doubt_of_small_ones_is_decided_for_the_whole_sum()
    {
        ATransfer transfer = ATransfer.Of(5).Calling(Coffee);
        FakeTransaction twice = FakeTransaction.Of("twice", transfer.Log(), transfer.Log()) with { Call = transfer.Call };
        _book.Decide(new ChainTips.Tips.LogPosition(Sample.ChainId, twice.Hash, 0), MatchRung.Operator, Coffee);

        IReadOnlyList<JournalEntry> entries = await MatchAsync(twice);

        Assert.That(
            entries.Select(entry => (entry.Payment.Kind, entry.Movement.Amount.BaseUnits)),
            Is.EqualTo(new[] { (PaymentKind.Doubt, (UInt128)10), (PaymentKind.Assignment, (UInt128)10) }));
    }

    [Test]
    [Description("Σ credits to each account is what it is without sums, whatever is in the blocks, and rows do not grow with the dust")]
    public async Task Nothing_is_lost_or_doubled_by_summing()
    {
        SeededRandom random = Trials.Random();
        for (int i = Trials.Count(); i > 0; i--)
        {
            PaymentWorld world = new(random);
            ObservedBlock[] blocks =
                [.. Enumerable.Range(0, 3).Select(_ => _chain.Mine([.. Enumerable.Range(0, 4).Select(_ => world.Transact())]).ObservedWithCalls)];
            IReadOnlyList<JournalEntry> single = [.. (await MatcherOf().MatchAsync(world.Book, blocks, Token)).Entries];
            foreach (ChainTips.Money.Token token in new[] { Sample.Usdc, Sample.Dai })
            {
                world.Book.SumLimits.Add(new SumLimit(token.Address, new BlockNumber((ulong)random.Below(4)), (UInt128)random.Below(8_000)));
            }

            IReadOnlyList<JournalEntry> summed = [.. (await MatcherOf().MatchAsync(world.Book, blocks, Token)).Entries];

            Assert.That(Totals(summed), Is.EquivalentTo(Totals(single)));
            Assert.That(summed.Count(entry => entry.Payment.Kind != PaymentKind.Assignment) + summed.Sum(entry => entry.Payment.Kind == PaymentKind.Assignment ? 0 : entry.Payment.Others),
                Is.EqualTo(single.Count(entry => entry.Payment.Kind != PaymentKind.Assignment)));
            Assert.That(summed.Select(entry => entry.Payment.Id).Distinct().Count(), Is.EqualTo(summed.Count));
        }
    }

    private static Dictionary<(LedgerAccount Debit, LedgerAccount Credit), UInt128> Totals(IReadOnlyList<JournalEntry> entries) => entries
        .Where(entry => entry.Payment.Kind is not (PaymentKind.Doubt or PaymentKind.Assignment))
        .GroupBy(entry => (entry.Movement.Debit, entry.Movement.Credit))
        .ToDictionary(group => group.Key, group => Sum([.. group]));

    private static UInt128 Sum(IReadOnlyList<JournalEntry> entries) =>
        entries.Aggregate(UInt128.Zero, (sum, entry) => sum + entry.Movement.Amount.BaseUnits);

    private async Task<IReadOnlyList<JournalEntry>> MatchAsync(params FakeTransaction[] transactions) =>
        (await MatcherOf().MatchAsync(_book, [_chain.Mine(transactions).ObservedWithCalls], Token)).Entries;

    private static TipMatcher MatcherOf() => new(new IdSource(new byte[32]), Sample.Settings, withDecisions: true);
}
