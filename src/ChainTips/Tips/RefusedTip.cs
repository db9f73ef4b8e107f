using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Tips;

/// <summary>A log that looks like a tip and is credited to nobody, with the reason.</summary>
/// <param name="Location">Where the log stands.</param>
/// <param name="Block">The block that it is in.</param>
/// <param name="Emitter">The contract that emitted it.</param>
/// <param name="Stated">What the log states; null when it could not be read.</param>
/// <param name="Reason">Why it is refused.</param>
/// <param name="Explanation">The reason in a sentence with the values that differ.</param>
public sealed record RefusedTip(
    LogPosition Location, BlockRef Block, Address Emitter, TipSent? Stated, RefusalReason Reason, string Explanation)
{
    /// <summary>Where the token's log stands that it owns, in the same receipt; null when it owns none.</summary>
    public int? TransferPosition { get; init; }
}
