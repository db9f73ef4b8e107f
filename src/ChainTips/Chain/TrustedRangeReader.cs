using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>Reads a range of final history by <c>eth_getLogs</c>, whose silence it believes.</summary>
/// <param name="rpc">The node.</param>
/// <param name="interest">Which logs are looked for.</param>
internal sealed class TrustedRangeReader(EthereumRpc rpc, LogInterest interest)
{
    /// <summary>Reads the range, both ends included.</summary>
    public async Task<FinalRange> ReadAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken)
    {
        BlockHeader start = await DemandHeaderAsync(first, cancellationToken);
        BlockHeader end = first == last ? start : await DemandHeaderAsync(last, cancellationToken);
        LogFilter filter = new(first, last, [interest.Contract], [interest.Topic]);
        IReadOnlyList<LocatedLog> logs = await rpc.GetLogsAsync(filter, cancellationToken);
        Hash32[] transactions = [.. logs.Select(log => log.TransactionHash).Distinct()];
        IReadOnlyList<TransactionReceipt> receipts = await rpc.GetTransactionReceiptsAsync(transactions, cancellationToken);
        DemandLogsInReceipts(logs, receipts);
        List<ObservedBlock> blocks = [];
        foreach (IGrouping<BlockNumber, TransactionReceipt> block in receipts.GroupBy(r => r.BlockNumber).OrderBy(g => g.Key))
        {
            BlockHeader header = await DemandHeaderAsync(block.Key, cancellationToken);
            if (block.Any(receipt => receipt.BlockHash != header.Hash) || block.Key < first || block.Key > last)
            {
                throw new InconsistentAnswerException(
                    header.Hash, RejectionReason.OtherBlock, "a receipt for this number names another block");
            }

            blocks.Add(new ObservedBlock(
                BlockRef.Of(header), BlockRef.TimeOf(header), [.. block.OrderBy(receipt => receipt.TransactionIndex)]));
        }

        return new FinalRange(start.ParentHash, BlockRef.Of(end), BlockRef.TimeOf(end), blocks);
    }

    private async Task<BlockHeader> DemandHeaderAsync(BlockNumber number, CancellationToken cancellationToken) =>
        await rpc.GetBlockAsync(number, cancellationToken)
            ?? throw new InconsistentAnswerException(
                Hash32.Zero, RejectionReason.MissingBlock, $"block {number} is final, and the node does not have it");

    private static void DemandLogsInReceipts(IReadOnlyList<LocatedLog> logs, IReadOnlyList<TransactionReceipt> receipts)
    {
        Dictionary<Hash32, TransactionReceipt> byTransaction = receipts.ToDictionary(receipt => receipt.TransactionHash);
        foreach (LocatedLog log in logs)
        {
            bool isThere = byTransaction[log.TransactionHash] is TransactionReceipt receipt
                && receipt.BlockHash == log.BlockHash
                && receipt.Logs.Any(own => own.Address == log.Address && own.Topics.SequenceEqual(log.Topics) && own.Data.Span.SequenceEqual(log.Data.Span));
            if (!isThere)
            {
                throw new InconsistentAnswerException(
                    log.BlockHash, RejectionReason.MissingLog, $"a log of transaction {log.TransactionHash} is not in its receipt");
            }
        }
    }
}
