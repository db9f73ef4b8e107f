namespace ChainTips;

/// <summary>How large the database is and what waits in it, for meters.</summary>
/// <param name="DatabaseBytes">How large the database is, without its write-ahead log.</param>
/// <param name="Chains">What waits, for each chain that was ever followed.</param>
public sealed record Backlog(long DatabaseBytes, IReadOnlyList<ChainBacklog> Chains);

/// <summary>What waits in the database for one chain.</summary>
/// <param name="ChainId">The chain's id.</param>
/// <param name="HeadTime">The time of the newest applied block; null before the first.</param>
/// <param name="PendingEntries">How many journal entries wait for their block to be final.</param>
/// <param name="ReceiptsDue">How many receipts are due and not written.</param>
/// <param name="OldestReceiptDueSince">Since when the oldest of them is due; null when none is.</param>
public sealed record ChainBacklog(
    ulong ChainId, DateTimeOffset? HeadTime, long PendingEntries, long ReceiptsDue, DateTimeOffset? OldestReceiptDueSince);
