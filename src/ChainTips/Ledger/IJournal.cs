using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ledger;

/// <summary>The journal: append-only, double entry.</summary>
public interface IJournal
{
    /// <summary>Records entries in their first state, pending or settled. They are in the order of the chain.</summary>
    /// <returns>What became of each, in the same order.</returns>
    Task<IReadOnlyList<JournalResult>> RecordAsync(
        IReadOnlyList<JournalEntry> entries, EntryState state, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Voids every pending entry of blocks that left the chain, and releases their payments to be credited again.</summary>
    /// <returns>How many entries were voided.</returns>
    Task<int> VoidAsync(
        ulong chainId, IReadOnlyList<BlockRef> blocks, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Settles every pending entry up to a block.</summary>
    /// <returns>The payments that are settled now, in the order of the chain.</returns>
    Task<IReadOnlyList<Payment>> SettleAsync(
        ulong chainId, BlockNumber upTo, DateTimeOffset now, CancellationToken cancellationToken);
}
