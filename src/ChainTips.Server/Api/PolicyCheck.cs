namespace ChainTips.Server.Api;

/// <summary>A payment that somebody thinks of making. One of post, creator and payment request is named.</summary>
/// <param name="Payer">The payer's address; left out, the rules of payers are not asked.</param>
/// <param name="Creator">The id of the creator to pay.</param>
/// <param name="Post">The id of the post to pay for.</param>
/// <param name="PaymentRequest">The id of the payment request to pay; it says the chain and the token.</param>
/// <param name="ChainId">The chain to pay on; may be left out when one is configured.</param>
/// <param name="Token">The address of the token to pay with; may be left out when one is allowed on the chain.</param>
/// <param name="Amount">How much, in base units; may be left out for a payment request of a fixed amount.</param>
/// <param name="Way">How it would be paid: <c>contract</c>, <c>authorization</c>, <c>deposit_address</c> or <c>calldata</c>; left out, gas is judged by the cheapest.</param>
internal sealed record PolicyCheck(
    string? Payer, string? Creator, string? Post, string? PaymentRequest, ulong? ChainId, string? Token, string? Amount, string? Way);
