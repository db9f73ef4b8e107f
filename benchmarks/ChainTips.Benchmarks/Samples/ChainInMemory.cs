using System.Globalization;
using System.Text;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Benchmarks.Samples;

/// <summary>A chain of linked blocks with true hashes and roots, as go-ethereum would tell it, rendered beforehand.</summary>
internal sealed class ChainInMemory
{
    private const ulong Genesis = 1_790_000_000;

    private readonly Dictionary<string, int> _byHash = [];
    private readonly List<byte[]> _headers = [];
    private readonly List<byte[]> _receipts = [];
    private readonly List<byte[]> _logs = [];
    private readonly Dictionary<string, byte[]> _byTransaction = [];

    /// <summary>Makes a chain of full blocks.</summary>
    /// <param name="blocks">How many blocks.</param>
    /// <param name="tipsOfBlock">How many tips each holds, one to a transaction.</param>
    public ChainInMemory(int blocks, int tipsOfBlock)
    {
        Hash32 parent = Bytes.Word("genesis");
        for (int number = 0; number < blocks; number++)
        {
            parent = Add(number, tipsOfBlock, parent);
        }
    }

    /// <summary>How many blocks there are, numbered from 0.</summary>
    public int Count => _headers.Count;

    /// <summary>The header of a number.</summary>
    public byte[] HeaderAt(int number) => _headers[number];

    /// <summary>The receipts of a block.</summary>
    public byte[] ReceiptsOf(string blockHash) => _receipts[_byHash[blockHash]];

    /// <summary>The receipt of a transaction.</summary>
    public byte[] ReceiptOf(string transactionHash) => _byTransaction[transactionHash];

    /// <summary>The tips of a number as <c>eth_getLogs</c> tells them, without the brackets.</summary>
    public byte[] LogsAt(int number) => _logs[number];

    private Hash32 Add(int number, int tips, Hash32 parent)
    {
        ConsensusReceipt[] receipts =
        [
            .. Enumerable.Range(0, tips).Select(index => new ConsensusReceipt
            {
                Type = 2,
                Succeeded = true,
                CumulativeGasUsed = 90_000 * ((ulong)index + 1),
                Logs = [SampleLogs.Transfer((number * tips) + index, 0), SampleLogs.TipSent((number * tips) + index, 1)],
            }),
        ];
        ConsensusHeader header = SampleBlock.Header(receipts) with
        {
            ParentHash = parent,
            Number = new BlockNumber((ulong)number),
            Timestamp = Genesis + (2 * (ulong)number),
        };
        Hash32 hash = header.ComputeHash();
        string[] transactions = [.. Enumerable.Range(0, tips).Select(index => Bytes.Word($"transaction {number} {index}").ToString())];
        _byHash.Add(hash.ToString(), number);
        _headers.Add(Encoding.UTF8.GetBytes(Json(header, hash, transactions)));
        string place = string.Create(
            CultureInfo.InvariantCulture, $"\"blockHash\":\"{hash}\",\"blockNumber\":\"0x{number:x}\"");
        string[] rendered = [.. receipts.Select((receipt, index) => Json(receipt, index, transactions[index], place, header.Timestamp))];
        for (int index = 0; index < tips && tips < 5; index++)
        {
            _byTransaction.Add(transactions[index], Encoding.UTF8.GetBytes(rendered[index]));
        }

        _receipts.Add(Encoding.UTF8.GetBytes($"[{string.Join(',', rendered)}]"));
        _logs.Add(Encoding.UTF8.GetBytes(string.Join(
            ',', receipts.Select((receipt, index) => Json(receipt.Logs[1], index, transactions[index], place, header.Timestamp)))));
        return hash;
    }

    private static string Json(ConsensusHeader header, Hash32 hash, string[] transactions) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"baseFeePerGas":"0x{{1_000_000:x}}","blobGasUsed":"0x0","difficulty":"0x0","excessBlobGas":"0x0","extraData":"{{Hex.Format(header.ExtraData.Span)}}","gasLimit":"0x{{header.GasLimit:x}}","gasUsed":"0x{{header.GasUsed:x}}","hash":"{{hash}}","logsBloom":"{{header.LogsBloom}}","miner":"{{header.Beneficiary}}","mixHash":"{{header.MixHash}}","nonce":"0x0000000000000000","number":"0x{{header.Number.Value:x}}","parentBeaconBlockRoot":"{{header.ParentBeaconBlockRoot}}","parentHash":"{{header.ParentHash}}","receiptsRoot":"{{header.ReceiptsRoot}}","requestsHash":"{{header.RequestsHash}}","sha3Uncles":"{{header.UnclesHash}}","size":"0x400","stateRoot":"{{header.StateRoot}}","timestamp":"0x{{header.Timestamp:x}}","transactions":[{{string.Join(',', transactions.Select(transaction => $"\"{transaction}\""))}}],"transactionsRoot":"{{header.TransactionsRoot}}","uncles":[],"withdrawals":[],"withdrawalsRoot":"{{header.WithdrawalsRoot}}"}
        """);

    private static string Json(ConsensusReceipt receipt, int index, string transaction, string place, ulong time) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {{{place}},"contractAddress":null,"cumulativeGasUsed":"0x{{receipt.CumulativeGasUsed:x}}","effectiveGasPrice":"0x3b9aca00","from":"{{SampleLogs.Router}}","gasUsed":"0x15f90","logs":[{{string.Join(',', receipt.Logs.Select(log => Json(log, index, transaction, place, time)))}}],"logsBloom":"{{receipt.ComputeBloom()}}","status":"0x1","to":"{{SampleLogs.Router}}","transactionHash":"{{transaction}}","transactionIndex":"0x{{index:x}}","type":"0x2"}
        """);

    private static string Json(ChainLog log, int index, string transaction, string place, ulong time) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"address":"{{log.Address}}","topics":[{{string.Join(',', log.Topics.Select(topic => $"\"{topic}\""))}}],"data":"{{Hex.Format(log.Data.Span)}}",{{place}},"blockTimestamp":"0x{{time:x}}","transactionHash":"{{transaction}}","transactionIndex":"0x{{index:x}}","logIndex":"0x{{(2 * index) + log.Position:x}}","removed":false}
        """);
}
