using System.Collections.Concurrent;
using System.Text.Json;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The questions for all receipts of blocks, hashed while they are read.</summary>
public sealed partial class EthereumRpc
{
    private const int MostBytesKept = 8 * 1024 * 1024;

    private readonly ConcurrentBag<BlockReceiptsReader> _readers = [];

    /// <summary>
    /// What the receipts of blocks come to, in the order asked and in one question as far as the node takes it.
    /// <see cref="UnknownBlockException"/> if the node answers null for one.
    /// </summary>
    /// <remarks>Memory is taken for the receipts with such a log and for the largest block, not for the whole answer.</remarks>
    /// <param name="blockHashes">The blocks.</param>
    /// <param name="wanted">The logs that are looked for; whole receipts are kept, with all their logs.</param>
    /// <param name="withRoot">Whether the receipts roots are recomputed.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<IReadOnlyList<BlockReceiptsDigest>> DigestBlockReceiptsAsync(
        IReadOnlyList<Hash32> blockHashes, LogSelection wanted, bool withRoot, CancellationToken cancellationToken)
    {
        JsonRpcRequest[] requests = [.. blockHashes.Select(hash => new JsonRpcRequest(BlockReceipts, [hash.ToString()]))];
        return await InBatchesAsync(requests.Length, async (start, count) =>
        {
            BlockReceiptsReader reader = _readers.TryTake(out BlockReceiptsReader? kept) ? kept : new(BlockReceipts);
            reader.Begin([.. blockHashes.Skip(start).Take(count)], wanted, withRoot);
            await client.StreamBatchAsync(requests[start..(start + count)], reader, cancellationToken);
            IReadOnlyList<BlockReceiptsDigest> digests = reader.Digests;
            if (reader.MostBytes <= MostBytesKept)
            {
                // Only after an answer without fault: otherwise it stands in the middle of one.
                _readers.Add(reader);
            }

            return digests;
        });
    }

    /// <summary>The same of one block, whose receipts are asked for by transaction, for nodes that do not give them by block.</summary>
    /// <exception cref="MissingTransactionReceiptException">The node answers null for one.</exception>
    public async Task<BlockReceiptsDigest> DigestTransactionReceiptsAsync(
        Hash32 blockHash, IReadOnlyList<Hash32> transactionHashes, LogSelection wanted, bool withRoot, CancellationToken cancellationToken)
    {
        JsonRpcRequest[] requests = [.. transactionHashes.Select(ByTransaction)];
        IReadOnlyList<HashedReceipt?> answers = await InBatchesAsync(
            requests.Length,
            (start, count) => client.BatchAsync(
                requests[start..(start + count)], result => ReadReceipt(result, withRoot), cancellationToken));
        HashedReceipt[] receipts = [.. answers.Select((answer, index) => RequireOf(blockHash, transactionHashes[index], index, answer))];
        LogsBloom bloom =
            LogsBloom.Of(receipts.SelectMany(receipt => receipt.Read.Logs));
        return new BlockReceiptsDigest(
            [.. receipts.Select(receipt => receipt.Read.TransactionHash)],
            bloom,
            withRoot ? Proofs.BlockReceipts.Root(receipts.Select(receipt => receipt.Consensus!)) : null,
            [.. receipts.Select(receipt => receipt.Read).Where(wanted.Includes)]);
    }

    private static HashedReceipt? ReadReceipt(JsonElement result, bool withRoot) =>
        result.ValueKind == JsonValueKind.Null ? null : new HashedReceipt(
            WireParser.ParseReceipt(WireValue.Result(result, ReceiptByHash)),
            withRoot ? Read(ReceiptByHash, result, ConsensusReceipt.FromJson) : null);

    private static HashedReceipt RequireOf(Hash32 blockHash, Hash32 transactionHash, int index, HashedReceipt? answer)
    {
        TransactionReceipt receipt = answer?.Read ?? throw new MissingTransactionReceiptException(transactionHash);
        if (receipt.BlockHash != blockHash || receipt.TransactionHash != transactionHash || receipt.TransactionIndex != index)
        {
            throw MalformedResponseException.OfOtherQuestion(
                ReceiptByHash,
                "result",
                $"is of transaction {receipt.TransactionHash}, number {receipt.TransactionIndex} of block {receipt.BlockHash}; "
                + $"{transactionHash}, number {index} of block {blockHash}, was asked");
        }

        return answer;
    }

    private sealed record HashedReceipt(TransactionReceipt Read, ConsensusReceipt? Consensus);
}
