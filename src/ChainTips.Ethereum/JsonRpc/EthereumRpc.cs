using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The questions that ChainTips asks a node, typed as the Ethereum execution API specifies them.</summary>
/// <remarks>
/// Every method throws <see cref="EthereumRpcException"/>; missing and null are errors where not said otherwise.
/// </remarks>
public sealed partial class EthereumRpc(JsonRpcClient client)
{
    private const string BlockByNumber = "eth_getBlockByNumber";
    private const string BlockByHash = "eth_getBlockByHash";
    private const string ReceiptByHash = "eth_getTransactionReceipt";
    private const string BlockReceipts = "eth_getBlockReceipts";
    private const string Logs = "eth_getLogs";

    private readonly BatchSize _batch = new(client.MaxBatchCalls);

    /// <summary>The EIP-155 chain id.</summary>
    public Task<ulong> GetChainIdAsync(CancellationToken cancellationToken) =>
        AskAsync("eth_chainId", [], result => result.ToUInt64(), cancellationToken);

    /// <summary>
    /// All receipts of a block in order; <see cref="UnknownBlockException"/> if the node answers null.
    /// </summary>
    /// <remarks>
    /// Each receipt claims the asked block. Believe an empty list only if the header's bloom is empty too.
    /// </remarks>
    public async Task<IReadOnlyList<TransactionReceipt>> GetBlockReceiptsAsync(
        Hash32 blockHash, CancellationToken cancellationToken)
    {
        ReceiptCollector receipts = new();
        await StreamBlockReceiptsAsync(blockHash, receipts.Add, receipts.Add, cancellationToken);
        return receipts.Receipts;
    }

    /// <summary>
    /// Hands over each log and each receipt of a block while the answer is read, in memory for the longest log only.
    /// </summary>
    /// <remarks>Act on nothing before the task has completed: the rest of the answer may be faulty.</remarks>
    public Task StreamBlockReceiptsAsync(
        Hash32 blockHash,
        StreamedLogHandler onLog,
        StreamedReceiptHandler onReceipt,
        CancellationToken cancellationToken)
    {
        ReceiptListReader reader = new(BlockReceipts, blockHash, onLog, onReceipt);
        return client.StreamAsync(BlockReceipts, [blockHash.ToString()], reader, cancellationToken);
    }

    /// <summary>The receipt of a transaction; null if the node answers null, for it may not be mined yet.</summary>
    public Task<TransactionReceipt?> GetTransactionReceiptAsync(
        Hash32 transactionHash, CancellationToken cancellationToken) =>
        AskAsync(
            ReceiptByHash,
            [transactionHash.ToString()],
            result => RequireAsked(
                result, ParseReceipt(result), receipt => receipt.TransactionHash == transactionHash, "transactionHash"),
            cancellationToken);

    /// <summary>
    /// The receipts of mined transactions in the order asked; a <see cref="MissingTransactionReceiptException"/> if the
    /// node answers null for one.
    /// </summary>
    public async Task<IReadOnlyList<TransactionReceipt>> GetTransactionReceiptsAsync(
        IReadOnlyList<Hash32> transactionHashes, CancellationToken cancellationToken)
    {
        JsonRpcRequest[] requests = [.. transactionHashes.Select(ByTransaction)];
        IReadOnlyList<TransactionReceipt?> answers = await InBatchesAsync(
            requests.Length,
            (start, count) => client.BatchAsync(
                requests[start..(start + count)], result => ParseReceipt(WireValue.Result(result, ReceiptByHash)), cancellationToken));
        return [.. transactionHashes.Zip(answers, RequireReceiptOf)];
    }

    /// <summary>
    /// The logs of a range of blocks that the filter admits; a foreign log in the answer is an error.
    /// </summary>
    /// <remarks>Nothing proves that the answer is complete: a node that lags answers an empty list.</remarks>
    public async Task<IReadOnlyList<LocatedLog>> GetLogsAsync(LogFilter filter, CancellationToken cancellationToken)
    {
        List<LocatedLog> logs = [];
        await StreamLogsAsync(filter, (in StreamedLog log) => logs.Add(LocatedLog.Of(log)), cancellationToken);
        return logs;
    }

    /// <summary>
    /// Hands over each log that <see cref="GetLogsAsync"/> would list while the answer is read, in memory for the
    /// longest log only; returns their number.
    /// </summary>
    /// <remarks>Act on none before the task has completed: the rest of the answer may be faulty.</remarks>
    public async Task<int> StreamLogsAsync(
        LogFilter filter, StreamedLogHandler onLog, CancellationToken cancellationToken)
    {
        LogListReader reader = new(
            Logs,
            (in StreamedLog log) =>
            {
                RequireAdmitted(filter, log);
                onLog(log);
            });
        await client.StreamAsync(Logs, [ParametersOf(filter)], reader, cancellationToken);
        return reader.Count;
    }

    /// <summary>What a call of a contract returns at the latest block, without sending a transaction.</summary>
    public Task<byte[]> CallAsync(Address to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        JsonObject call = new() { ["to"] = to.ToString(), ["data"] = Hex.Format(data.Span) };
        return AskAsync(Call, [call, NameOf(BlockTag.Latest)], result => result.ToBytes(), cancellationToken);
    }

    /// <summary>The code of a contract at the latest block; empty if there is none.</summary>
    public Task<byte[]> GetCodeAsync(Address address, CancellationToken cancellationToken) =>
        AskAsync(
            Code,
            [address.ToString(), NameOf(BlockTag.Latest)],
            result => result.ToBytes(),
            cancellationToken);

    /// <summary>What the node thinks that a unit of gas costs now, in wei: base fee and tip together.</summary>
    public Task<ulong> GetGasPriceAsync(CancellationToken cancellationToken) =>
        AskAsync("eth_gasPrice", [], result => result.ToUInt64(), cancellationToken);

    /// <summary>The accounts that the node itself can sign for.</summary>
    public Task<IReadOnlyList<Address>> GetAccountsAsync(CancellationToken cancellationToken) =>
        AskAsync<IReadOnlyList<Address>>(
            "eth_accounts", [], result => result.ToArray((item, _) => item.ToAddress()), cancellationToken);

    /// <summary>
    /// Lets the node sign and send a transaction from one of its accounts; the answer is the transaction hash.
    /// </summary>
    /// <remarks>Not idempotent: after a transport failure the transaction may have been sent all the same.</remarks>
    public Task<Hash32> SendTransactionAsync(
        Address from, Address to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        JsonObject transaction = new()
        {
            ["from"] = from.ToString(),
            ["to"] = to.ToString(),
            ["data"] = Hex.Format(data.Span),
        };
        return AskAsync("eth_sendTransaction", [transaction], result => result.ToHash32(), cancellationToken);
    }

    private Task<T> AskAsync<T>(
        string method, JsonArray parameters, Func<WireValue, T> parse, CancellationToken cancellationToken) =>
        client.CallAsync(method, parameters, result => parse(WireValue.Result(result, method)), cancellationToken);

    /// <summary>
    /// Reads items in batches that are as large as the node takes; what it refuses is asked again in smaller ones.
    /// </summary>
    /// <param name="total">How many items there are.</param>
    /// <param name="readAsync">Reads some of them: from which on, and how many.</param>
    private async Task<IReadOnlyList<T>> InBatchesAsync<T>(int total, Func<int, int, Task<IReadOnlyList<T>>> readAsync)
    {
        List<T> items = new(total);
        while (items.Count < total)
        {
            int count = Math.Min(_batch.Current, total - items.Count);
            try
            {
                items.AddRange(await readAsync(items.Count, count));
            }
            catch (EthereumRpcException error) when (_batch.TryShrink(count, error.Classification))
            {
                // The same items are asked again; there is an end to it, for every refusal makes the batch smaller.
                continue;
            }
        }

        return items;
    }

    private static JsonRpcRequest ByTransaction(Hash32 hash) => new(ReceiptByHash, [hash.ToString()]);

    private static TransactionReceipt? ParseReceipt(WireValue result) =>
        result.IsNull ? null : WireParser.ParseReceipt(result);

    private static void RequireAdmitted(LogFilter filter, in StreamedLog log)
    {
        if (!filter.Admits(log))
        {
            throw MalformedResponseException.OfOtherQuestion(Logs, "result", "is not of the filter that was asked");
        }
    }

    private static TransactionReceipt RequireReceiptOf(Hash32 transactionHash, TransactionReceipt? receipt)
    {
        if (receipt is null)
        {
            throw new MissingTransactionReceiptException(transactionHash);
        }

        return receipt.TransactionHash == transactionHash
            ? receipt
            : throw MalformedResponseException.OfOtherQuestion(
                ReceiptByHash, "result", "is not of the transactionHash that was asked");
    }

    /// <summary>Refuses an answer to another question, as caches and mixed-up nodes give it.</summary>
    private static T? RequireAsked<T>(WireValue value, T? answer, Predicate<T> isAsked, string what)
        where T : class =>
        answer is null || isAsked(answer)
            ? answer
            : throw value.Foreign($"is not of the {what} that was asked");

    private static JsonObject ParametersOf(LogFilter filter)
    {
        JsonObject parameters = new()
        {
            ["fromBlock"] = Quantity(filter.From.Value),
            ["toBlock"] = Quantity(filter.To.Value),
        };
        if (filter.Addresses.Count > 0)
        {
            parameters["address"] = ArrayOf(filter.Addresses);
        }

        if (filter.Topics0.Count > 0)
        {
            parameters["topics"] = new JsonArray(ArrayOf(filter.Topics0));
        }

        return parameters;
    }

    private static JsonArray ArrayOf<T>(IEnumerable<T> items)
        where T : struct =>
        [.. items.Select(item => (JsonNode?)JsonValue.Create(item.ToString()))];

    /// <summary>A quantity as nodes insist on it: without leading zeros.</summary>
    private static string Quantity(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    private static string NameOf(BlockTag tag) => tag switch
    {
        BlockTag.Latest => "latest",
        BlockTag.Safe => "safe",
        BlockTag.Finalized => "finalized",
        _ => throw new UnreachableException(),
    };
}
