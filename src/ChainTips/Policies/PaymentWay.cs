namespace ChainTips.Policies;

/// <summary>How a payer pays, as far as it decides what the gas costs.</summary>
public enum PaymentWay
{
    /// <summary>By the tipping contract.</summary>
    Contract,

    /// <summary>By a signed authorization (EIP-3009) that somebody else sends.</summary>
    Authorization,

    /// <summary>By a plain transfer to the deposit address of a request, with the sweep that follows.</summary>
    DepositAddress,

    /// <summary>By a transfer whose calldata ends in the payment reference.</summary>
    Calldata,

    /// <summary>By the tipping contract, with the approval signed (ERC-2612) in the same transaction.</summary>
    Permit,

    /// <summary>By the tipping contract, with a transfer of Permit2 that somebody else may send.</summary>
    Permit2,
}
