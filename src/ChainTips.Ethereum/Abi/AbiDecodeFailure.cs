namespace ChainTips.Ethereum.Abi;

/// <summary>Why an encoding was refused; the default is <see cref="None"/>.</summary>
public enum AbiDecodeFailure
{
    /// <summary>Nothing was refused yet.</summary>
    None,

    /// <summary>The head ends before the word that was asked for.</summary>
    HeadTooShort,

    /// <summary>The upper 12 bytes of an address are not zero.</summary>
    AddressTooLarge,

    /// <summary>A bool is neither 0 nor 1.</summary>
    BoolOutOfRange,

    /// <summary>A tail does not begin where the canonical encoding puts it.</summary>
    OffsetNotCanonical,

    /// <summary>A tail reaches past the end of the data.</summary>
    TailTooShort,

    /// <summary>The bytes that fill up the last word of a tail are not zero.</summary>
    PaddingNotZero,

    /// <summary>A string is not valid UTF-8.</summary>
    InvalidUtf8,
}
