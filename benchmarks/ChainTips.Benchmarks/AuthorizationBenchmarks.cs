using BenchmarkDotNet.Attributes;
using ChainTips.Benchmarks.Samples;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;

namespace ChainTips.Benchmarks;

/// <summary>A signed payment of EIP-3009: its hash (EIP-712), and its check from the fields to the signer.</summary>
public class AuthorizationBenchmarks
{
    private readonly byte[] _signature = Authorization.Signature();
    private readonly Signature _parsed = Signature.Parse(Authorization.Signature());
    private readonly Hash32 _digest = Authorization.Digest;
    private readonly Hash32 _nonce = Authorization.Nonce;
    private readonly string _json = Authorization.Json;

    /// <summary>Refuses to measure what is wrong.</summary>
    [GlobalSetup]
    public void Check()
    {
        if (Hash() != _digest || HashJson() != _digest || RecoverPlain() != Authorization.Signer
            || Verify() is not SignatureVerification.ValidEoa)
        {
            throw new InvalidOperationException("The sample is not hashed and verified as the specification says.");
        }
    }

    /// <summary>With the type known beforehand, as the gateway does it.</summary>
    [Benchmark(Description = "EIP-712 hash, known type")]
    public Hash32 Hash() => Authorization.Hash(_nonce);

    /// <summary>From the JSON that wallets get, types and all.</summary>
    [Benchmark(Description = "EIP-712 hash, from JSON")]
    public Hash32 HashJson() => TypedMessage.Parse(_json).Digest;

    /// <summary>The measure for <see cref="Verify"/>, with the same curve library.</summary>
    [Benchmark(Description = "recover + address, default curve")]
    public bool Recover() => Secp256k1.Default.TryRecover(_digest, _parsed, out _);

    /// <summary>The measure for the managed path of <see cref="SignatureBenchmarks"/>.</summary>
    [Benchmark(Description = "recover + address, BouncyCastle alone")]
    public Address RecoverPlain() => PlainBouncyCastle.Recover(_digest, _signature);

    /// <summary>Hash, parse the signature, recover, compare.</summary>
    [Benchmark(Description = "EIP-3009 verify, known type")]
    public SignatureVerification Verify() =>
        SignatureVerifier.VerifyKey(Authorization.Signer, Authorization.Hash(_nonce), _signature);
}
