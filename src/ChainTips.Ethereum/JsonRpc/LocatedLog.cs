using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// One EVM log as <c>eth_getLogs</c> answers it: with its block, but without its position in the receipt.
/// </summary>
/// <remarks>
/// Nothing in a header commits to such an answer, so it is a hint where to read receipts. Lists compare by reference.
/// </remarks>
/// <param name="BlockNumber">The number of its block.</param>
/// <param name="BlockHash">The hash of its block.</param>
/// <param name="TransactionHash">The hash of its transaction.</param>
/// <param name="LogIndex">Index inside the block, from 0.</param>
/// <param name="Address">The contract that emitted it.</param>
/// <param name="Topics">Up to four words; the first is the event signature hash unless the event is anonymous.</param>
/// <param name="Data">The encoded arguments that are not topics.</param>
public sealed record LocatedLog(
    BlockNumber BlockNumber,
    Hash32 BlockHash,
    Hash32 TransactionHash,
    ulong LogIndex,
    Address Address,
    IReadOnlyList<Hash32> Topics,
    ReadOnlyMemory<byte> Data)
{
    /// <summary>Unix time of its block in seconds, where the node tells it with each log; zero where it does not.</summary>
    public ulong BlockTimestamp { get; init; }

    /// <summary>A copy of a log that is being handed over.</summary>
    internal static LocatedLog Of(in StreamedLog log) => new(
        log.BlockNumber,
        log.BlockHash,
        log.TransactionHash,
        log.LogIndex,
        log.Address,
        log.Topics.ToArray(),
        log.Data.ToArray())
    {
        BlockTimestamp = log.BlockTimestamp,
    };
}
