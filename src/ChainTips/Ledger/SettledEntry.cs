using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ledger;

/// <summary>A settled entry exactly as its rows say, to be checked.</summary>
/// <param name="Seq">The settlement's number: settlements are chained in this order.</param>
/// <param name="Entry">The entry with the movements that are in the books.</param>
/// <param name="Hash">The hash that is kept.</param>
/// <param name="Seal">The seal that is kept.</param>
/// <param name="RecordedAt">When the gateway recorded it.</param>
/// <param name="SettledAt">When the gateway settled it.</param>
public sealed record SettledEntry(
    long Seq, JournalEntry Entry, Hash32 Hash, ulong Seal, DateTimeOffset RecordedAt, DateTimeOffset SettledAt);
