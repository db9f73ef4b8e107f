using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Proofs;

/// <summary>Reads the hashed fields of a receipt as the execution API writes it; other members are passed over.</summary>
internal static class ReceiptJson
{
    /// <summary>The most topics that the EVM can give a log (LOG4).</summary>
    public const int MaxTopics = 4;

    public static ConsensusReceipt Read(JsonField receipt)
    {
        Hash32? postState = ReadPostState(receipt);
        return new ConsensusReceipt
        {
            Type = ReadType(receipt),
            PostState = postState,
            Succeeded = postState is null && ReadStatus(receipt.Required("status")),
            CumulativeGasUsed = receipt.Required("cumulativeGasUsed").ToUInt64(),
            Logs = receipt.Required("logs").ToArray(ReadLog),
            DepositNonce = receipt.Optional("depositNonce")?.ToUInt64(),
            DepositReceiptVersion = receipt.Optional("depositReceiptVersion")?.ToUInt64(),
        };
    }

    /// <summary>Nodes from before typed transactions (EIP-2718) tell no type.</summary>
    private static byte ReadType(JsonField receipt)
    {
        if (receipt.Optional("type") is not JsonField field)
        {
            return 0;
        }

        ulong type = field.ToUInt64();
        return type <= ConsensusReceipt.MaxType ? (byte)type : throw field.Unlike("a transaction type below 0x80 (EIP-2718)");
    }

    /// <summary>A state root beats a status, as it does in go-ethereum, which writes both; without one it writes 0x.</summary>
    private static Hash32? ReadPostState(JsonField receipt) =>
        receipt.Optional("root") is JsonField root && root.ToBytes().Length > 0 ? root.ToHash32() : null;

    private static bool ReadStatus(JsonField status) => status.ToUInt64() switch
    {
        0 => false,
        1 => true,
        _ => throw status.Unlike("0x0 or 0x1 (EIP-658)"),
    };

    private static ChainLog ReadLog(JsonField log, int position)
    {
        JsonField topics = log.Required("topics");
        Hash32[] words = topics.ToArray((topic, _) => topic.ToHash32());
        return words.Length <= MaxTopics
            ? new ChainLog(log.Required("address").ToAddress(), words, log.Required("data").ToBytes(), position)
            : throw topics.Unlike("at most four words");
    }
}
