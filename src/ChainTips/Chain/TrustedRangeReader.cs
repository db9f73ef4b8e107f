using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>
/// Reads a range of final history by <c>eth_getLogs</c>, whose silence it believes. What has logs is read as receipts, because
/// only those say where in its transaction a log stands; a header is read only where a log does not tell its time.
/// </summary>
/// <param name="rpc">The node.</param>
/// <param name="finals">The headers of final history.</param>
/// <param name="interest">Which logs are looked for.</param>
/// <param name="blocks">What reads whole blocks.</param>
internal sealed class TrustedRangeReader(EthereumRpc rpc, FinalHeaderReader finals, LogInterest interest, BlockReader blocks)
{
    /// <summary>Up to so many transactions of a block are read one by one, which is less than all of its receipts.</summary>
    private const int FewTransactions = 4;

    private readonly LogRangeReader _logs = new(rpc, interest);

    /// <summary>Reads the range, both ends included.</summary>
    public async Task<FinalRange> ReadAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken)
    {
        LogSelection selection = interest.InLogs(last);
        RangeLogs found = await _logs.ReadAsync(first, last, cancellationToken);
        List<LoggedBlock> logged = LoggedBlock.Group(found.Logs);
        BlockNumber[] wanted =
        [
            first, last, .. found.Refused, .. logged.Where(block => block.Timestamp == 0).Select(block => block.Number),
        ];
        Dictionary<BlockNumber, BlockHeader> headers = await ReadHeadersAsync([.. wanted.Distinct()], cancellationToken);
        List<ObservedBlock> observed =
        [
            .. await ReadWholeAsync([.. found.Refused.Select(number => headers[number])], interest.InHistory(last), cancellationToken),
            .. await ReadLoggedAsync(logged, headers, selection, cancellationToken),
        ];
        BlockHeader end = headers[last];
        return new FinalRange(
            headers[first].ParentHash, BlockRef.Of(end), BlockRef.TimeOf(end), [.. observed.OrderBy(block => block.Block.Number)]);
    }

    private async Task<Dictionary<BlockNumber, BlockHeader>> ReadHeadersAsync(
        BlockNumber[] numbers, CancellationToken cancellationToken)
    {
        IReadOnlyList<BlockHeader?> headers = (await finals.ReadAsync(numbers, cancellationToken)).Blocks;
        return numbers.Zip(headers, (number, header) => header?.Number == number ? header : throw Missing(number))
            .ToDictionary(header => header.Number);
    }

    private async Task<IEnumerable<ObservedBlock>> ReadWholeAsync(
        BlockHeader[] headers, LogSelection wanted, CancellationToken cancellationToken) =>
        (await blocks.ReadAsync(headers, wanted, cancellationToken)).Where(block => block.Receipts.Count > 0);

    private async Task<IReadOnlyList<ObservedBlock>> ReadLoggedAsync(
        List<LoggedBlock> logged, Dictionary<BlockNumber, BlockHeader> headers, LogSelection wanted, CancellationToken cancellationToken)
    {
        Dictionary<Hash32, IReadOnlyList<TransactionReceipt>> receipts = [];
        LoggedBlock[] dense = [.. logged.Where(block => block.Transactions.Count > FewTransactions)];
        IReadOnlyList<IReadOnlyList<TransactionReceipt>>? digests = await blocks.TrySelectAsync(
            [.. dense.Select(block => block.Hash)], [.. dense.Select(block => block.Transactions.Count)], wanted, cancellationToken);
        for (int i = 0; digests is not null && i < dense.Length; i++)
        {
            receipts[dense[i].Hash] = digests[i];
        }

        LoggedBlock[] others = [.. logged.Where(block => !receipts.ContainsKey(block.Hash))];
        IReadOnlyList<TransactionReceipt> single = await rpc.GetTransactionReceiptsAsync(
            [.. others.SelectMany(block => block.Transactions)], cancellationToken);
        int next = 0;
        foreach (LoggedBlock block in others)
        {
            receipts[block.Hash] = [.. single.Skip(next).Take(block.Transactions.Count).OrderBy(receipt => receipt.TransactionIndex)];
            next += block.Transactions.Count;
        }

        return [.. logged.Select(block => block.Observe(headers.GetValueOrDefault(block.Number), receipts[block.Hash], wanted))];
    }

    private static InconsistentAnswerException Missing(BlockNumber number) => new(
        Hash32.Zero, RejectionReason.MissingBlock, $"block {number} is final, and the node does not have it");
}
