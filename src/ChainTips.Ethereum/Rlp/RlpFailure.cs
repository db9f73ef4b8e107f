namespace ChainTips.Ethereum.Rlp;

/// <summary>Why an encoding was refused; the default is <see cref="None"/>.</summary>
public enum RlpFailure
{
    /// <summary>Nothing was refused yet.</summary>
    None,

    /// <summary>The data ends before an item that its header or the reader asks for.</summary>
    Truncated,

    /// <summary>Bytes follow the last item.</summary>
    TrailingBytes,

    /// <summary>A single byte below 0x80 has a header, though it stands for itself.</summary>
    SingleByteWithHeader,

    /// <summary>A length begins with a zero byte.</summary>
    LengthHasLeadingZero,

    /// <summary>A length below 56 is written in the long form.</summary>
    LengthNotMinimal,

    /// <summary>A length does not fit in 31 bits, and so reaches past any data.</summary>
    LengthTooLarge,

    /// <summary>A list stands where bytes were asked for.</summary>
    ListInsteadOfBytes,

    /// <summary>Bytes stand where a list was asked for.</summary>
    BytesInsteadOfList,

    /// <summary>A number begins with a zero byte; zero itself is no bytes.</summary>
    NumberHasLeadingZero,

    /// <summary>A number has more bytes than the type that was asked for.</summary>
    NumberTooLarge,

    /// <summary>Bytes of a fixed length, such as an address, have another length.</summary>
    WrongLength,

    /// <summary>Lists lie deeper in one another than <see cref="RlpItem.MaxDepth"/>.</summary>
    TooDeep,
}
