using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>Which request or post a tip belongs to. The cases are all there are.</summary>
public abstract record MatchResult
{
    private MatchResult()
    {
    }

    /// <summary>The tip is a payment for the subject, on its terms.</summary>
    /// <param name="Tip">The tip.</param>
    /// <param name="Subject">What was paid for.</param>
    public sealed record Matched(Tip Tip, PaymentSubject Subject) : MatchResult;

    /// <summary>The tip is credited to nobody.</summary>
    /// <param name="Tip">The tip with the reason.</param>
    /// <param name="Subject">What its reference names, if anything.</param>
    public sealed record Unmatched(RefusedTip Tip, PaymentSubject? Subject) : MatchResult;
}
