using ChainTips.Chain;
using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>What a transfer was for, as somebody said who may: its payer by a signature, or the operator.</summary>
/// <param name="Location">The transfer.</param>
/// <param name="Block">The block that it is in, which was final.</param>
/// <param name="Rung"><see cref="MatchRung.Claim"/> or <see cref="MatchRung.Operator"/>.</param>
/// <param name="Subject">What it was for.</param>
/// <param name="Note">The evidence: the signature, or who decided and why.</param>
/// <param name="DecidedAt">When it was said.</param>
public sealed record MatchDecision(
    LogPosition Location, BlockRef Block, MatchRung Rung, PaymentSubject Subject, string Note, DateTimeOffset DecidedAt);
