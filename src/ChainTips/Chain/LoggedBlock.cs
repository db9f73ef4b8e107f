using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>A block as the logs of an <c>eth_getLogs</c> tell it.</summary>
/// <param name="Number">The block's number.</param>
/// <param name="Hash">The block's hash.</param>
/// <param name="Timestamp">Unix time in seconds; zero if the node does not tell it with its logs.</param>
/// <param name="Logs">Its logs of interest.</param>
/// <param name="Transactions">The transactions of these logs, each once.</param>
internal sealed record LoggedBlock(
    BlockNumber Number, Hash32 Hash, ulong Timestamp, IReadOnlyList<LocatedLog> Logs, IReadOnlyList<Hash32> Transactions)
{
    /// <summary>The blocks of logs, lowest first.</summary>
    /// <exception cref="InconsistentAnswerException">Logs of one number name several blocks or times.</exception>
    public static List<LoggedBlock> Group(IReadOnlyList<LocatedLog> logs) =>
        [.. logs.GroupBy(log => log.BlockNumber).OrderBy(group => group.Key).Select(group => Of(group.Key, [.. group]))];

    /// <summary>The block with the receipts of its logs.</summary>
    /// <param name="header">The block's header, if it was read; without it the parent is not known, and zero.</param>
    /// <param name="receipts">The receipts, in the order of the block.</param>
    /// <param name="wanted">Which logs were looked for.</param>
    /// <exception cref="InconsistentAnswerException">The receipts do not hold exactly these logs, or are of another block.</exception>
    public ObservedBlock Observe(BlockHeader? header, IReadOnlyList<TransactionReceipt> receipts, LogSelection wanted)
    {
        if ((header is not null && header.Hash != Hash) || receipts.Any(receipt => receipt.BlockHash != Hash || receipt.BlockNumber != Number))
        {
            throw new InconsistentAnswerException(Hash, RejectionReason.OtherBlock, "a header or receipt for this number names another block");
        }

        DemandLogs(receipts, wanted);
        DateTimeOffset time = header is null ? DateTimeOffset.FromUnixTimeSeconds(checked((long)Timestamp)) : BlockRef.TimeOf(header);
        return new ObservedBlock(new BlockRef(Number, Hash, header?.ParentHash ?? Hash32.Zero), time, receipts);
    }

    private static LoggedBlock Of(BlockNumber number, LocatedLog[] logs)
    {
        LocatedLog first = logs[0];
        if (logs.Any(log => log.BlockHash != first.BlockHash || log.BlockTimestamp != first.BlockTimestamp))
        {
            throw new InconsistentAnswerException(
                first.BlockHash, RejectionReason.OtherBlock, $"the logs of number {number} are of several blocks");
        }

        return new LoggedBlock(
            number, first.BlockHash, first.BlockTimestamp, logs, [.. logs.Select(log => log.TransactionHash).Distinct()]);
    }

    private void DemandLogs(IReadOnlyList<TransactionReceipt> receipts, LogSelection wanted)
    {
        Dictionary<ulong, ChainLog> own = [];
        Dictionary<ulong, Hash32> transactions = [];
        foreach (TransactionReceipt receipt in receipts)
        {
            foreach (ChainLog log in receipt.Logs.Where(wanted.Includes))
            {
                own[log.LogIndex] = log;
                transactions[log.LogIndex] = receipt.TransactionHash;
            }
        }

        LocatedLog? missing = Logs.FirstOrDefault(log => !own.TryGetValue(log.LogIndex, out ChainLog? there)
            || transactions[log.LogIndex] != log.TransactionHash
            || !there.Topics.SequenceEqual(log.Topics)
            || !there.Data.Span.SequenceEqual(log.Data.Span));
        if (missing is not null)
        {
            throw new InconsistentAnswerException(
                Hash, RejectionReason.MissingLog, $"a log of transaction {missing.TransactionHash} is not in its receipt");
        }

        if (own.Count != Logs.Count)
        {
            throw new InconsistentAnswerException(
                Hash, RejectionReason.MissingLog, $"its receipts have {own.Count} logs that were asked for, and eth_getLogs shows {Logs.Count}");
        }
    }
}
