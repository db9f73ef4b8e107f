using ChainTips.Ethereum.Primitives;

namespace ChainTips.PaymentRequests;

/// <summary>That a platform took a payment request back.</summary>
/// <param name="At">When it did, by the gateway's clock.</param>
/// <param name="AfterBlock">The newest block that the gateway had applied then; null when none. Money in a later block is late.</param>
public sealed record Cancellation(DateTimeOffset At, BlockNumber? AfterBlock);
