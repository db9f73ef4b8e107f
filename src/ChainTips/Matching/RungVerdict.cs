using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>What one rung says of a transfer. The cases are all there are.</summary>
public abstract record RungVerdict
{
    private RungVerdict()
    {
    }

    /// <summary>The evidence names what was paid for, and everything agrees.</summary>
    /// <param name="Kind">What the transfer was.</param>
    /// <param name="Subject">What was paid for.</param>
    /// <param name="Evidence">Why, as a sentence with the values.</param>
    public sealed record Takes(PaymentKind Kind, PaymentSubject Subject, string Evidence) : RungVerdict;

    /// <summary>The transfer is none of this rung's.</summary>
    /// <param name="Why">What is missing, as a sentence.</param>
    public sealed record Passes(string Why) : RungVerdict;

    /// <summary>The evidence is there, and something in it does not agree: unless another rung takes the transfer, it goes to the inbox.</summary>
    /// <param name="Subject">What the evidence names, if anything.</param>
    /// <param name="Reason">Why it is refused.</param>
    /// <param name="Why">The same as a sentence with the values that differ.</param>
    public sealed record Refuses(PaymentSubject? Subject, RefusalReason Reason, string Why) : RungVerdict;
}
