using ChainTips.Ledger;

namespace ChainTips.Storage.Sql;

/// <summary>An entry that is to be settled.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Entry">The entry.</param>
/// <param name="RecordedAt">When it was recorded.</param>
internal readonly record struct DueEntry(long Seq, JournalEntry Entry, DateTimeOffset RecordedAt);
