using System.Buffers;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Abi;

/// <summary>
/// Hashes of canonical signatures such as <c>transfer(address,uint256)</c>, as in the Solidity ABI specification.
/// </summary>
public static class AbiSignature
{
    /// <summary>Length of a function selector in bytes.</summary>
    public const int SelectorLength = 4;

    private static readonly SearchValues<char> CanonicalCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$(),[]");

    /// <summary>
    /// Topic 0 of an event; <see cref="ArgumentException"/> if the signature is not in canonical form.
    /// </summary>
    public static Hash32 Topic(string signature)
    {
        RequireCanonical(signature);
        return Keccak256.HashUtf8(signature);
    }

    /// <summary>
    /// The 4 bytes that select a function; <see cref="ArgumentException"/> if the signature is not in canonical form.
    /// </summary>
    public static byte[] Selector(string signature) => Topic(signature).ToArray()[..SelectorLength];

    /// <remarks>
    /// A space, a parameter name or an alias gives another hash without any error: a filter that never matches.
    /// </remarks>
    private static void RequireCanonical(string signature)
    {
        int open = signature.IndexOf('(', StringComparison.Ordinal);
        bool isCanonical = open > 0
            && signature[^1] == ')'
            && !signature.AsSpan().ContainsAnyExcept(CanonicalCharacters)
            && !signature[open..].Split('(', ')', ',', '[').Any(type => type is "uint" or "int");
        if (!isCanonical)
        {
            throw new ArgumentException(
                $"The signature {Excerpt.Quote(signature)} is not canonical; write name(type,type) without spaces, "
                + "parameter names or 'indexed', and uint256 or int256 in full.",
                nameof(signature));
        }
    }
}
