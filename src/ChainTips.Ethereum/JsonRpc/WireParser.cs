using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// Reads transaction receipts and their logs; unknown members are passed over, so new fork fields do no harm.
/// </summary>
internal static class WireParser
{
    private const int MaxTopics = 4;

    /// <summary>A receipt whose logs all claim its own block and transaction and have consecutive indexes.</summary>
    public static TransactionReceipt ParseReceipt(WireValue receipt)
    {
        Hash32 transactionHash = receipt.Field("transactionHash").ToHash32();
        Hash32 blockHash = receipt.Field("blockHash").ToHash32();
        ChainLog[] logs = receipt.Field("logs").ToArray(
            (log, position) => ParseReceiptLog(log, position, transactionHash, blockHash));
        RequireConsecutive(receipt.Field("logs"), logs);

        return new TransactionReceipt(
            transactionHash,
            receipt.Field("transactionIndex").ToIndex(),
            blockHash,
            receipt.Field("blockNumber").ToBlockNumber(),
            ParseStatus(receipt.Field("status")),
            receipt.Field("from").ToAddress(),
            receipt.OptionalField("to") is { IsNull: false } to ? to.ToAddress() : null,
            receipt.Field("gasUsed").ToUInt64(),
            logs);
    }

    private static ChainLog ParseReceiptLog(WireValue log, int position, Hash32 transactionHash, Hash32 blockHash)
    {
        RequireNotRemoved(log);
        RequireSame(log.Field("blockHash"), blockHash, "the block of the receipt");
        RequireSame(log.Field("transactionHash"), transactionHash, "the transaction of the receipt");
        log.Field("blockNumber").ToBlockNumber();
        return new ChainLog(
            log.Field("address").ToAddress(),
            ParseTopics(log.Field("topics")),
            log.Field("data").ToBytes(),
            position)
        {
            LogIndex = log.Field("logIndex").ToUInt64(),
        };
    }

    private static Hash32[] ParseTopics(WireValue topics)
    {
        Hash32[] words = topics.ToArray((topic, _) => topic.ToHash32());
        return words.Length <= MaxTopics ? words : throw topics.Malformed("has more than four words");
    }

    private static bool ParseStatus(WireValue status) => status.ToUInt64() switch
    {
        0 => false,
        1 => true,
        _ => throw status.Malformed("is neither 0x0 nor 0x1"),
    };

    private static void RequireConsecutive(WireValue field, ChainLog[] logs)
    {
        for (int i = 1; i < logs.Length; i++)
        {
            if (logs[i - 1].LogIndex == ulong.MaxValue || logs[i].LogIndex != logs[i - 1].LogIndex + 1)
            {
                throw field.Malformed("has logs whose logIndex does not rise by one");
            }
        }
    }

    private static void RequireSame(WireValue field, Hash32 expected, string owner)
    {
        Hash32 found = field.ToHash32();
        if (found != expected)
        {
            throw field.Malformed($"is {found} and not {expected}, {owner}");
        }
    }

    private static void RequireNotRemoved(WireValue log)
    {
        if (log.OptionalField("removed") is { IsNull: false } removed && removed.ToBoolean())
        {
            throw removed.Malformed("says that the log was reverted");
        }
    }
}
