using BenchmarkDotNet.Attributes;
using ChainTips.Benchmarks.Samples;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Benchmarks;

/// <summary>What a signature costs with libsecp256k1, if it is installed, and with BouncyCastle.</summary>
public class SignatureBenchmarks
{
    private const string Native = "native";
    private const string Managed = "managed";

    private readonly PrivateKey _key = PrivateKey.FromBytes(Bytes.Word("private key").ToArray());
    private readonly Signature _signature = Signature.Parse(Authorization.Signature());
    private readonly Hash32 _digest = Authorization.Digest;
    private ISecp256k1 _curve = ManagedSecp256k1.Instance;

    /// <summary>The curve libraries of this machine.</summary>
    public static IEnumerable<string> Curves => NativeSecp256k1.TryLoad(out _) ? [Native, Managed] : [Managed];

    /// <summary>The curve library that is measured.</summary>
    [ParamsSource(nameof(Curves))]
    public string Curve { get; set; } = Managed;

    /// <summary>Takes the library that is measured.</summary>
    [GlobalSetup]
    public void Choose() => _curve =
        Curve == Native && NativeSecp256k1.TryLoad(out NativeSecp256k1? native) ? native : ManagedSecp256k1.Instance;

    /// <summary>What <c>ecrecover</c> does.</summary>
    [Benchmark(Description = "recover + address")]
    public Address Recover() => _curve.TryRecover(_digest, _signature, out Address signer)
        ? signer
        : throw new InvalidOperationException("The signature of the sample is not recovered.");

    /// <summary>With the nonce of RFC 6979.</summary>
    [Benchmark(Description = "sign")]
    public Signature Sign() => _curve.Sign(_digest, _key);
}
