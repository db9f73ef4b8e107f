using System.Text.Json.Nodes;
using ChainTips.Testing;

namespace ChainTips.Server.Tests.Reorgs;

/// <summary>One life of the chain on the real node, with a gateway that follows it meanwhile and is held to it.</summary>
internal sealed class ReorgStory : IAsyncDisposable
{
    public const int Blocks = 200;
    public const int Reorgs = 50;

    private static readonly int[] Finalities = [4, 12, 30, 65];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly AnvilNode _node;
    private readonly ReorgScene _scene;
    private readonly SeededRandom _random;
    private readonly ReorgSchedule _schedule;
    private readonly CanonicalChain _chain;
    private readonly BooksCheck _check;
    private readonly FollowingGateway _gateway;
    private readonly int _confirmations;

    private ReorgStory(AnvilNode node, ReorgScene scene, SeededRandom random, FollowingGateway gateway, int confirmations)
    {
        _node = node;
        _scene = scene;
        _random = random;
        _gateway = gateway;
        _confirmations = confirmations;
        _schedule = new ReorgSchedule(random, scene.Nonces, scene.Posts.Count);
        _chain = new CanonicalChain(node, scene);
        _check = new BooksCheck(_chain, scene, confirmations);
    }

    /// <summary>What happened.</summary>
    public ReorgSums Sums { get; } = new();

    public static async Task<ReorgStory> BeginAsync(ReorgScene scene, SeededRandom random)
    {
        AnvilNode node = await scene.StartNodeAsync();
        int confirmations = random.OneOf(Finalities);
        FollowingGateway gateway = await FollowingGateway.StartAsync(node.Endpoint, scene, confirmations);
        return new ReorgStory(node, scene, random, gateway, confirmations);
    }

    /// <summary>Mines and reorganizes, and looks at the books all the while.</summary>
    public async Task PlayAsync()
    {
        await ReadChainAsync(0);
        bool[] isReorg = _random.Shuffled(Enumerable.Range(0, Blocks + Reorgs).Select(i => i < Reorgs));
        int owed = 0;
        foreach (bool wanted in isReorg)
        {
            owed += wanted ? 1 : 0;
            int most = MostDepth();
            if (owed > 0 && most > 0)
            {
                owed--;
                await ReorganizeAsync(DepthUpTo(most));
            }

            if (!wanted)
            {
                await MineAsync([_schedule.NextBlock()]);
            }

            await PauseAsync();
        }

        for (; owed > 0; owed--)
        {
            await ReorganizeAsync(DepthUpTo(MostDepth()));
        }
    }

    /// <summary>Makes all final, reads the whole chain anew, and demands that nothing is lost, doubled or wrong.</summary>
    public async Task EndAsync()
    {
        await _node.AskAsync("anvil_mine", SentTip.Quantity(_confirmations), "0x2");
        await ReadChainAsync(0);
        Books books = await UntilEqualAsync();
        Assert.That(books.Live.Where(entry => !entry.IsSettled), Is.Empty);
        Assert.That(await _gateway.AuditAsync(), Is.Empty);
        Sums.Add(books, _chain.Tips.Count());
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _node.Dispose();
    }

    /// <summary>How many blocks may leave without one that was ever final.</summary>
    private int MostDepth() => Math.Min(_schedule.Count, _chain.Head.Number - Math.Max(0, _check.HighestHead - _confirmations + 1));

    private int DepthUpTo(int most) => Math.Min(most, _random.Below(100) switch
    {
        < 40 => 1,
        < 80 => _random.Between(2, 5),
        _ => _random.Between(1, most),
    });

    private async Task MineAsync(IReadOnlyList<IReadOnlyList<SentTip>> blocks)
    {
        int from = _chain.Head.Number + 1;
        foreach (IReadOnlyList<SentTip> block in blocks)
        {
            // One by one: the node takes the calls of a batch in any order, and so may refuse one of them.
            foreach (SentTip tip in block)
            {
                await _node.AskAsync("eth_sendTransaction", tip.Transaction(_scene));
            }

            await _node.AskAsync("evm_mine");
        }

        await ReadChainAsync(from);
        DemandAsPlanned(from, blocks);
    }

    private async Task ReorganizeAsync(int depth)
    {
        int from = _chain.Head.Number - depth + 1;

        // Another beneficiary: no block of the new chain is that of the old one, though it may have the same tips at the same time.
        await _node.AskAsync("anvil_setCoinbase", $"0x{_random.Next():x40}");
        Sums.Reorganized(depth);
        if (_random.Percent(75))
        {
            IReadOnlyList<IReadOnlyList<SentTip>> blocks = _schedule.Reorganize(depth, depth);
            JsonArray placed = [.. blocks.SelectMany((block, offset) => block.Select(tip => (JsonNode)new JsonArray(tip.Transaction(_scene), offset)))];
            await _node.AskAsync("anvil_reorg", depth, placed);
            await ReadChainAsync(from);
            DemandAsPlanned(from, blocks);
            return;
        }

        // The chain is shorter for a while, which alone is no reorg: until the next blocks the gateway rightly waits (faults.md, D5).
        IReadOnlyList<IReadOnlyList<SentTip>> fewer = _schedule.Reorganize(depth, _random.Between(1, depth + 1));
        await _node.AskAsync("anvil_rollback", depth);
        await ReadChainAsync(from);
        await Task.Delay(_random.Below(20));
        DemandNoFault(_gateway.ReadBooks());
        await MineAsync(fewer);
    }

    /// <summary>The node mined what it was told to: otherwise the schedule would be another than the seed says.</summary>
    private void DemandAsPlanned(int from, IReadOnlyList<IReadOnlyList<SentTip>> blocks) =>
        Assert.That(
            string.Join(',', _chain.CountsFrom(from)), Is.EqualTo(string.Join(',', blocks.Select(block => block.Count))), $"tips in each block from {from} on");

    private async Task ReadChainAsync(int from)
    {
        await _chain.ReadAsync(from);
        _check.HighestHead = Math.Max(_check.HighestHead, _chain.Head.Number);
    }

    private async Task PauseAsync()
    {
        int choice = _random.Below(100);
        if (choice < 25)
        {
            await Task.Delay(_random.Between(1, 20));
        }
        else if (choice < 32)
        {
            await UntilEqualAsync();
            Sums.Checkpoints++;
        }
        else if (choice < 50)
        {
            DemandNoFault(_gateway.ReadBooks());
        }
    }

    /// <summary>Waits until the gateway has caught up, and looks at each state of the books on the way.</summary>
    private async Task<Books> UntilEqualAsync()
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            Books books = _gateway.ReadBooks();
            DemandNoFault(books);
            IReadOnlyList<string> differences = _check.FindDifferences(books);
            if (differences.Count == 0)
            {
                return books;
            }

            Assert.That(_gateway.StopReason, Is.Null);
            Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(Patience), () => $"{_gateway.Describe()}\n{string.Join('\n', differences.Take(20))}");
            await Task.Delay(2);
        }
    }

    private void DemandNoFault(Books books)
    {
        IReadOnlyList<string> faults = _check.FindFaults(books);
        Assert.That(faults, Is.Empty);
        Sums.Looks++;
    }
}
