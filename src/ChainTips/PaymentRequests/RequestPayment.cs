namespace ChainTips.PaymentRequests;

/// <summary>What a request's state depends on in one of its payments or refunds.</summary>
/// <param name="Kind">Which way the money went.</param>
/// <param name="BaseUnits">How much, in base units of its own token.</param>
/// <param name="IsAskedToken">Whether it is in the token that the request asks for.</param>
/// <param name="Finality">How final it is.</param>
/// <param name="BlockTime">The time of its block.</param>
/// <param name="Place">Where it stands in the order of the chain, or stood before its block left.</param>
public sealed record RequestPayment(
    RequestPaymentKind Kind,
    UInt128 BaseUnits,
    bool IsAskedToken,
    PaymentFinality Finality,
    DateTimeOffset BlockTime,
    PaymentPlace Place)
{
    /// <summary>Whether it is on the chain; false once its block left.</summary>
    public bool IsLive => Finality != PaymentFinality.Reverted;
}
