using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Crypto;

/// <summary>
/// A signature that a library must recover rightly before it is used: the x402 specification's example (EIP-3009).
/// </summary>
internal static class KnownSignature
{
    private const string Digest = "0xf256992871671abcb27ff92885a7afa46218724e5fc0bac35d050115aa1d22e6";
    private const string Signer = "0x857b06519E91e3A54538791bDbb0E22373e36b66";

    private const string SignatureBytes =
        "0x2d6a7588d6acca505cbf0d9a4a227e0c52c6c34008c8e8986a12832597641736"
        + "08a2ce6496642e377d6da8dbbf5836e9bd15092f9ecab05ded3d6293af148b571c";

    /// <summary>Whether the library recovers the known signer.</summary>
    public static bool IsRightIn(ISecp256k1 curve) =>
        curve.TryRecover(Hash32.Parse(Digest), Signature.Parse(Hex.Parse(SignatureBytes)), out Address signer)
        && signer == Address.Parse(Signer);
}
