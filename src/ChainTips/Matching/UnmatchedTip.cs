using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>A tip that is credited to nobody.</summary>
/// <param name="Tip">The tip with the reason.</param>
/// <param name="Subject">What its reference names, if anything.</param>
public sealed record UnmatchedTip(RefusedTip Tip, PaymentSubject? Subject);
