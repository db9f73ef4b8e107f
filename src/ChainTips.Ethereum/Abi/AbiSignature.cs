using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Abi;

/// <summary>
/// Hashes of canonical signatures such as <c>transfer(address,uint256)</c>, as in the Solidity ABI specification.
/// </summary>
/// <remarks>
/// For signatures in the source, where any other spelling is a mistake. <see cref="AbiFunction"/> and
/// <see cref="AbiEvent"/> read what people write, and bring it into this form.
/// </remarks>
public static class AbiSignature
{
    /// <summary>Length of a function selector in bytes.</summary>
    public const int SelectorLength = 4;

    /// <summary>Topic 0 of an event; <see cref="FormatException"/> if the signature is not in canonical form.</summary>
    public static Hash32 Topic(string signature) => ParseCanonical(signature).Hash;

    /// <summary>
    /// The 4 bytes that select a function; <see cref="FormatException"/> if the signature is not in canonical form.
    /// </summary>
    public static byte[] Selector(string signature) => ParseCanonical(signature).Selector;

    /// <remarks>
    /// A space, a parameter name or an alias gives another hash without any error: a filter that never matches.
    /// </remarks>
    private static AbiDeclaration ParseCanonical(string signature)
    {
        AbiDeclaration declaration = AbiDeclaration.Parse(signature, "function", "event", "error");
        return declaration.Signature == signature
            ? declaration
            : throw new FormatException(
                $"The signature {Excerpt.Quote(signature)} is not canonical; "
                + $"write {Excerpt.Quote(declaration.Signature)}.");
    }
}
