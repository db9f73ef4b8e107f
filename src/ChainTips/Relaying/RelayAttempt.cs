using ChainTips.Ethereum.Primitives;

namespace ChainTips.Relaying;

/// <summary>Signed bytes for one nonce of the relayer's key, kept before a node is given them. One attempt at most of a nonce is ever mined.</summary>
/// <param name="Number">Which attempt for its nonce this is, from 1.</param>
/// <param name="Hash">The transaction hash.</param>
/// <param name="Raw">The bytes that nodes take.</param>
/// <param name="Price">What it pays for gas.</param>
/// <param name="IsFiller">Whether it does nothing but take its nonce, so that those after it can be mined.</param>
/// <param name="SignedAt">When it was signed.</param>
/// <param name="SentAt">When it was given to a node last; null before that.</param>
public sealed record RelayAttempt(
    int Number, Hash32 Hash, ReadOnlyMemory<byte> Raw, GasPrice Price, bool IsFiller, DateTimeOffset SignedAt, DateTimeOffset? SentAt);
