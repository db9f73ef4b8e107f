using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Transactions;

/// <summary>What a sender signs: one of the three types of transaction that a gateway sends.</summary>
/// <remarks>
/// A closed set: <see cref="LegacyTransaction"/>, <see cref="AccessListTransaction"/>, <see cref="FeeMarketTransaction"/>.
/// </remarks>
public abstract record Transaction
{
    /// <summary>The largest chain id: the 64 bits of a legacy v end there (EIP-2294).</summary>
    public const ulong MaxChainId = 9_223_372_036_854_775_771;

    private protected Transaction()
    {
    }

    /// <summary>The first byte of the envelope (EIP-2718); 0 stands for no envelope.</summary>
    public abstract byte Type { get; }

    /// <summary>The chain on which it is valid; in a legacy transaction zero means any (EIP-155).</summary>
    public ulong ChainId { get; init; }

    /// <summary>The number of transactions that the sender sent before.</summary>
    public ulong Nonce { get; init; }

    /// <summary>Gas that it may use.</summary>
    public UInt256 GasLimit { get; init; }

    /// <summary>The account that it calls; null if it creates a contract.</summary>
    public Address? To { get; init; }

    /// <summary>Wei that it carries.</summary>
    public UInt256 Value { get; init; }

    /// <summary>Call data, or the code that creates the contract; compared by reference.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>What no chain would accept about the fields; <see cref="TransactionFailure.None"/> if nothing.</summary>
    public virtual TransactionFailure Check() =>
        Nonce == ulong.MaxValue ? TransactionFailure.NonceTooLarge
        : ChainId > MaxChainId ? TransactionFailure.ChainIdTooLarge
        : TransactionFailure.None;

    /// <summary>The bytes whose hash is signed.</summary>
    public byte[] EncodeUnsigned() => Encode(null);

    /// <summary>The hash that is signed.</summary>
    public Hash32 SigningHash() => Keccak256.Hash(EncodeUnsigned());

    /// <summary>Signs with the nonce of RFC 6979, so that the same transaction gives the same bytes.</summary>
    /// <exception cref="TransactionFormatException">No chain would accept the fields; nothing is signed then.</exception>
    public SignedTransaction Sign(PrivateKey privateKey)
    {
        TransactionFormatException.ThrowUnlessNone(Check());
        return new SignedTransaction(this, privateKey.Sign(SigningHash()));
    }

    /// <summary>The bytes that a node takes, or without signature those that are signed.</summary>
    internal byte[] Encode(Signature? signature)
    {
        RlpWriter writer = new();
        if (Type != 0)
        {
            writer.WriteEncoded([Type]);
        }

        int list = writer.BeginList();
        WriteFields(writer);
        WriteSignature(writer, signature);
        return writer.EndList(list).ToArray();
    }

    /// <summary>Writes the fields before the signature.</summary>
    private protected abstract void WriteFields(RlpWriter writer);

    /// <summary>Writes the signature, or what stands in its place when the hash to sign is made.</summary>
    private protected virtual void WriteSignature(RlpWriter writer, Signature? signature)
    {
        if (signature is Signature signed)
        {
            writer.Write((ulong)signed.RecoveryId).Write(signed.R).Write(signed.S);
        }
    }

    /// <summary>Writes the four fields that are neighbours in every type.</summary>
    private protected void WriteCall(RlpWriter writer)
    {
        writer.Write(GasLimit);
        if (To is Address to)
        {
            writer.Write(to);
        }
        else
        {
            writer.Write([]);
        }

        writer.Write(Value).Write(Data.Span);
    }

    /// <summary>Writes an access list (EIP-2930).</summary>
    private protected static void WriteAccessList(RlpWriter writer, IReadOnlyList<AccessListEntry> accessList)
    {
        int list = writer.BeginList();
        foreach (AccessListEntry entry in accessList)
        {
            int pair = writer.BeginList();
            writer.Write(entry.Address);
            int keys = writer.BeginList();
            foreach (Hash32 key in entry.StorageKeys)
            {
                writer.Write(key);
            }

            writer.EndList(keys).EndList(pair);
        }

        writer.EndList(list);
    }
}
