using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;

namespace ChainTips.Relaying;

/// <summary>One nonce of the relayer's key on one chain, with all that was ever signed for it.</summary>
/// <param name="ChainId">The chain.</param>
/// <param name="Sender">The address of the key.</param>
/// <param name="Nonce">The nonce.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Attempts">What was signed for it, oldest first; at least one.</param>
/// <param name="Relays">The relays that it carries; none for one that only fills a gap.</param>
public sealed record RelayTransaction(
    ulong ChainId,
    Address Sender,
    ulong Nonce,
    RelayTransactionStatus Status,
    IReadOnlyList<RelayAttempt> Attempts,
    IReadOnlyList<Id<Relay>> Relays)
{
    /// <summary>The hash of the attempt that was mined; null before that.</summary>
    public Hash32? MinedHash { get; init; }

    /// <summary>The block of the mined attempt.</summary>
    public BlockNumber? Block { get; init; }

    /// <summary>The gas that it used.</summary>
    public ulong? GasUsed { get; init; }

    /// <summary>The newest attempt: what a node is given.</summary>
    public RelayAttempt Last => Attempts[^1];
}
