namespace ChainTips.PaymentRequests;

/// <summary>What a fact does to a payment request in some status. The cases are all there are.</summary>
public abstract record PaymentTransition
{
    private PaymentTransition()
    {
    }

    /// <summary>It leads to a status, perhaps the same.</summary>
    /// <param name="Status">The status after it.</param>
    /// <param name="Raises">What holds from then on.</param>
    /// <param name="Clears">What holds no more.</param>
    public sealed record Leads(PaymentRequestStatus Status, PaymentRequestExceptions Raises, PaymentRequestExceptions Clears) : PaymentTransition;

    /// <summary>It cannot happen.</summary>
    /// <param name="Reason">Why not.</param>
    public sealed record Impossible(string Reason) : PaymentTransition;
}
