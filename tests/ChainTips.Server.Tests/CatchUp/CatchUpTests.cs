using System.Globalization;
using ChainTips.Chain;
using ChainTips.Posts;
using ChainTips.Server.Tests.Reorgs;
using ChainTips.Server.Tests.Running;
using ChainTips.Storage.Sqlite;
using ChainTips.Testing;

namespace ChainTips.Server.Tests.CatchUp;

/// <summary>R24: a long past is read behind a provider's limits, with kills on the way. The ledger is exact, few requests are made, and memory stays small.</summary>
/// <remarks>
/// The least that can be asked, a hundred calls in a batch: at <c>proof</c> the header of every block, because only its bloom says that a block holds
/// nothing, and the receipts of every block with tips; at <c>trust</c> an <c>eth_getLogs</c> for each range that the provider takes, and
/// the same receipts, because only they say where in its transaction a log stands.
/// </remarks>
[CancelAfter(36_000_000)]
[NonParallelizable]
internal sealed class CatchUpTests
{
    private const int FullBlocks = 1_000_000;
    private const int BlocksOfOne = 40;
    private const int BlocksOfTip = 10;
    private const int CallsInABatch = 100;
    private const int MostKills = 20;
    private const int BlocksOfKill = 5_000;
    private const double MostOverLeast = 1.2;
    private const long MostKilobytes = 300_000_000 / 1024;

    private LongChain _chain = null!;
    private LongNode _node = null!;
    private Post _post = null!;

    [OneTimeSetUp]
    public async Task MakeChainAsync()
    {
        SeededRandom random = Trials.Random();
        int blocks = Trials.Count() * BlocksOfOne;
        _post = Given.Post(Given.Creator(Given.PlatformId, address: LocalChain.Payee));
        _chain = new LongChain(blocks, blocks / BlocksOfTip, _post.Reference.Value, random);
        _node = await LongNode.StartAsync(_chain);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await (_node?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestCase(10, Verification.Proof)]
    [TestCase(800, Verification.Proof)]
    [TestCase(10_000, Verification.Proof)]
    [TestCase(10, Verification.Trust)]
    [TestCase(800, Verification.Trust)]
    [TestCase(10_000, Verification.Trust)]
    [Description("CHAINTIPS_TEST_SIZE=25000 is a million blocks with 100,000 tips and 20 kills")]
    public async Task A_long_past_is_read_behind_any_limit_and_through_any_kill(int limit, Verification verification)
    {
        using TemporaryFolder folder = new();
        await AddPostAsync(folder);
        _node.Limit = LogLimit.Of(limit);
        _node.Reset();
        CatchUpRun run = new(_node, folder, verification);
        foreach (int block in ChooseKills())
        {
            await run.KillAtAsync(block);
        }

        await run.EndAsync();

        double least = LeastRequests(limit, verification);
        string calls = string.Join(", ", _node.Calls.OrderByDescending(call => call.Value).Take(4).Select(call => string.Create(CultureInfo.InvariantCulture, $"{call.Value} {call.Key}")));
        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"limit {limit}, {verification}: {_chain.Count} blocks, {_chain.Tips.Sum(block => block.Value.Count)} tips in {_chain.BlocksWithTips} blocks, {run.Kills} kills: {_node.Requests} requests, {_node.Requests / least:F3} times the least of {least}; {calls}; {run.PeakKilobytes / 976.5625:F0} MB at most"));
        AssertExact(folder);
        Assert.That(run.PeakKilobytes, Is.LessThanOrEqualTo(MostKilobytes));
        if (_chain.Count >= FullBlocks && verification == Verification.Proof)
        {
            Assert.That(_node.Requests, Is.LessThanOrEqualTo(MostOverLeast * least));
        }
    }

    /// <summary>Where it is killed, in order: at blocks drawn at random.</summary>
    private int[] ChooseKills()
    {
        SeededRandom random = Trials.Random();
        int kills = Math.Clamp(_chain.Count / BlocksOfKill, 1, MostKills);
        return [.. Enumerable.Range(0, kills).Select(_ => random.Between(1, _chain.Count - 10)).Order()];
    }

    private double LeastRequests(int limit, Verification verification)
    {
        double ranges = Math.Ceiling(_chain.Count / (double)(verification == Verification.Proof ? CallsInABatch : limit));
        return ranges + Math.Ceiling(_chain.BlocksWithTips / (double)CallsInABatch);
    }

    private static async Task AddPostAsync(TemporaryFolder folder)
    {
        using SqliteDatabase database = SqliteDatabase.Open(folder.Database, TimeProvider.System).Database;
        await using IGatewayTransaction books = await database.BeginAsync(CancellationToken.None);
        Creator creator = Given.Creator((await books.Platforms.ReadLocalAsync(CancellationToken.None)).Id, address: LocalChain.Payee);
        await books.Posts.AddCreatorAsync(creator, CancellationToken.None);
        await books.Posts.AddPostAsync(Given.Post(creator), CancellationToken.None);
        await books.CommitAsync(CancellationToken.None);
    }

    /// <summary>Each tip once, settled, in its block and of its amount, and nothing else.</summary>
    private void AssertExact(TemporaryFolder folder)
    {
        Books books = Books.Read(folder.Database);
        IEnumerable<string> due = _chain.Tips.SelectMany(block => block.Value.Select(tip => Describe(block.Key, _chain.HashOf(block.Key).ToString()[2..], tip.ToString("x", CultureInfo.InvariantCulture))));
        IEnumerable<string> booked = books.Entries.Select(entry => Describe(entry.Tip.Number, entry.Tip.Block, entry.Tip.Amount));
        Assert.That(booked.Order(StringComparer.Ordinal).SequenceEqual(due.Order(StringComparer.Ordinal)), Is.True, "the entries are the tips of the chain, each once");
        Assert.That(books.Entries.Count(entry => !entry.IsSettled || entry.IsVoided), Is.Zero);
        Assert.That(books.Refused, Is.Empty);
        Assert.That(books.Sums.Values.Sum(), Is.EqualTo(_chain.Tips.SelectMany(block => block.Value).Sum(tip => (decimal)tip)));
    }

    private static string Describe(int number, string hash, string amount) => string.Create(CultureInfo.InvariantCulture, $"{number} {hash} {amount}");
}
