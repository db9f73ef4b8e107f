using System.Diagnostics.CodeAnalysis;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Transactions;

/// <summary>A transaction with its signature, as nodes take it.</summary>
public sealed record SignedTransaction
{
    /// <summary>Joins a transaction and the signature of its <see cref="Transaction.SigningHash"/>.</summary>
    /// <exception cref="TransactionFormatException">No chain would accept the fields or the signature.</exception>
    public SignedTransaction(Transaction transaction, Signature signature)
    {
        TransactionFormatException.ThrowUnlessNone(transaction.Check());
        TransactionFormatException.ThrowUnlessNone(
            signature.IsDefault ? TransactionFailure.SignatureOutOfRange : TransactionFailure.None);
        Transaction = transaction;
        Signature = signature;
    }

    /// <summary>What was signed.</summary>
    public Transaction Transaction { get; }

    /// <summary>The signature.</summary>
    public Signature Signature { get; }

    /// <summary>Reads the bytes of a signed transaction, or throws <see cref="TransactionFormatException"/>.</summary>
    public static SignedTransaction Decode(ReadOnlySpan<byte> raw) =>
        TryDecode(raw, out SignedTransaction? transaction, out TransactionFailure failure)
            ? transaction
            : throw new TransactionFormatException(failure);

    /// <summary>Reads the bytes of a signed transaction of type 0, 1 or 2; only the canonical encoding is accepted.</summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> raw, [NotNullWhen(true)] out SignedTransaction? transaction, out TransactionFailure failure)
    {
        transaction = null;
        failure = TransactionDecoder.Decode(raw, out Transaction? unsigned, out Signature signature);
        failure = failure == TransactionFailure.None ? unsigned!.Check() : failure;
        transaction = failure == TransactionFailure.None ? new SignedTransaction(unsigned!, signature) : null;
        return transaction is not null;
    }

    /// <summary>The bytes that a node takes.</summary>
    public byte[] Encode() => Transaction.Encode(Signature);

    /// <summary>The transaction hash.</summary>
    public Hash32 ComputeHash() => Keccak256.Hash(Encode());

    /// <summary>The account that signed; false if no key gives the signature.</summary>
    public bool TryRecoverSender(out Address sender) =>
        Secp256k1.Default.TryRecover(Transaction.SigningHash(), Signature, out sender);

    /// <summary>The account that signed, or throws <see cref="TransactionFormatException"/> if no key gives the signature.</summary>
    public Address RecoverSender() => TryRecoverSender(out Address sender)
        ? sender
        : throw new TransactionFormatException(TransactionFailure.NoSender);
}
