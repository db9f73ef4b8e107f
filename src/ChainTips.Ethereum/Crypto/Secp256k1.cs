using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Crypto;

/// <summary>Chooses the curve library of the process, and recovers addresses with it.</summary>
public static class Secp256k1
{
    /// <summary>
    /// Set to <c>managed</c>, this environment variable keeps the installed native library out of use.
    /// </summary>
    public const string ChoiceVariable = "CHAINTIPS_SECP256K1";

    private const string Managed = "managed";

    private static readonly Lazy<ISecp256k1> Chosen =
        new(() => Choose(Environment.GetEnvironmentVariable(ChoiceVariable)));

    /// <summary>libsecp256k1 where it is installed and not opted out of, else the managed library.</summary>
    public static ISecp256k1 Default => Chosen.Value;

    /// <summary>What <see cref="Default"/> is for a value of the environment variable.</summary>
    public static ISecp256k1 Choose(string? choice) =>
        !string.Equals(choice, Managed, StringComparison.OrdinalIgnoreCase)
        && NativeSecp256k1.TryLoad(out NativeSecp256k1? native)
            ? native
            : ManagedSecp256k1.Instance;

    /// <summary>
    /// Finds the address that signed, as the precompile <c>ecrecover</c> does for a signature that EIP-2 allows.
    /// </summary>
    /// <returns>False if no key signed so, or its address is zero, which contracts take for a failure.</returns>
    public static bool TryRecover(this ISecp256k1 curve, Hash32 digest, Signature signature, out Address address)
    {
        bool isRecovered = curve.TryRecover(digest, signature, out PublicKey publicKey);
        address = isRecovered ? publicKey.ToAddress() : Address.Zero;
        return !address.IsZero;
    }
}
