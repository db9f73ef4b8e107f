using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Relaying;

/// <summary>A signature in the form in which tokens take it.</summary>
/// <remarks>
/// A token takes 65 bytes of a key, r, s and v 27 or 28 with the lower s; the 64 bytes of EIP-2098 and a v of 0 or 1 are the same signature
/// in another form, and are written in that one. What a payer's contract takes is the contract's own affair (ERC-1271). A signature that
/// would have a contract deployed first (ERC-6492) is refused: whom the operator's money deploys is nobody else's choice.
/// </remarks>
public static class TokenSignature
{
    /// <summary>Writes a key's signature as tokens take it, or passes a contract's on.</summary>
    /// <param name="bytes">What the wallet gave.</param>
    /// <param name="digest">What was to be signed.</param>
    /// <param name="payer">Who is to have signed.</param>
    /// <param name="written">The bytes for the token.</param>
    /// <param name="isOfKey">Whether it is the signature of the payer's own key.</param>
    /// <param name="fault">Why it is refused, as a sentence.</param>
    public static bool TryWrite(
        ReadOnlyMemory<byte> bytes, Hash32 digest, Address payer, out ReadOnlyMemory<byte> written, out bool isOfKey, [NotNullWhen(false)] out string? fault)
    {
        written = bytes;
        isOfKey = false;
        fault = FindFault(bytes);
        if (fault is not null)
        {
            return false;
        }

        if (Signature.TryParse(bytes.Span, out Signature signature, out _)
            && Secp256k1.Default.TryRecover(digest, signature, out Address signer)
            && signer == payer)
        {
            isOfKey = true;
            written = signature.ToArray();
        }

        return true;
    }

    private static string? FindFault(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty || bytes.Length > SignatureVerifier.MaxSignatureLength)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The signature has {bytes.Length} bytes; 1 to {SignatureVerifier.MaxSignatureLength} are taken.");
        }

        return Erc6492Signature.IsWrapped(bytes.Span)
            ? "The signature is of a wallet that is not deployed yet (ERC-6492), which no token takes. Deploy the wallet first, for instance with its first transaction."
            : null;
    }
}
