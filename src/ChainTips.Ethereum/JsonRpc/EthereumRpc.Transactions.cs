using System.Text.Json;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The questions for whole transactions.</summary>
public sealed partial class EthereumRpc
{
    private const string TransactionByHash = "eth_getTransactionByHash";

    /// <summary>
    /// Mined transactions in the order asked, each hashed from what was signed and found to be the one that was asked for; null for one of a
    /// type whose fields are not known. A <see cref="MissingTransactionReceiptException"/> if the node answers null.
    /// </summary>
    public async Task<IReadOnlyList<MinedTransaction?>> GetMinedTransactionsAsync(
        IReadOnlyList<Hash32> transactionHashes, CancellationToken cancellationToken)
    {
        JsonRpcRequest[] requests = [.. transactionHashes.Select(hash => new JsonRpcRequest(TransactionByHash, [hash.ToString()]))];
        IReadOnlyList<(bool IsThere, MinedTransaction? Read)> answers = await InBatchesAsync(
            requests.Length,
            (start, count) => client.BatchAsync(requests[start..(start + count)], ReadTransaction, cancellationToken));
        return [.. transactionHashes.Zip(answers, (hash, answer) => RequireTransaction(hash, answer.IsThere, answer.Read))];
    }

    private static (bool IsThere, MinedTransaction? Read) ReadTransaction(JsonElement result) => result.ValueKind == JsonValueKind.Null
        ? (false, null)
        : (true, Read(TransactionByHash, result, MinedTransaction.FromJson));

    private static MinedTransaction? RequireTransaction(Hash32 hash, bool isThere, MinedTransaction? transaction)
    {
        if (!isThere)
        {
            throw new MissingTransactionReceiptException(hash);
        }

        return transaction is null || transaction.Hash == hash
            ? transaction
            : throw MalformedResponseException.OfOtherQuestion(
                TransactionByHash, "result", $"hashes to {transaction.Hash}, and {hash} was asked");
    }
}
