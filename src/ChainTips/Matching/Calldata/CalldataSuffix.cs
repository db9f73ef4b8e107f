using ChainTips.Ethereum.Primitives;

namespace ChainTips.Matching.Calldata;

/// <summary>What a wallet writes behind the arguments of a plain <c>transfer</c>: the payment reference and our marker, 48 bytes.</summary>
/// <remarks>Tokens do not look behind their arguments, so the transfer costs little more than a bare one. The form is that of ERC-8021: what a reader looks for stands last.</remarks>
public static class CalldataSuffix
{
    /// <summary>Length in bytes.</summary>
    public const int Length = Hash32.Length + 16;

    /// <summary>The 16 bytes at the very end: <c>chaintips-tip-v1</c> in ASCII.</summary>
    public static ReadOnlySpan<byte> Marker => "chaintips-tip-v1"u8;

    /// <summary>The suffix for a reference.</summary>
    public static byte[] Write(Hash32 reference) => [.. reference.ToArray(), .. Marker];

    /// <summary>The reference at the end of a call.</summary>
    /// <returns>Null when the call does not end in our marker.</returns>
    public static Hash32? Find(ReadOnlySpan<byte> input) => input.Length >= Length && input.EndsWith(Marker)
        ? Hash32.FromBytes(input[^Length..^Marker.Length])
        : null;
}
