using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>A range of final history.</summary>
/// <param name="FirstParentHash">The block that the range stands on.</param>
/// <param name="Last">The last block of the range.</param>
/// <param name="LastTime">The time of the last block.</param>
/// <param name="Blocks">The blocks of the range that hold a log of interest, in order.</param>
public sealed record FinalRange(
    Hash32 FirstParentHash, BlockRef Last, DateTimeOffset LastTime, IReadOnlyList<ObservedBlock> Blocks)
{
    private const int BytesOfReceipt = 300;
    private const int BytesOfLog = 300;

    /// <summary>About what the content takes in memory.</summary>
    public long ApproximateBytes() => Blocks.Sum(
        block => block.Receipts.Sum(receipt => BytesOfReceipt + receipt.Logs.Sum(log => (long)BytesOfLog + log.Data.Length)));
}
