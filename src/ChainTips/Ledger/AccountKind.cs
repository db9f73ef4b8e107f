namespace ChainTips.Ledger;

/// <summary>What an account of the books is for.</summary>
public enum AccountKind
{
    /// <summary>Everybody who is not in our books: where a payment comes from.</summary>
    Outside = 1,

    /// <summary>What a creator received at his own address.</summary>
    Payee = 2,

    /// <summary>What lies at the deposit address of a request, and was not delivered yet.</summary>
    InTransit = 3,

    /// <summary>What a creator received, and is not credited for until somebody decides what it was for.</summary>
    Suspense = 4,

    /// <summary>What the platform received as its fee, at the fee's receiver.</summary>
    Fees = 5,
}
