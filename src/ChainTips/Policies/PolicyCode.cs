namespace ChainTips.Policies;

/// <summary>The stable codes of refusals. The API never changes what one of them means.</summary>
public static class PolicyCode
{
    /// <summary>No token may be paid with on the chain.</summary>
    public const string ChainRefused = "policy_chain_refused";

    /// <summary>The token may not be paid with.</summary>
    public const string TokenRefused = "policy_token_refused";

    /// <summary>The payer is on the deny-list.</summary>
    public const string PayerDenied = "policy_payer_denied";

    /// <summary>A payee is on the deny-list.</summary>
    public const string PayeeDenied = "policy_payee_denied";

    /// <summary>The amount is below the minimum of a payment.</summary>
    public const string BelowMinimum = "policy_below_minimum";

    /// <summary>The amount is above the maximum of a payment.</summary>
    public const string AboveMaximum = "policy_above_maximum";

    /// <summary>The gas would cost too large a share of the amount.</summary>
    public const string GasTooDear = "policy_gas_too_dear";

    /// <summary>The payer makes too many payments in a short time.</summary>
    public const string PayerTooFast = "policy_payer_too_fast";

    /// <summary>There would be too many payments today: of the payer, to the creator or on the platform.</summary>
    public static string TooMany(PartyKind kind) => kind switch
    {
        PartyKind.Payer => "policy_payer_payments_per_day",
        PartyKind.Creator => "policy_creator_payments_per_day",
        _ => "policy_platform_payments_per_day",
    };

    /// <summary>Too much would be paid today: by the payer, to the creator or on the platform.</summary>
    public static string TooMuch(PartyKind kind) => kind switch
    {
        PartyKind.Payer => "policy_payer_amount_per_day",
        PartyKind.Creator => "policy_creator_amount_per_day",
        _ => "policy_platform_amount_per_day",
    };
}
