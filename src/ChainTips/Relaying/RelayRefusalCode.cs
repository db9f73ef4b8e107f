namespace ChainTips.Relaying;

/// <summary>Why an authorization is not relayed.</summary>
public enum RelayRefusalCode
{
    /// <summary>The token or the tipping contract that the terms name is not configured any more.</summary>
    TermsOutdated,

    /// <summary>The chain's time or the gateway's is too near the end of the authorization, or past it.</summary>
    AuthorizationExpired,

    /// <summary>The signature is not of a form that the token takes, or not the payer's.</summary>
    SignatureInvalid,

    /// <summary>The payer holds too little of the token.</summary>
    BalanceTooLow,

    /// <summary>The call would fail now, or needs more gas than is allowed.</summary>
    SimulationFailed,

    /// <summary>The budget of the platform or of the payer is used up.</summary>
    BudgetExhausted,
}
