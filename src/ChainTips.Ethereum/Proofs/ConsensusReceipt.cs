using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Proofs;

/// <summary>A transaction receipt as the receipts root of its block commits to it (Yellow Paper, section 4.4.1).</summary>
/// <remarks>
/// <para>Type 0 is a list; every other type is the type byte and the list (EIP-2718). A type that is not known here,
/// such as those of Arbitrum, is encoded like types 1 to 4: if its chain does otherwise, the root will not match.</para>
/// <para>The list of logs compares by reference.</para>
/// </remarks>
public sealed record ConsensusReceipt
{
    /// <summary>The type of a deposit of the OP stack.</summary>
    public const byte DepositType = 0x7e;

    /// <summary>The largest type of an envelope (EIP-2718).</summary>
    public const byte MaxType = 0x7f;

    /// <summary>The type of the transaction (EIP-2718); 0 is a legacy one.</summary>
    public required byte Type { get; init; }

    /// <summary>The state root after the transaction, in blocks before Byzantium; null since (EIP-658).</summary>
    public Hash32? PostState { get; init; }

    /// <summary>Whether the status is 1; without meaning if there is a state root instead (EIP-658).</summary>
    public required bool Succeeded { get; init; }

    /// <summary>Gas that the block had used after the transaction.</summary>
    public required ulong CumulativeGasUsed { get; init; }

    /// <summary>The logs in order.</summary>
    public required IReadOnlyList<ChainLog> Logs { get; init; }

    /// <summary>The nonce that a deposit used; it is hashed only together with a version.</summary>
    /// <remarks>Between the OP stack's Regolith and Canyon it was stored, but not part of the hash.</remarks>
    public ulong? DepositNonce { get; init; }

    /// <summary>The version of a deposit's receipt, 1 since the OP stack's Canyon; null before, or if it is none.</summary>
    public ulong? DepositReceiptVersion { get; init; }

    /// <summary>The filter over the logs, recomputed each time.</summary>
    public LogsBloom ComputeBloom() => LogsBloom.Of(Logs);

    /// <summary>Reads an element of <c>eth_getBlockReceipts</c>, or throws <see cref="ConsensusFormatException"/>.</summary>
    /// <remarks>The bloom that the node tells is not read, because it follows from the logs.</remarks>
    public static ConsensusReceipt FromJson(JsonElement receipt) =>
        ReceiptJson.Read(new JsonField(receipt, "receipt"));

    /// <summary>Reads all of <c>eth_getBlockReceipts</c>, or throws <see cref="ConsensusFormatException"/>.</summary>
    public static IReadOnlyList<ConsensusReceipt> ListFromJson(JsonElement receipts) =>
        new JsonField(receipts, "receipts").ToArray((receipt, _) => ReceiptJson.Read(receipt));

    /// <summary>Reads the encoding of a receipt; the bloom in it must be that of its logs. The error says what is wrong.</summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> encoding,
        [NotNullWhen(true)] out ConsensusReceipt? receipt,
        [NotNullWhen(false)] out string? error) => ReceiptDecoder.TryDecode(encoding, out receipt, out error);

    /// <summary>The bytes that are an item of the receipts trie.</summary>
    /// <exception cref="ConsensusFormatException">A deposit has a receipt version but no nonce, which no chain makes.</exception>
    public byte[] Encode()
    {
        ReceiptOutcome outcome = new(Type, PostState, Succeeded, CumulativeGasUsed, DepositNonce, DepositReceiptVersion);
        RlpWriter writer = new();
        if (Type != 0)
        {
            writer.WriteEncoded([Type]);
        }

        int list = writer.BeginList();
        WriteOutcome(writer, outcome);
        writer.Write(CumulativeGasUsed).Write(ComputeBloom().ToArray());
        int logs = writer.BeginList();
        foreach (ChainLog log in Logs)
        {
            WriteLog(writer, log);
        }

        writer.EndList(logs);
        WriteDeposit(writer, outcome);
        return writer.EndList(list).ToArray();
    }

    /// <summary>Writes the state root or the status (EIP-658).</summary>
    internal static void WriteOutcome(RlpWriter writer, in ReceiptOutcome outcome)
    {
        if (outcome.PostState is Hash32 root)
        {
            writer.Write(root);
        }
        else
        {
            writer.Write(outcome.Succeeded ? 1UL : 0UL);
        }
    }

    /// <summary>Writes what a deposit of the OP stack has behind its logs.</summary>
    internal static void WriteDeposit(RlpWriter writer, in ReceiptOutcome outcome)
    {
        if (outcome.Type != DepositType || outcome.DepositReceiptVersion is not ulong version)
        {
            return;
        }

        if (outcome.DepositNonce is not ulong nonce)
        {
            throw new ConsensusFormatException("A deposit receipt has a depositReceiptVersion but no depositNonce; give both.");
        }

        writer.Write(nonce).Write(version);
    }

    private static void WriteLog(RlpWriter writer, ChainLog log)
    {
        int list = writer.BeginList();
        writer.Write(log.Address);
        int topics = writer.BeginList();
        foreach (Hash32 topic in log.Topics)
        {
            writer.Write(topic);
        }

        writer.EndList(topics).Write(log.Data.Span).EndList(list);
    }
}
