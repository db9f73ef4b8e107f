using ChainTips.Ethereum.Primitives;
using ChainTips.Simulation.Oracle;
using ChainTips.Simulation.Schedules;

namespace ChainTips.Simulation.Mining;

/// <summary>What a node that is up to date says at one moment.</summary>
/// <param name="Head">Its newest block.</param>
/// <param name="FinalNumber">What it calls finalized.</param>
internal sealed record ChainMoment(SimulatedBlock Head, ulong FinalNumber);

/// <summary>The true chain: it mines, reorganizes and finalizes, and remembers every block of every fork.</summary>
/// <remarks>What is final here never leaves; that is the one promise that a chain makes and every gateway builds on.</remarks>
internal sealed class SimulatedChain
{
    /// <summary>The hash of block 0, which is the same in every run.</summary>
    public static readonly Hash32 GenesisHash = BlockForge.Make(null, 0, 0, []).Hash;

    private readonly Dictionary<Hash32, SimulatedBlock> _known = [];
    private readonly Dictionary<Hash32, List<SimulatedBlock>> _blocksOf = [];
    private readonly int? _confirmations;
    private ulong _highest;

    /// <summary>Begins with block 0.</summary>
    /// <param name="confirmations">How many confirmations make a block final; null when the chain says it by tag.</param>
    /// <param name="name">Tells the first block of one chain from that of another.</param>
    public SimulatedChain(int? confirmations, string name = "")
    {
        _confirmations = confirmations;
        Head = Keep(BlockForge.Make(null, name.Length, 0, []));
        Moments.Add(new ChainMoment(Head, 0));
    }

    /// <summary>The newest canonical block.</summary>
    public SimulatedBlock Head { get; private set; }

    /// <summary>The number of the newest block that can never leave.</summary>
    public ulong FinalNumber { get; private set; }

    /// <summary>Everything that was ever true, oldest first: what a node that lags still says.</summary>
    public List<ChainMoment> Moments { get; } = [];

    /// <summary>Every block of every fork, in the order in which they were mined.</summary>
    public List<SimulatedBlock> Mined { get; } = [];

    /// <summary>The chain now.</summary>
    public ChainMoment Now => Moments[^1];

    /// <summary>Mines blocks on the head, all seen at once.</summary>
    public void Mine(IReadOnlyList<BlockPlan> blocks) => Replace(0, blocks);

    /// <summary>Puts blocks in the place of the newest ones; what is final stays.</summary>
    /// <returns>How many blocks left.</returns>
    public int Replace(int depth, IReadOnlyList<BlockPlan> blocks)
    {
        int possible = (int)Math.Min((ulong)depth, Head.Number - FinalNumber);
        SimulatedBlock head = Head.At(Head.Number - (ulong)possible)!;
        foreach (BlockPlan plan in blocks)
        {
            IEnumerable<PlainExecution> executions = plan.Transactions.DistinctBy(tip => tip.Id).Select(TipForge.Execute);
            PlainExecution[] fresh = [.. executions.Where(execution => FindBlockOf(Hash32.Parse(execution.Hash), head) is null)];
            head = Keep(BlockForge.Make(head, Mined.Count, plan.Seconds, fresh));
        }

        Head = head;
        Settle(FinalNumber);
        return possible;
    }

    /// <summary>Calls everything final that is so many blocks behind the head; it never goes back.</summary>
    public void Finalize(int behind)
    {
        if (_confirmations is null && Head.Number >= (ulong)behind)
        {
            Settle(Math.Max(FinalNumber, Head.Number - (ulong)behind));
        }
    }

    /// <summary>A block of any fork; null when it was never mined.</summary>
    public SimulatedBlock? Find(Hash32 hash) => _known.GetValueOrDefault(hash);

    /// <summary>The block that holds a transaction, as seen from a head; null when it is in none.</summary>
    public SimulatedBlock? FindBlockOf(Hash32 transaction, SimulatedBlock head) =>
        _blocksOf.TryGetValue(transaction, out List<SimulatedBlock>? blocks) ? blocks.FindLast(head.StandsOn) : null;

    private void Settle(ulong final)
    {
        _highest = Math.Max(_highest, Head.Number);
        ulong count = (ulong)(_confirmations ?? 0);
        FinalNumber = _confirmations is null ? final : _highest + 1 >= count ? Math.Max(FinalNumber, _highest + 1 - count) : FinalNumber;
        FinalNumber = Math.Min(FinalNumber, Head.Number);
        Moments.Add(new ChainMoment(Head, FinalNumber));
    }

    private SimulatedBlock Keep(SimulatedBlock block)
    {
        _known.Add(block.Hash, block);
        Mined.Add(block);
        foreach (SimulatedTransaction transaction in block.Transactions)
        {
            if (!_blocksOf.TryGetValue(transaction.Hash, out List<SimulatedBlock>? blocks))
            {
                blocks = [];
                _blocksOf.Add(transaction.Hash, blocks);
            }

            blocks.Add(block);
        }

        return block;
    }
}
