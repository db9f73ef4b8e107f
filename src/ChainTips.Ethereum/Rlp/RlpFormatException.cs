namespace ChainTips.Ethereum.Rlp;

/// <summary>An encoding is not the one that the Yellow Paper prescribes (appendix B).</summary>
public sealed class RlpFormatException : FormatException
{
    /// <summary>Says why, in words.</summary>
    public RlpFormatException(RlpFailure failure)
        : base($"The RLP data is refused: {Describe(failure)}.")
    {
        Failure = failure;
    }

    /// <summary>Why it was refused.</summary>
    public RlpFailure Failure { get; }

    /// <summary>The part of a sentence that says what is wrong.</summary>
    public static string Describe(RlpFailure failure) => failure switch
    {
        RlpFailure.Truncated => "it ends before an item is complete",
        RlpFailure.TrailingBytes => "bytes follow the last item",
        RlpFailure.SingleByteWithHeader => "a single byte below 0x80 has a header",
        RlpFailure.LengthHasLeadingZero => "a length begins with a zero byte",
        RlpFailure.LengthNotMinimal => "a length below 56 is written in the long form",
        RlpFailure.LengthTooLarge => "a length is larger than any data",
        RlpFailure.ListInsteadOfBytes => "a list stands where bytes belong",
        RlpFailure.BytesInsteadOfList => "bytes stand where a list belongs",
        RlpFailure.NumberHasLeadingZero => "a number begins with a zero byte",
        RlpFailure.NumberTooLarge => "a number has too many bytes",
        RlpFailure.WrongLength => "a value of a fixed length has another length",
        RlpFailure.TooDeep => "its lists lie too deep in one another",
        _ => "nothing is wrong with it",
    };
}
