using ChainTips.Ethereum.Primitives;

namespace ChainTips.Relaying;

/// <summary>What a token says of a payer and a nonce.</summary>
/// <param name="Balance">What he holds, in base units.</param>
/// <param name="IsUsed">Whether the nonce was used or cancelled: the token does not say which.</param>
public sealed record PayerStanding(UInt256 Balance, bool IsUsed);
