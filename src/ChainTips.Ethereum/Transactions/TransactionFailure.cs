namespace ChainTips.Ethereum.Transactions;

/// <summary>Why a transaction was refused; the default is <see cref="None"/>.</summary>
public enum TransactionFailure
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The first byte is no type that is known here: 0 without envelope, 1 or 2 (EIP-2718).</summary>
    UnknownType,

    /// <summary>The RLP is not canonical, or a field has the wrong kind or length.</summary>
    MalformedRlp,

    /// <summary>The list has too few or too many fields.</summary>
    WrongFieldCount,

    /// <summary>The fields are those of an unsigned transaction.</summary>
    NotSigned,

    /// <summary>The recipient is neither empty nor 20 bytes.</summary>
    MalformedRecipient,

    /// <summary>The access list is no list of address and keys (EIP-2930).</summary>
    MalformedAccessList,

    /// <summary>The nonce is 2⁶⁴ − 1 or more (EIP-2681).</summary>
    NonceTooLarge,

    /// <summary>The chain id is above the bound of EIP-2294.</summary>
    ChainIdTooLarge,

    /// <summary>The priority fee is above the whole fee (EIP-1559).</summary>
    PriorityFeeAboveFee,

    /// <summary>A legacy v is neither 27, 28 nor 37 or more (EIP-155).</summary>
    InvalidV,

    /// <summary>A y parity is neither 0 nor 1 (EIP-2930).</summary>
    InvalidYParity,

    /// <summary>The signature's r or s is zero or beyond the curve's order.</summary>
    SignatureOutOfRange,

    /// <summary>The signature's s is in the upper half (EIP-2).</summary>
    SignatureMalleable,

    /// <summary>No public key gives this signature.</summary>
    NoSender,
}
