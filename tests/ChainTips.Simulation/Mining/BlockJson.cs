using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Simulation.Mining;

/// <summary>Writes blocks and receipts as nodes do, with the members that nobody reads too.</summary>
internal static class BlockJson
{
    /// <summary>A quantity as nodes write it.</summary>
    public static string Quantity(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    public static byte[] WriteBlock(SimulatedBlock block)
    {
        ConsensusHeader header = block.Header;
        return Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("number", Quantity(block.Number));
            json.WriteString("hash", block.Plain.Hash);
            json.WriteString("parentHash", block.Plain.ParentHash);
            json.WriteString("sha3Uncles", header.UnclesHash.ToString());
            json.WriteString("miner", Hex.Format(header.Beneficiary.ToArray()));
            json.WriteString("stateRoot", header.StateRoot.ToString());
            json.WriteString("transactionsRoot", header.TransactionsRoot.ToString());
            json.WriteString("receiptsRoot", header.ReceiptsRoot.ToString());
            json.WriteString("logsBloom", header.LogsBloom.ToString());
            json.WriteString("difficulty", "0x0");
            json.WriteString("gasLimit", Quantity(header.GasLimit));
            json.WriteString("gasUsed", Quantity(header.GasUsed));
            json.WriteString("timestamp", Quantity(header.Timestamp));
            json.WriteString("extraData", Hex.Format(header.ExtraData.Span));
            json.WriteString("mixHash", header.MixHash.ToString());
            json.WriteString("nonce", "0x0000000000000000");
            json.WriteString("baseFeePerGas", "0x7");
            json.WriteString("withdrawalsRoot", header.WithdrawalsRoot.ToString());
            json.WriteString("blobGasUsed", "0x0");
            json.WriteString("excessBlobGas", "0x0");
            json.WriteString("parentBeaconBlockRoot", header.ParentBeaconBlockRoot.ToString());
            json.WriteString("size", "0x400");
            json.WriteStartArray("uncles");
            json.WriteEndArray();
            json.WriteStartArray("transactions");
            foreach (SimulatedTransaction transaction in block.Transactions)
            {
                json.WriteStringValue(transaction.Hash.ToString());
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public static byte[] WriteReceipts(SimulatedBlock block) => Write(json =>
    {
        json.WriteStartArray();
        ulong firstLog = 0;
        for (int index = 0; index < block.Transactions.Count; index++)
        {
            WriteReceipt(json, block, index, firstLog);
            firstLog += (ulong)block.Transactions[index].Receipt.Logs.Count;
        }

        json.WriteEndArray();
    });

    private static void WriteReceipt(Utf8JsonWriter json, SimulatedBlock block, int index, ulong firstLog)
    {
        SimulatedTransaction transaction = block.Transactions[index];
        ConsensusReceipt receipt = transaction.Receipt;
        string hash = transaction.Hash.ToString();
        json.WriteStartObject();
        json.WriteString("transactionHash", hash);
        json.WriteString("transactionIndex", Quantity((ulong)index));
        json.WriteString("blockHash", block.Plain.Hash);
        json.WriteString("blockNumber", Quantity(block.Number));
        json.WriteString("type", Quantity(receipt.Type));
        json.WriteString("status", receipt.Succeeded ? "0x1" : "0x0");
        json.WriteString("from", Hex.Format(SimulatedWorld.Payer.ToArray()));
        json.WriteString("to", Hex.Format(SimulatedWorld.Router.ToArray()));
        json.WriteNull("contractAddress");
        json.WriteString("cumulativeGasUsed", Quantity(receipt.CumulativeGasUsed));
        json.WriteString("gasUsed", Quantity(transaction.GasUsed));
        json.WriteString("effectiveGasPrice", "0x7");
        json.WriteString("logsBloom", receipt.ComputeBloom().ToString());
        json.WriteStartArray("logs");
        for (int position = 0; position < receipt.Logs.Count; position++)
        {
            WriteLog(json, block, index, receipt.Logs[position], firstLog + (ulong)position);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLog(Utf8JsonWriter json, SimulatedBlock block, int index, ChainLog log, ulong logIndex)
    {
        json.WriteStartObject();
        json.WriteString("address", Hex.Format(log.Address.ToArray()));
        json.WriteStartArray("topics");
        foreach (Hash32 topic in log.Topics)
        {
            json.WriteStringValue(topic.ToString());
        }

        json.WriteEndArray();
        json.WriteString("data", Hex.Format(log.Data.Span));
        json.WriteString("blockNumber", Quantity(block.Number));
        json.WriteString("blockHash", block.Plain.Hash);
        json.WriteString("blockTimestamp", Quantity(block.Header.Timestamp));
        json.WriteString("transactionHash", block.Transactions[index].Hash.ToString());
        json.WriteString("transactionIndex", Quantity((ulong)index));
        json.WriteString("logIndex", Quantity(logIndex));
        json.WriteBoolean("removed", false);
        json.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(2048);
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
