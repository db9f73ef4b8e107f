using System.Diagnostics;
using System.Globalization;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>
/// A8: a flood of dust, of which a quarter each tips a post, goes to one deposit address, pays a creator with a reference of nobody, and is forged; a
/// real tip is in each block. <c>CHAINTIPS_DUST=1000000</c> plays it at full size.
/// </summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(3_000_000)]
internal sealed class DustFloodTests(Engine engine) : PipelineFixture(engine)
{
    private const int PerBlock = 1_000;
    private const ulong Real = 5_000_000;

    private readonly Engine _engine = engine;
    private readonly List<double> _alone = [];
    private readonly List<double> _among = [];
    private readonly List<double> _after = [];
    private FakeBlock _head = null!;
    private PaymentRequest _request = null!;

    private static int Dust => int.Parse(Environment.GetEnvironmentVariable("CHAINTIPS_DUST") ?? "4000", CultureInfo.InvariantCulture);

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task LimitAsync()
    {
        await Gateway.ConfigureAsync(Gateway.Settings with { Tokens = [Sample.AllowedUsdc with { SumBelow = 1_000 }, Sample.AllowedDai] });
        _request = Given.Request(Gateway.Ada, new AskedAmount.Fixed(1_000_000)).WithDepositAddress();
        await Gateway.WriteAsync(books => books.PaymentRequests.AddAsync(_request, Token));
        _head = Chain.Head;
    }

    [Test]
    public async Task A_flood_of_dust_makes_rows_by_the_block_and_loses_nothing()
    {
        int blocks = Dust / PerBlock;
        await PlayAsync(20, 0, _alone);
        long[] before = Rows();
        await PlayAsync(blocks, PerBlock, _among);
        long[] rows = [.. Rows().Zip(before, (now, earlier) => now - earlier)];
        await PlayAsync(20, 0, _after);

        Report(blocks, rows);
        ulong quarter = (ulong)(blocks * PerBlock / 4);
        int stretches = 1 + ((blocks + 40) / (int)InboxLimits.Usual.Blocks);
        Assert.That(rows[0], Is.EqualTo(3 * blocks), "in each block the sum of the tips, the sum of the deposits, and the real tip");
        Assert.That(rows[1], Is.LessThanOrEqualTo(stretches * InboxLimits.Usual.Most));
        Assert.That(rows[2], Is.LessThanOrEqualTo(2 * stretches));
        IReadOnlyList<CountedRefusals> counted = await Gateway.ReadAsync(books => books.Inbox.ListCountedAsync(Given.PlatformId, 100, Token));
        Assert.That((ulong)(rows[1] + counted.Sum(one => one.Tips)), Is.EqualTo(2 * quarter), "every refused one is listed or counted");
        await AssertBalanceAsync(0, quarter + (Real * (ulong)(blocks + 40)));
        TrialBalance balance = await Gateway.TrialBalanceAsync();
        AccountBalance transit = balance.Accounts.Single(one => one.Account.Kind == AccountKind.InTransit);
        Assert.That(transit.SettledCredits.BaseUnits, Is.EqualTo((UInt128)(2 * quarter)), "each deposit was of two base units");
        Assert.That((await Gateway.StateOfAsync(_request)).Received, Is.EqualTo((UInt128)(2 * quarter)));
        Assert.That(Gateway.Count("receipts"), Is.EqualTo(blocks + 40), "for the real tips alone");
        await foreach (string fault in new LedgerAudit(Gateway.Database, Gateway.Settings).FindFaultsAsync(Token))
        {
            Assert.Fail(fault);
        }
    }

    /// <summary>Adds blocks with a real tip among so much dust each, and makes each final at once.</summary>
    private async Task PlayAsync(int blocks, int dust, List<double> milliseconds)
    {
        for (int i = 0; i < blocks; i++)
        {
            string name = $"{_head.Number.Value}";
            FakeTransaction real = Tip.Of((UInt256)Real).Sent($"real {name}");
            _head = FakeBlock.On(_head, 0, [.. Enumerable.Range(0, dust).Select(n => Send(n, $"{name} {n}")), real]);
            ObservedBlock observed = _head.Observed;
            long start = Stopwatch.GetTimestamp();
            await Gateway.ApplyAsync(new ChainUpdate.BlocksAdded([observed]));
            await Gateway.ApplyAsync(new ChainUpdate.BlockFinalized(_head.Ref));
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    private FakeTransaction Send(int n, string name)
    {
        ATip tip = Tip.Of(1UL).From(Sample.AddressOf($"payer {n}"));
        return (n % 4) switch
        {
            0 => tip.Sent(name),
            1 => (ATransfer.Of(2) with { From = tip.Payer, To = _request.DepositAddress!.Value }).Sent(name),
            2 => (tip with { Reference = Sample.HashOf(name) }).Sent(name),
            _ => FakeTransaction.Of(name, (tip with { Emitter = Sample.AddressOf($"forger {n}") }).TipLog()),
        };
    }

    private long[] Rows() => [Gateway.Count("journal_entries"), Gateway.Count("refused_tips"), Gateway.Count("refused_counts")];

    private void Report(int blocks, long[] rows) => TestContext.Out.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{_engine}: {blocks * PerBlock} dust in {blocks} blocks: {rows[0]} journal entries, {rows[1]} rows of the inbox, {rows[2]} counts; "
        + $"a block with a real tip alone {Describe(_alone)}, among the dust {Describe(_among)}, alone after it {Describe(_after)}"));

    private static string Describe(List<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return string.Create(
            CultureInfo.InvariantCulture, $"p50 {sorted[sorted.Length / 2]:0.0} ms, p99 {sorted[Math.Min(sorted.Length - 1, sorted.Length * 99 / 100)]:0.0} ms");
    }
}
