using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Tips;

namespace ChainTips.Storage.Sql;

/// <summary>A row of <c>paid_blocks</c>.</summary>
internal readonly record struct PaidBlockRow(long Seq, long ChainId, BlockRef Block, long Time);

/// <summary>A row of <c>journal_entries</c>; what it names by number is in the books already.</summary>
internal readonly record struct EntryRow(
    long Seq, UInt128 Payment, long Block, Tip Tip, long Contract, SubjectSeqs Subject, long Rung, long Kind, MovementSeqs Movement, long RecordedAt);

/// <summary>The numbers of what was paid for.</summary>
internal readonly record struct SubjectSeqs(long Platform, long Creator, long? Post, long? Request);

/// <summary>A movement whose accounts are known by their numbers.</summary>
internal readonly record struct MovementSeqs(long Debit, long Credit, UInt128 Amount);

/// <summary>A row of <c>settlements</c>.</summary>
internal readonly record struct SettlementRow(long Seq, long Entry, long HashChain, Hash32 Hash, long Since, ulong Seal);
