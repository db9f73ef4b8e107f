namespace ChainTips.Matching;

/// <summary>By which evidence a payment was matched, strongest first.</summary>
public enum MatchRung
{
    /// <summary>The tipping contract's <c>TipSent</c> together with the token's <c>Transfer</c>.</summary>
    Contract = 1,

    /// <summary>The token's <c>AuthorizationUsed</c> (EIP-3009) with a nonce that we issued, right before its <c>Transfer</c>.</summary>
    Authorization = 2,

    /// <summary>A <c>Transfer</c> to or from the forwarder of one request.</summary>
    DepositAddress = 3,

    /// <summary>A <c>Transfer</c> whose call ends in our marker and a reference.</summary>
    Calldata = 4,

    /// <summary>The payer's own signature that his <c>Transfer</c> was for a request.</summary>
    Claim = 5,

    /// <summary>The decision of the platform's operator.</summary>
    Operator = 6,
}
