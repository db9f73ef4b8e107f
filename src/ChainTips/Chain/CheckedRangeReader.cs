using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>
/// Reads a range of final history from its headers: a block is silent if its bloom says so, and read whole otherwise.
/// <c>eth_getLogs</c> is not asked, for nothing commits to its answer.
/// </summary>
/// <param name="finals">The headers of final history.</param>
/// <param name="check">What says whether a header is believed.</param>
/// <param name="blocks">What reads the receipts.</param>
/// <param name="wanted">Which logs are looked for.</param>
internal sealed class CheckedRangeReader(FinalHeaderReader finals, HeaderCheck check, BlockReader blocks, LogSelection wanted)
{
    /// <summary>How many headers are kept at a time: with the call that asks what is final, they are a batch of a hundred calls.</summary>
    internal const int HeadersAtOnce = 99;

    /// <summary>How many blocks whose receipts are wanted are a full question.</summary>
    private const int BlocksAtOnce = 100;

    /// <summary>Reads the range, both ends included.</summary>
    public async Task<FinalRange> ReadAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken)
    {
        List<ObservedBlock> observed = [];
        List<BlockHeader> waiting = [];
        BlockHeader? parent = null;
        Hash32 firstParent = default;
        for (BlockNumber next = first; next <= last; next = parent!.Number.Next)
        {
            BlockNumber end = BlockNumber.Min(last, new BlockNumber(next.Value + HeadersAtOnce - 1));
            FinalHeaders headers = await finals.ReadAsync(BlockNumber.Range(next, end), cancellationToken);
            for (int i = 0; i < headers.Blocks.Count; i++)
            {
                BlockHeader header = check.DemandNext(headers.Blocks[i], new BlockNumber(next.Value + (ulong)i), parent);
                firstParent = parent is null ? header.ParentHash : firstParent;
                parent = header;
                if (wanted.MayBeIn(header.LogsBloom))
                {
                    waiting.Add(header);
                }
            }

            if (next == first)
            {
                finals.Remember(firstParent, headers.Blocks.Count);
            }

            if (end == last)
            {
                await finals.DemandBuriedAsync(parent!, headers.Tagged, cancellationToken);
            }

            // Only full questions, but for the last one.
            int ready = end == last ? waiting.Count : waiting.Count / BlocksAtOnce * BlocksAtOnce;
            observed.AddRange(await blocks.ReadAsync(waiting[..ready], wanted, cancellationToken));
            waiting.RemoveRange(0, ready);
        }

        return new FinalRange(
            firstParent, BlockRef.Of(parent!), BlockRef.TimeOf(parent!), [.. observed.Where(block => block.Receipts.Count > 0)]);
    }
}
