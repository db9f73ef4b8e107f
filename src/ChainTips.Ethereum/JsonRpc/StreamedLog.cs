using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// One EVM log while its answer is still being read; nothing of it outlives the call that hands it over.
/// </summary>
/// <remarks>Copy what is kept: topics and data lie in buffers that the next log overwrites.</remarks>
public readonly ref struct StreamedLog
{
    /// <summary>The contract that emitted it.</summary>
    public required Address Address { get; init; }

    /// <summary>Up to four words; the first is the event signature hash unless the event is anonymous.</summary>
    public required ReadOnlySpan<Hash32> Topics { get; init; }

    /// <summary>The encoded arguments that are not topics.</summary>
    public required ReadOnlySpan<byte> Data { get; init; }

    /// <summary>The number of its block.</summary>
    public required BlockNumber BlockNumber { get; init; }

    /// <summary>The hash of its block.</summary>
    public required Hash32 BlockHash { get; init; }

    /// <summary>The hash of its transaction.</summary>
    public required Hash32 TransactionHash { get; init; }

    /// <summary>Index inside the block, from 0, as the node told it.</summary>
    public required ulong LogIndex { get; init; }

    /// <summary>Unix time of its block in seconds, where the node tells it with each log; zero where it does not.</summary>
    public ulong BlockTimestamp { get; init; }

    /// <summary>
    /// Index inside the answer of <c>eth_getLogs</c>, or inside its own receipt in <c>eth_getBlockReceipts</c>; from 0.
    /// </summary>
    public required int Position { get; init; }
}
