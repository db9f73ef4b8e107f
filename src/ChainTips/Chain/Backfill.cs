using System.Runtime.CompilerServices;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>Reads final history: several ranges at the same time, handed over strictly in order.</summary>
/// <remarks>
/// It keeps nothing: after a failure or a stop it goes on from the cursor. Each range must stand on the one before it, so
/// ranges of different forks, as different nodes may give them, are not applied.
/// </remarks>
/// <param name="source">The chain.</param>
/// <param name="limits">What it may take.</param>
public sealed class Backfill(IChainSource source, BackfillLimits limits)
{
    private readonly RangeSizer _sizer = new(limits.LargestRange, limits.MostBytes / (limits.InFlight + 1));

    /// <summary>Reads from the cursor to a final block; each range is to be applied before the next is asked for.</summary>
    /// <param name="cursor">How far the chain was applied; none of its blocks can still be reverted.</param>
    /// <param name="until">The last block to read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="Ethereum.JsonRpc.EthereumRpcException">The node did not answer as it should.</exception>
    public IAsyncEnumerable<ChainUpdate.RangeFinalized> ReadAsync(
        ChainCursor cursor, BlockNumber until, CancellationToken cancellationToken) =>
        ReadAsync(cursor.Next, cursor.Head?.Hash, until, cancellationToken);

    /// <summary>Reads from one final block to another; each range is to be applied before the next is asked for.</summary>
    /// <param name="first">The first block to read.</param>
    /// <param name="parent">The block that it must stand on; null when that is not known.</param>
    /// <param name="until">The last block to read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="Ethereum.JsonRpc.EthereumRpcException">The node did not answer as it should.</exception>
    public async IAsyncEnumerable<ChainUpdate.RangeFinalized> ReadAsync(
        BlockNumber first, Hash32? parent, BlockNumber until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<InFlight> running = [];
        BlockNumber next = first;
        try
        {
            while (true)
            {
                while (running.Count < limits.InFlight && next <= until)
                {
                    BlockNumber last = BlockNumber.Min(until, new BlockNumber(next.Value + (ulong)_sizer.Size - 1));
                    running.Enqueue(new InFlight(next, last, source.ReadRangeAsync(next, last, stop.Token)));
                    next = last.Next;
                }

                if (!running.TryPeek(out InFlight? oldest))
                {
                    yield break;
                }

                FinalRange range = await oldest.Range;
                running.Dequeue();
                DemandLink(parent, oldest.First, range);
                parent = range.Last.Hash;
                _sizer.Learn((int)(oldest.Last.Value - oldest.First.Value + 1), range.ApproximateBytes());
                yield return new ChainUpdate.RangeFinalized(oldest.First, range.Last, range.LastTime, range.Blocks);
            }
        }
        finally
        {
            stop.Cancel();
            await Task.WhenAll(running.Select(one => (Task)one.Range)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void DemandLink(Hash32? parent, BlockNumber first, FinalRange range)
    {
        if (parent is Hash32 ours && ours != range.FirstParentHash)
        {
            throw new InconsistentAnswerException(
                ours, RejectionReason.ParentHash, $"block {first} after it names {range.FirstParentHash} as its parent");
        }
    }

    private sealed record InFlight(BlockNumber First, BlockNumber Last, Task<FinalRange> Range);
}
