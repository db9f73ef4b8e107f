namespace ChainTips.Tips;

/// <summary>Why a log that looks like a tip is credited to nobody.</summary>
public enum RefusalReason
{
    /// <summary>The log has the contract's topic but comes from another contract.</summary>
    ForeignContract,

    /// <summary>The log has the contract's topic but not the event's shape.</summary>
    MalformedLog,

    /// <summary>The token is not one that the operator allows on this chain.</summary>
    TokenNotAllowed,

    /// <summary>The amount is 2^128 or more.</summary>
    AmountTooLarge,

    /// <summary>The payee could not be paid, as the contract's own log says: the money is with the payer.</summary>
    PayeeFailed,

    /// <summary>The receipt has no transfer of the token to the payee before the tip.</summary>
    TransferMissing,

    /// <summary>The transfer in the receipt is not from the payer or not of the amount that the tip states.</summary>
    TransferDiffers,

    /// <summary>The payment reference is that of no payment request and no post.</summary>
    UnknownReference,

    /// <summary>The payment request was made for another chain.</summary>
    ChainDiffers,

    /// <summary>The payee is not the creator of the payment request or post.</summary>
    PayeeDiffers,

    /// <summary>The request is paid to several, and a transaction did not pay them in the parts that they agreed on.</summary>
    SplitDiffers,

    /// <summary>The terms that a nonce was issued for are not those that were signed.</summary>
    TermsDiffer,

    /// <summary>A refund came from somebody else than who was paid.</summary>
    PayerDiffers,

    /// <summary>The payer and the payee are one account: the transfer moved nothing.</summary>
    SelfPaid,

    /// <summary>The evidence fits more than once, so it is not seen what was paid for.</summary>
    Ambiguous,

    /// <summary>It is credited, in another allowed token than the request asks for.</summary>
    WrongToken,

    /// <summary>It is credited, and with it the request received more than it asks for.</summary>
    Overpaid,
}
