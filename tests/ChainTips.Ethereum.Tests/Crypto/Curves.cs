using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.Crypto;

/// <summary>The curve libraries that can run here, and keys and digests to try them with.</summary>
internal static class Curves
{
    /// <summary>What a case of multiplications on the curve costs, beside one that reads some bytes.</summary>
    public const int Cost = 3;

    public const string Order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

    /// <summary>The managed one, and the native one where it is installed.</summary>
    public static IEnumerable<ISecp256k1> All =>
        NativeSecp256k1.TryLoad(out NativeSecp256k1? native) ? [ManagedSecp256k1.Instance, native] : [ManagedSecp256k1.Instance];

    /// <summary>The first account of every Hardhat and Anvil node.</summary>
    public static PrivateKey HardhatKey => PrivateKey.Parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

    public static Hash32 Sha256Of(string text) => Hash32.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static Hash32 DigestOf(ulong index) => Keccak256.HashUtf8(string.Create(CultureInfo.InvariantCulture, $"digest {index}"));

    public static PrivateKey KeyOf(ulong index) =>
        PrivateKey.FromBytes(Keccak256.HashUtf8(string.Create(CultureInfo.InvariantCulture, $"key {index}")).ToArray());

    public static UInt256 Number(string hex) => UInt256.FromBigEndian(Convert.FromHexString(hex));
}
