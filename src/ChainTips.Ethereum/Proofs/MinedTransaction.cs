using System.Text.Json;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Proofs;

/// <summary>What a mined transaction asked for, with its hash and sender computed from what was signed, whatever the node says they are.</summary>
/// <remarks>
/// The envelopes of EIP-2718 whose fields are known: legacy (EIP-155), access list (EIP-2930), fee market (EIP-1559), blobs (EIP-4844) and set
/// code (EIP-7702). What an L2 puts into a block without a signature is none of them.
/// </remarks>
/// <param name="Hash">The transaction's hash, computed.</param>
/// <param name="From">Who signed it, recovered.</param>
/// <param name="To">What it called; null if it made a contract.</param>
/// <param name="Input">The calldata.</param>
public sealed record MinedTransaction(Hash32 Hash, Address From, Address? To, ReadOnlyMemory<byte> Input)
{
    private const ulong LegacyOffset = 35;

    /// <summary>Reads a transaction as <c>eth_getTransactionByHash</c> gives it.</summary>
    /// <returns>Null when it is of a type that is not known here, or nobody signed it, as with what some L2s put into their blocks themselves.</returns>
    /// <exception cref="ConsensusFormatException">A field is missing or malformed, or no key gives the signature.</exception>
    public static MinedTransaction? FromJson(JsonElement json)
    {
        JsonField transaction = new(json, "transaction");
        ulong type = transaction.Optional("type")?.ToUInt64() ?? 0;
        if (type > 4 || IsUnsigned(transaction))
        {
            return null;
        }

        byte[] signed = type == 0 ? WriteLegacy(transaction, true) : WriteTyped(transaction, type, true);
        byte[] unsigned = type == 0 ? WriteLegacy(transaction, false) : WriteTyped(transaction, type, false);
        return new MinedTransaction(
            Keccak256.Hash(signed),
            Recover(transaction, type, Keccak256.Hash(unsigned)),
            transaction.Optional("to")?.ToAddress(),
            transaction.Required("input").ToBytes());
    }

    private static bool IsUnsigned(JsonField transaction) =>
        transaction.Optional("r")?.ToUInt256() == UInt256.Zero && transaction.Optional("s")?.ToUInt256() == UInt256.Zero;

    private static Address Recover(JsonField transaction, ulong type, Hash32 signingHash)
    {
        ulong v = type == 0 ? transaction.Required("v").ToUInt64() : ParityOf(transaction);
        ulong parity = type != 0 ? v : v >= LegacyOffset ? (v - LegacyOffset) % 2 : v == 28 ? 1UL : 0UL;
        return Signature.TryCreate(transaction.Required("r").ToUInt256(), transaction.Required("s").ToUInt256(), parity, out Signature signature, out _)
            && Secp256k1.Default.TryRecover(signingHash, signature, out Address sender)
                ? sender
                : throw transaction.Unlike("a transaction with a signature that some key gives");
    }

    private static ulong ParityOf(JsonField transaction) =>
        (transaction.Optional("yParity") ?? transaction.Required("v")).ToUInt64() is ulong parity and <= 1
            ? parity
            : throw transaction.Unlike("a transaction whose yParity is 0 or 1");

    /// <summary>A byte of any value: EIP-7702 lets a transaction stand whose authorization is none, and passes over that one.</summary>
    private static ulong AuthorizationParityOf(JsonField authorization) =>
        (authorization.Optional("yParity") ?? authorization.Required("v")).ToUInt64() is ulong parity and <= byte.MaxValue
            ? parity
            : throw authorization.Unlike("an authorization whose yParity is a byte");

    private static byte[] WriteLegacy(JsonField transaction, bool withSignature)
    {
        RlpWriter writer = new();
        int list = writer.BeginList();
        writer.Write(transaction.Required("nonce").ToUInt64()).Write(transaction.Required("gasPrice").ToUInt256());
        WriteCall(writer, transaction);
        ulong v = transaction.Required("v").ToUInt64();
        if (withSignature)
        {
            writer.Write(v).Write(transaction.Required("r").ToUInt256()).Write(transaction.Required("s").ToUInt256());
        }
        else if (v >= LegacyOffset)
        {
            writer.Write((v - LegacyOffset) / 2).Write(0UL).Write(0UL);
        }

        return writer.EndList(list).ToArray();
    }

    private static byte[] WriteTyped(JsonField transaction, ulong type, bool withSignature)
    {
        RlpWriter writer = new();
        writer.WriteEncoded([(byte)type]);
        int list = writer.BeginList();
        writer.Write(transaction.Required("chainId").ToUInt64()).Write(transaction.Required("nonce").ToUInt64());
        if (type == 1)
        {
            writer.Write(transaction.Required("gasPrice").ToUInt256());
        }
        else
        {
            writer.Write(transaction.Required("maxPriorityFeePerGas").ToUInt256()).Write(transaction.Required("maxFeePerGas").ToUInt256());
        }

        WriteCall(writer, transaction);
        WriteAccessList(writer, transaction.Required("accessList"));
        switch (type)
        {
            case 3:
                writer.Write(transaction.Required("maxFeePerBlobGas").ToUInt256());
                WriteList(writer, transaction.Required("blobVersionedHashes"), static (into, hash) => into.Write(hash.ToHash32()));
                break;
            case 4:
                WriteList(writer, transaction.Required("authorizationList"), WriteAuthorization);
                break;
            default:
                break;
        }

        if (withSignature)
        {
            writer.Write(ParityOf(transaction)).Write(transaction.Required("r").ToUInt256()).Write(transaction.Required("s").ToUInt256());
        }

        return writer.EndList(list).ToArray();
    }

    private static void WriteCall(RlpWriter writer, JsonField transaction)
    {
        writer.Write(transaction.Required("gas").ToUInt64());
        if (transaction.Optional("to") is JsonField to)
        {
            writer.Write(to.ToAddress());
        }
        else
        {
            writer.Write([]);
        }

        writer.Write(transaction.Required("value").ToUInt256()).Write(transaction.Required("input").ToBytes());
    }

    private static void WriteAccessList(RlpWriter writer, JsonField accessList) => WriteList(writer, accessList, static (into, entry) =>
    {
        int pair = into.BeginList();
        into.Write(entry.Required("address").ToAddress());
        WriteList(into, entry.Required("storageKeys"), static (keys, key) => keys.Write(key.ToHash32()));
        into.EndList(pair);
    });

    private static void WriteAuthorization(RlpWriter writer, JsonField authorization)
    {
        int tuple = writer.BeginList();
        writer.Write(authorization.Required("chainId").ToUInt256()).Write(authorization.Required("address").ToAddress())
            .Write(authorization.Required("nonce").ToUInt64()).Write(AuthorizationParityOf(authorization))
            .Write(authorization.Required("r").ToUInt256()).Write(authorization.Required("s").ToUInt256());
        writer.EndList(tuple);
    }

    private static void WriteList(RlpWriter writer, JsonField items, Action<RlpWriter, JsonField> write)
    {
        int list = writer.BeginList();
        foreach (JsonField item in items.ToArray((item, _) => item))
        {
            write(writer, item);
        }

        writer.EndList(list);
    }
}
