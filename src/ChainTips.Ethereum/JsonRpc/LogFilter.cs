using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Which logs to ask <c>eth_getLogs</c> for; lists compare by reference.</summary>
/// <param name="From">The first block.</param>
/// <param name="To">The last block, included.</param>
/// <param name="Addresses">The emitting contracts; none means any.</param>
/// <param name="Topics0">The event signature hashes; none means any.</param>
public sealed record LogFilter(
    BlockNumber From, BlockNumber To, IReadOnlyList<Address> Addresses, IReadOnlyList<Hash32> Topics0)
{
    /// <summary>Whether the log is one that was asked for; a node that answers another is not to be believed.</summary>
    public bool Admits(LocatedLog log) =>
        Admits(log.BlockNumber, log.Address, log.Topics.Count > 0 ? log.Topics[0] : null);

    /// <inheritdoc cref="Admits(LocatedLog)"/>
    public bool Admits(in StreamedLog log) =>
        Admits(log.BlockNumber, log.Address, log.Topics.Length > 0 ? log.Topics[0] : null);

    private bool Admits(BlockNumber number, Address address, Hash32? topic0) =>
        number >= From
        && number <= To
        && (Addresses.Count == 0 || Addresses.Contains(address))
        && (Topics0.Count == 0 || (topic0 is { } topic && Topics0.Contains(topic)));
}
