using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The kind of a node's error, and the way out where its text names one; the default is Other.</summary>
/// <param name="Kind">What it means for the one who asked.</param>
/// <param name="SuggestedFrom">First block of the range that the node says would work; null without one.</param>
/// <param name="SuggestedTo">Last block of that range.</param>
/// <param name="Limit">
/// The limit that the text names: in blocks for <see cref="RpcErrorKind.RangeTooWide"/>, in logs or bytes for
/// <see cref="RpcErrorKind.ResponseTooLarge"/>, in calls for <see cref="RpcErrorKind.BatchTooLarge"/>, null for all others.
/// </param>
public readonly record struct RpcErrorClass(
    RpcErrorKind Kind, BlockNumber? SuggestedFrom = null, BlockNumber? SuggestedTo = null, ulong? Limit = null)
{
    /// <summary>Whether the same question may be answered a moment later.</summary>
    public bool IsTransient => Kind is RpcErrorKind.RateLimited or RpcErrorKind.UnknownBlock or RpcErrorKind.Transient;

    /// <summary>Whether a part of the range may be answered where the whole was not.</summary>
    public bool AsksForSmallerRange => Kind is RpcErrorKind.RangeTooWide or RpcErrorKind.ResponseTooLarge;
}
