using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.JsonRpc;

/// <summary>Well-formed answers as nodes write them, for a test to spoil in one place.</summary>
internal static class WireSamples
{
    public static readonly Hash32 BlockHash = Word('b');
    public static readonly Hash32 TransactionHash = Word('c');
    public static readonly Hash32 OtherHash = Word('e');
    public static readonly Address Token = Address.Parse("0x833589fcd6edb6e08f4c7c32d4f71b54bda02913");
    public static readonly Address Payer = Address.Parse("0x857b06519e91e3a54538791bdbb0e22373e36b66");
    public static readonly Hash32 Transfer =
        Hash32.Parse("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");

    public static Hash32 Word(char digit) => Hash32.Parse("0x" + new string(digit, 64));

    public static JsonObject Block() => new()
    {
        ["number"] = "0x1b4",
        ["hash"] = BlockHash.ToString(),
        ["parentHash"] = Word('a').ToString(),
        ["timestamp"] = "0x6553f100",
        ["logsBloom"] = "0x" + new string('0', 511) + "1",
        ["receiptsRoot"] = Word('d').ToString(),
        ["transactions"] = new JsonArray(TransactionHash.ToString(), OtherHash.ToString()),
        ["baseFeePerGas"] = "0x7",
        ["withdrawals"] = new JsonArray(),
    };

    public static JsonObject Receipt() => new()
    {
        ["transactionHash"] = TransactionHash.ToString(),
        ["transactionIndex"] = "0x0",
        ["blockHash"] = BlockHash.ToString(),
        ["blockNumber"] = "0x1b4",
        ["status"] = "0x1",
        ["from"] = Payer.ToString(),
        ["to"] = Token.ToString(),
        ["gasUsed"] = "0x5208",
        ["logs"] = new JsonArray(Log("0x7"), Log("0x8")),
        ["type"] = "0x7e",
        ["l1Fee"] = "0x1",
    };

    public static JsonObject Log(string logIndex) => new()
    {
        ["address"] = Token.ToString(),
        ["topics"] = new JsonArray(Transfer.ToString(), Word('0').ToString()),
        ["data"] = "0x00000000000000000000000000000000000000000000000000000000004c4b40",
        ["blockNumber"] = "0x1b4",
        ["blockHash"] = BlockHash.ToString(),
        ["transactionHash"] = TransactionHash.ToString(),
        ["transactionIndex"] = "0x0",
        ["logIndex"] = logIndex,
        ["blockTimestamp"] = "0x6553f100",
        ["removed"] = false,
    };

    /// <summary>The object with one member replaced by JSON text, or removed if the text is null.</summary>
    public static string With(JsonObject sample, string name, string? json)
    {
        sample.Remove(name);
        if (json is not null)
        {
            sample[name] = JsonNode.Parse(json);
        }

        return sample.ToJsonString();
    }
}
