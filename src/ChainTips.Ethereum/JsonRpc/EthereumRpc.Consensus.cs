using System.Text.Json;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The questions whose answers are hashed: every field counts, not only those that are read otherwise.</summary>
public sealed partial class EthereumRpc
{
    /// <summary>The whole header of a block; <see cref="UnknownBlockException"/> if the node answers null.</summary>
    public async Task<ConsensusHeader> GetConsensusHeaderAsync(Hash32 blockHash, CancellationToken cancellationToken) =>
        await client.CallAsync(
            BlockByHash,
            [blockHash.ToString(), false],
            result => result.ValueKind == JsonValueKind.Null ? null : Read(BlockByHash, result, ConsensusHeader.FromJson),
            cancellationToken)
        ?? throw new UnknownBlockException(blockHash);

    /// <summary>All receipts of a block with every field; <see cref="UnknownBlockException"/> if the node answers null.</summary>
    public async Task<IReadOnlyList<ConsensusReceipt>> GetConsensusReceiptsAsync(
        Hash32 blockHash, CancellationToken cancellationToken) =>
        await client.CallAsync(
            BlockReceipts,
            [blockHash.ToString()],
            result => result.ValueKind == JsonValueKind.Null ? null : Read(BlockReceipts, result, ConsensusReceipt.ListFromJson),
            cancellationToken)
        ?? throw new UnknownBlockException(blockHash);

    /// <summary>The receipts of mined transactions with every field, in the order asked.</summary>
    public async Task<IReadOnlyList<ConsensusReceipt>> GetConsensusReceiptsAsync(
        IReadOnlyList<Hash32> transactionHashes, CancellationToken cancellationToken)
    {
        JsonRpcRequest[] requests = [.. transactionHashes.Select(ByTransaction)];
        return await InBatchesAsync(
            requests.Length,
            (start, count) => client.BatchAsync(
                requests[start..(start + count)], result => Read(ReceiptByHash, result, ConsensusReceipt.FromJson), cancellationToken));
    }

    private static T Read<T>(string method, JsonElement result, Func<JsonElement, T> read)
    {
        try
        {
            return read(result);
        }
        catch (ConsensusFormatException error)
        {
            throw MalformedResponseException.OfAnswer(method, $"cannot be hashed: {error.Message}", error);
        }
    }
}
