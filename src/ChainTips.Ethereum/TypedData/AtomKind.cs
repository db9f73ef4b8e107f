namespace ChainTips.Ethereum.TypedData;

/// <summary>The value types of EIP-712: atomic ones, and the dynamic <c>bytes</c> and <c>string</c>.</summary>
internal enum AtomKind
{
    /// <summary>A <c>uintN</c>.</summary>
    UnsignedInteger,

    /// <summary>An <c>intN</c>.</summary>
    SignedInteger,

    /// <summary>A <c>bytesN</c>.</summary>
    FixedBytes,

    /// <summary>An <c>address</c>.</summary>
    Address,

    /// <summary>A <c>bool</c>.</summary>
    Boolean,

    /// <summary>Dynamic <c>bytes</c>.</summary>
    Bytes,

    /// <summary>A <c>string</c>.</summary>
    Text,
}
