using ChainTips.Ethereum.Primitives;

namespace ChainTips.PaymentRequests;

/// <summary>A request in the other direction: whoever was paid pays back.</summary>
/// <param name="Payment">The bits of the id of the payment that is paid back.</param>
/// <param name="Payer">Who was paid, and alone can pay it back.</param>
public sealed record RefundTerms(UInt128 Payment, Address Payer);
