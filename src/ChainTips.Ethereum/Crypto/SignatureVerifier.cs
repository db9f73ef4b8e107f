using System.Globalization;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Crypto;

/// <summary>
/// Says whether an address signed a digest, be it a key, a contract, or a contract that is not deployed yet.
/// </summary>
/// <remarks>
/// In the order of ERC-6492: a wrapped signature goes to the contract, after its factory's call if need be; then, if
/// there is code, the contract is asked (ERC-1271); the key comes last. An account that delegates to code (EIP-7702)
/// has both code and a key, so either may sign for it; of any other contract the answer is final.
/// </remarks>
/// <param name="caller">The chain.</param>
/// <param name="allowedFactories">Whom a wrapped signature may have called; any other factory makes it invalid.</param>
public sealed class SignatureVerifier(IContractCaller caller, IReadOnlySet<Address> allowedFactories)
{
    /// <summary>
    /// Most bytes of a signature, with what wraps it; those of wallets with passkeys or many owners have some thousand.
    /// </summary>
    public const int MaxSignatureLength = 32_768;

    private const string IsValidSignature = "isValidSignature(bytes32,bytes)";

    /// <summary>Bytes of the code of an account that delegates: 0xef0100 and an address (EIP-7702).</summary>
    private const int DelegationLength = 23;

    /// <summary>
    /// What a contract returns for its signature: the selector of the function, then zeros (ERC-1271).
    /// </summary>
    private static readonly byte[] Magic = [.. AbiSignature.Selector(IsValidSignature), .. new byte[28]];

    /// <summary>Made once, so that verifying allocates nothing on the native path.</summary>
    private static readonly SignatureVerification.ValidEoa OfKey = new();

    /// <summary>Verifies a signature of any length. A fault of the connection is an exception, not an answer.</summary>
    public async Task<SignatureVerification> VerifyAsync(
        Address signer, Hash32 digest, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken)
    {
        if (signer.IsZero)
        {
            return new SignatureVerification.Invalid("The zero address signs nothing.");
        }

        if (signature.Length > MaxSignatureLength)
        {
            return new SignatureVerification.Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"The signature has {signature.Length} bytes; at most {MaxSignatureLength} are verified."));
        }

        ReadOnlyMemory<byte> code = await caller.GetCodeAsync(signer, cancellationToken);
        if (Erc6492Signature.IsWrapped(signature.Span))
        {
            return await VerifyWrappedAsync(signer, digest, signature, !code.IsEmpty, cancellationToken);
        }

        if (!code.IsEmpty && await IsAcceptedAsync(signer, digest, signature, null, cancellationToken))
        {
            return new SignatureVerification.ValidContract();
        }

        return code.IsEmpty || IsDelegation(code.Span)
            ? VerifyKey(signer, digest, signature.Span)
            : new SignatureVerification.Invalid($"The contract {signer} does not accept the signature (ERC-1271).");
    }

    /// <summary>Verifies a signature of a key alone; nothing is asked of a chain.</summary>
    public static SignatureVerification VerifyKey(Address signer, Hash32 digest, ReadOnlySpan<byte> signature)
    {
        if (!Signature.TryParse(signature, out Signature parsed, out string? error))
        {
            return new SignatureVerification.Invalid(error);
        }

        if (!Secp256k1.Default.TryRecover(digest, parsed, out Address recovered))
        {
            return new SignatureVerification.Invalid("No key makes this signature.");
        }

        return recovered == signer && !signer.IsZero
            ? OfKey
            : new SignatureVerification.Invalid($"The signature is of {recovered}, not of {signer}.");
    }

    private async Task<SignatureVerification> VerifyWrappedAsync(
        Address signer,
        Hash32 digest,
        ReadOnlyMemory<byte> signature,
        bool hasCode,
        CancellationToken cancellationToken)
    {
        if (!Erc6492Signature.TryParse(signature.Span, out Erc6492Signature? wrapped))
        {
            return new SignatureVerification.Invalid("The signature ends as ERC-6492 says but is not encoded so.");
        }

        // A deployed contract may accept the signature as it is: then no factory need be trusted.
        if (hasCode && await IsAcceptedAsync(signer, digest, wrapped.Inner, null, cancellationToken))
        {
            return new SignatureVerification.ValidContract();
        }

        if (!allowedFactories.Contains(wrapped.Factory))
        {
            return new SignatureVerification.Invalid(hasCode
                ? $"The contract {signer} does not accept the signature (ERC-1271), and what its wrapper would have called before is left alone: {wrapped.Factory} is not trusted."
                : $"The wallet {signer} is not deployed, so it cannot be asked whether it signed, and the factory {wrapped.Factory} that would deploy it is not trusted (ERC-6492). Deploy it, which its first transaction does, and send the signature again.");
        }

        ContractCall deployment = new(wrapped.Factory, wrapped.FactoryData);
        return await IsAcceptedAsync(signer, digest, wrapped.Inner, deployment, cancellationToken)
            ? new SignatureVerification.ValidContract()
            : new SignatureVerification.Invalid(
                $"The contract {signer} does not accept the signature, even after its factory's call (ERC-6492).");
    }

    private async Task<bool> IsAcceptedAsync(
        Address signer,
        Hash32 digest,
        ReadOnlyMemory<byte> signature,
        ContractCall? before,
        CancellationToken cancellationToken)
    {
        byte[] data = new AbiWriter().Write(digest).WriteBytes(signature).ToCall(IsValidSignature);
        ContractCall question = new(signer, data);
        ReadOnlyMemory<byte>? answer = await caller.CallAsync(question, before, cancellationToken);
        return answer is ReadOnlyMemory<byte> bytes && bytes.Span.StartsWith(Magic);
    }

    private static bool IsDelegation(ReadOnlySpan<byte> code) =>
        code.Length == DelegationLength && code[0] == 0xef && code[1] == 0x01 && code[2] == 0x00;
}
