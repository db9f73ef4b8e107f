namespace ChainTips.Ethereum.Abi;

/// <summary>The unit of the ABI encoding.</summary>
internal static class AbiWord
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    /// <summary>The length of a tail of so many bytes after it is filled up to whole words.</summary>
    public static long Pad(long length) => checked((length + Length - 1) / Length * Length);
}
