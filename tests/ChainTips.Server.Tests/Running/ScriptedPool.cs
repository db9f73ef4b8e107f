using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Transactions;

namespace ChainTips.Server.Tests.Running;

/// <summary>What a scripted node answers to somebody who sends transactions: it takes them all, and mines none.</summary>
internal sealed class ScriptedPool
{
    /// <summary>The transactions that the node was given, by their hashes.</summary>
    public ConcurrentDictionary<Hash32, SignedTransaction> Taken { get; } = [];

    /// <summary>The native coin of everybody, in wei.</summary>
    public string Coin { get; set; } = "0xde0b6b3a7640000";

    /// <summary>The gas that every call needs.</summary>
    public ulong Gas { get; set; } = 86_000;

    public JsonNode? Answer(string method, JsonNode parameters) => method switch
    {
        "eth_getTransactionCount" => "0x0",
        "eth_getBalance" => Coin,
        "eth_estimateGas" => "0x" + Gas.ToString("x", CultureInfo.InvariantCulture),
        "eth_feeHistory" => new JsonObject { ["oldestBlock"] = "0x1", ["baseFeePerGas"] = new JsonArray("0x3b9aca00"), ["reward"] = new JsonArray(new JsonArray("0xf4240")) },
        "eth_sendRawTransaction" => Take((string)parameters[0]!),
        _ => throw new InvalidOperationException($"The gateway asked {method}, which the scripted pool does not know."),
    };

    private string Take(string raw)
    {
        SignedTransaction transaction = SignedTransaction.Decode(Hex.Parse(raw));
        Hash32 hash = transaction.ComputeHash();
        Taken[hash] = transaction;
        return hash.ToString();
    }
}
