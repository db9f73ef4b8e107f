using ChainTips.Money;

namespace ChainTips.Policies;

/// <summary>The platform's fee of one payment.</summary>
/// <param name="Amount">How much, in the payment's token; zero for none.</param>
/// <param name="Reason">Why it is that much, a sentence for people.</param>
public sealed record FeeQuote(TokenAmount Amount, string Reason);
