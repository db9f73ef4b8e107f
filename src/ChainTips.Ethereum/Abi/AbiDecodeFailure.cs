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

    /// <summary>The bits above the width of an integer are neither zero nor copies of its sign.</summary>
    IntegerOutOfRange,

    /// <summary>A tail is said to begin after the end of the data.</summary>
    OffsetOutOfBounds,

    /// <summary>A tail is said to begin inside the head that names it.</summary>
    OffsetIntoHead,

    /// <summary>Tails are shared so often that the values would be many times larger than the data.</summary>
    TailsSharedTooOften,

    /// <summary>Bytes are left after the last tail, where the exact end was demanded.</summary>
    DataLeftOver,

    /// <summary>A log has more or fewer topics than the event has.</summary>
    TopicCountMismatch,

    /// <summary>The selector, or the first topic of a log, is that of another declaration.</summary>
    SignatureMismatch,
}
