namespace ChainTips.Ethereum.Transactions;

/// <summary>A transaction can't be decoded, signed or attributed to a sender.</summary>
public sealed class TransactionFormatException : FormatException
{
    /// <summary>Says why, in words.</summary>
    public TransactionFormatException(TransactionFailure failure)
        : base($"The transaction is refused: {Describe(failure)}.")
    {
        Failure = failure;
    }

    /// <summary>Why it was refused.</summary>
    public TransactionFailure Failure { get; }

    /// <summary>Throws unless nothing is wrong.</summary>
    internal static void ThrowUnlessNone(TransactionFailure failure)
    {
        if (failure != TransactionFailure.None)
        {
            throw new TransactionFormatException(failure);
        }
    }

    /// <summary>The part of a sentence that says what is wrong.</summary>
    public static string Describe(TransactionFailure failure) => failure switch
    {
        TransactionFailure.UnknownType => "its type is not 0, 1 or 2",
        TransactionFailure.MalformedRlp => "it is not the canonical RLP of its type's fields",
        TransactionFailure.WrongFieldCount => "it has too few or too many fields for its type",
        TransactionFailure.NotSigned => "it is not signed, and only signed transactions are decoded",
        TransactionFailure.MalformedRecipient => "its recipient is neither empty nor 20 bytes",
        TransactionFailure.MalformedAccessList => "its access list is not a list of addresses with lists of 32-byte keys",
        TransactionFailure.NonceTooLarge => "its nonce is not below 2^64 - 1 (EIP-2681)",
        TransactionFailure.ChainIdTooLarge => "its chain id is above 9223372036854775771 (EIP-2294)",
        TransactionFailure.PriorityFeeAboveFee => "maxPriorityFeePerGas is above maxFeePerGas (EIP-1559)",
        TransactionFailure.InvalidV => "v is neither 27, 28 nor 37 or more (EIP-155)",
        TransactionFailure.InvalidYParity => "the y parity is neither 0 nor 1",
        TransactionFailure.SignatureOutOfRange => "r or s is zero or not below the order of the curve",
        TransactionFailure.SignatureMalleable => "s is in the upper half of the order (EIP-2)",
        TransactionFailure.NoSender => "no public key gives its signature",
        _ => "nothing is wrong with it",
    };
}
