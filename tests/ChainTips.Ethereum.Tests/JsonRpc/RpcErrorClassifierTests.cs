using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.JsonRpc;

/// <summary>The texts are those that providers answer, as collected from ponder, eRPC, graph-node and issue threads.</summary>
internal sealed class RpcErrorClassifierTests
{
    [TestCase(-32602, "query exceeds limits, this block range should work: [0x0, 0xd043b8]", null, 0UL, 13_648_824UL, Description = "Alchemy")]
    [TestCase(-32602, "range 1000000 exceeds limit of 10000", 10_000UL, null, null, Description = "Infura since 2026")]
    [TestCase(null, "eth_getLogs is limited to a 10,000 range", 10_000UL, null, null, Description = "QuickNode")]
    [TestCase(-32600, "block range is too wide", null, null, null, Description = "Ankr")]
    [TestCase(-32000, "maximum [from, to] blocks distance: 10000", 10_000UL, null, null, Description = "TAC")]
    [TestCase(-32701, "exceed maximum block range: 50000", 50_000UL, null, null, Description = "publicnode")]
    [TestCase(-32047, "Max range: 800", 800UL, null, null, Description = "Cloudflare")]
    [TestCase(-32000, "no backend is currently healthy to serve traffic", null, null, null, Description = "Base public")]
    [TestCase(-32000, "block range too large", null, null, null, Description = "Base public, Morph")]
    [TestCase(-32005, "please limit the query to at most 1000 blocks", 1_000UL, null, null, Description = "Coinbase CDP")]
    [TestCase(-32000, "Block range is too large", null, null, null, Description = "Optimism public")]
    [TestCase(-32000, "eth_getLogs is limited to a 1000 blocks range", 1_000UL, null, null, Description = "1RPC")]
    [TestCase(-32602, "eth_getLogs is limited to 1024 block range", 1_024UL, null, null, Description = "BlockPI")]
    [TestCase(-32602, "Block range limit exceeded.", null, null, null, Description = "Chainstack")]
    [TestCase(35, "ranges over 10000 blocks are not supported on freetier", 10_000UL, null, null, Description = "dRPC")]
    [TestCase(-32603, "eth_getLogs range is too large, max is 1k blocks", 1_000UL, null, null, Description = "Merkle")]
    [TestCase(-32603, "eth_getLogs range is too large, max is 10k blocks", 10_000UL, null, null, Description = "Merkle")]
    [TestCase(-32005, "Maximum allowed number of requested blocks is 1000", 1_000UL, null, null, Description = "thirdweb")]
    [TestCase(-32000, "requested too many blocks from 100 to 9000, maximum is set to 2048", 2_048UL, null, null, Description = "Avalanche")]
    [TestCase(-32603, "block range is too wide (maximum 1024)", 1_024UL, null, null, Description = "Moonriver")]
    [TestCase(-32000, "query must be smaller than size 1024", 1_024UL, null, null, Description = "Harmony")]
    [TestCase(-32000, "exceed max block range: 5000", 5_000UL, null, null, Description = "Tron")]
    [TestCase(-32602, "query exceeds max block range 1000", 1_000UL, null, null, Description = "Hyperliquid")]
    [TestCase(-32000, "block range greater than 2000 max", 2_000UL, null, null, Description = "Swell")]
    [TestCase(-32614, "eth_getLogs requests with up to a 500 block range", 500UL, null, null, Description = "Aurora, Monad")]
    [TestCase(-32000, "block range is larger than max block range, block range = 5120, max block range = 5000", 5_000UL, null, null)]
    public void A_range_that_is_too_wide_is_known_with_its_way_out(
        int? code, string message, ulong? limit, ulong? from, ulong? to) =>
        Assert.That(
            RpcErrorClassifier.Classify(code, message, null, null),
            Is.EqualTo(new RpcErrorClass(RpcErrorKind.RangeTooWide, Block(from), Block(to), limit)));

    [TestCase(-32602, "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range, or with a cap of 10K logs in the response. This block range should work: [0x0, 0xd043b8]", null, 10_000UL, 0UL, 13_648_824UL, Description = "Alchemy")]
    [TestCase(-32005, "query returned more than 10000 results. Try with this block range [0x10, 0x1f].", null, 10_000UL, 16UL, 31UL, Description = "Infura")]
    [TestCase(-32600, "query exceeds max results", null, null, null, null, Description = "Ankr")]
    [TestCase(-32602, "query exceeds max results 20000, retry with the range 23879634-23879696", null, 20_000UL, 23_879_634UL, 23_879_696UL, Description = "LlamaRPC, decimal")]
    [TestCase(-32000, "backend response too large", null, null, null, null, Description = "Optimism public")]
    [TestCase(-32000, "logs matched by query exceeds limit of 10000", null, 10_000UL, null, null, Description = "Arbitrum")]
    [TestCase(-32000, "response size should not greater than 10000000 bytes", null, 10_000_000UL, null, null, Description = "1RPC")]
    [TestCase(-32008, "Response is too big", "\"Exceeded max limit of 167772160\"", 167_772_160UL, null, null, Description = "reth, jsonrpsee")]
    public void An_answer_that_would_be_too_large_is_known_with_its_way_out(
        int code, string message, string? data, ulong? limit, ulong? from, ulong? to) =>
        Assert.That(
            RpcErrorClassifier.Classify(code, message, data, null),
            Is.EqualTo(new RpcErrorClass(RpcErrorKind.ResponseTooLarge, Block(from), Block(to), limit)));

    [TestCase(-32003, "batch too large", null, Description = "geth")]
    [TestCase(31, "Batch of more than 3 requests are not allowed on free tier", 3UL, Description = "dRPC")]
    [TestCase(-32600, "Batch size is too large, limit is 10", 10UL)]
    [TestCase(-32005, "max batch size of 100 exceeded", 100UL)]
    [TestCase(-32014, "You cannot query more than 20 calls in batch", 20UL)]
    public void A_batch_that_is_too_large_is_known_with_its_limit(int code, string message, ulong? limit) =>
        Assert.That(
            RpcErrorClassifier.Classify(code, message, null, null), Is.EqualTo(new RpcErrorClass(RpcErrorKind.BatchTooLarge, Limit: limit)));

    [Test]
    [Description("Tenderly says it in the data")]
    public void A_limit_in_the_data_is_found() =>
        Assert.That(
            RpcErrorClassifier.Classify(
                -32602, "invalid params", """{"payload":"range 9009594 is bigger than range limit 2000"}""", null),
            Is.EqualTo(new RpcErrorClass(RpcErrorKind.RangeTooWide, Limit: 2_000)));

    [TestCase(-32602, "BlockOutOfRangeError: block height is 2 but requested was 256", RpcErrorKind.UnknownBlock, Description = "anvil")]
    [TestCase(-32000, "unknown block", RpcErrorKind.UnknownBlock, Description = "anvil, geth by hash")]
    [TestCase(-32000, "header not found", RpcErrorKind.UnknownBlock, Description = "geth")]
    [TestCase(-32000, "finalized block not found", RpcErrorKind.UnknownBlock, Description = "F21")]
    [TestCase(-39001, "Unknown block", RpcErrorKind.UnknownBlock, Description = "F21")]
    [TestCase(-32000, "block range extends beyond current head block", RpcErrorKind.UnknownBlock, Description = "geth")]
    [TestCase(4444, "pruned history unavailable", RpcErrorKind.Pruned, Description = "F4")]
    [TestCase(-32000, "Receipt not available for 0xabc", RpcErrorKind.Pruned, Description = "F4, nethermind")]
    [TestCase(-32000, "missing trie node 00 (path )", RpcErrorKind.Pruned, Description = "geth")]
    [TestCase(-32005, "Monthly capacity limit exceeded.", RpcErrorKind.Billing)]
    [TestCase(-32001, "You have reached the free tier limit", RpcErrorKind.Billing)]
    [TestCase(-32005, "daily request count exceeded, request rate limited", RpcErrorKind.RateLimited, Description = "Infura")]
    [TestCase(-32005, "why", RpcErrorKind.RateLimited)]
    [TestCase(429, "Your app has exceeded its compute units per second capacity", RpcErrorKind.RateLimited, Description = "Alchemy")]
    [TestCase(-32016, "over rate limit", RpcErrorKind.RateLimited)]
    [TestCase(3, "execution reverted: block range too wide", RpcErrorKind.ExecutionReverted, Description = "a contract chose the text")]
    [TestCase(-32000, "execution reverted", RpcErrorKind.ExecutionReverted)]
    [TestCase(-32603, "Error: VM Exception while processing transaction: reverted with reason string 'no'", RpcErrorKind.ExecutionReverted, Description = "Hardhat")]
    [TestCase(-32015, "VM execution error.", RpcErrorKind.ExecutionReverted, Description = "OpenEthereum, Nethermind")]
    [TestCase(-32000, "hash 0xbb is not currently canonical", RpcErrorKind.UnknownBlock, Description = "geth, EIP-1898")]
    [TestCase(-32000, "Received invalid block tag 0xbb. Latest block number is 5", RpcErrorKind.UnknownBlock, Description = "Hardhat 3")]
    [TestCase(-32601, "the method eth_getBlockReceipts does not exist/is not available", RpcErrorKind.MethodMissing, Description = "geth")]
    [TestCase(-32601, "why", RpcErrorKind.MethodMissing, Description = "JSON-RPC 2.0")]
    [TestCase(-32000, "Unsupported method: eth_getBlockReceipts", RpcErrorKind.MethodMissing)]
    [TestCase(-32603, "why", RpcErrorKind.Transient, Description = "EIP-1474")]
    [TestCase(-32002, "why", RpcErrorKind.Transient, Description = "EIP-1474")]
    [TestCase(-32000, "request timed out", RpcErrorKind.Transient)]
    [TestCase(-32602, "exceed max addresses or topics per search position", RpcErrorKind.Other, Description = "no smaller range helps")]
    [TestCase(-32602, "This query contains 6000 filters. The current limit is 5000.", RpcErrorKind.Other)]
    [TestCase(-32602, "why", RpcErrorKind.Other)]
    [TestCase(-32000, "nonce too low", RpcErrorKind.Other)]
    public void Other_errors_are_known_by_text_and_then_by_code(int code, string message, RpcErrorKind kind) =>
        Assert.That(RpcErrorClassifier.Classify(code, message, null, null), Is.EqualTo(new RpcErrorClass(kind)));

    [TestCase(402, "", RpcErrorKind.Billing)]
    [TestCase(413, "", RpcErrorKind.ResponseTooLarge)]
    [TestCase(429, "", RpcErrorKind.RateLimited)]
    [TestCase(429, "Monthly capacity limit exceeded", RpcErrorKind.Billing)]
    [TestCase(503, "", RpcErrorKind.Transient)]
    [TestCase(503, "Log response size exceeded", RpcErrorKind.ResponseTooLarge, Description = "Alchemy")]
    [TestCase(400, "eth_getLogs is limited to a 10,000 range", RpcErrorKind.RangeTooWide, Description = "QuickNode")]
    [TestCase(403, "", RpcErrorKind.Other)]
    public void A_status_counts_where_the_text_says_nothing(int status, string body, RpcErrorKind kind) =>
        Assert.That(RpcErrorClassifier.Classify(null, body, null, status).Kind, Is.EqualTo(kind));

    [TestCase("block range too large, try [0x20, 0x10]", Description = "backwards")]
    [TestCase("block range too large, try [0xffffffffffffffffff, 0x10]", Description = "over 64 bits")]
    public void A_range_that_makes_no_sense_is_not_suggested(string message) =>
        Assert.That(RpcErrorClassifier.Classify(-32000, message, null, null).SuggestedFrom, Is.Null);

    [TestCase("max range: 0")]
    [TestCase("block range limit 0k")]
    public void A_limit_of_nothing_is_no_limit(string message) =>
        Assert.That(RpcErrorClassifier.Classify(-32000, message, null, null).Limit, Is.Null);

    [Test]
    public void Any_text_is_classified() =>
        Holds.ForAll(
            Holds.AnyBytes,
            bytes => Enum.IsDefined(
                RpcErrorClassifier.Classify(-1, "range limit " + System.Text.Encoding.Latin1.GetString(bytes), null, null).Kind));

    [Test]
    [Category("Fuzz")]
    [Description("The first line is the message, the others are the data")]
    public void Hostile_text_is_classified_and_what_is_suggested_makes_sense() =>
        Fuzz.Text(
            "RPC error text",
            [
                "query returned more than 10000 results. Try with this block range [0x20, 0x30].",
                "block range too large, maximum [from, to] blocks distance: 10,000",
                "query exceeds max results 20000, retry with the range 23879634-23879696",
                "Max range: 800\n\"0x\"", "header not found", "x\n{\"range\":5}",
            ],
            new Allowance(20_000, 100),
            text =>
            {
                string[] parts = text.Split('\n', 2);
                RpcErrorClass found = RpcErrorClassifier.Classify(-1, parts[0], parts.Length > 1 ? parts[1] : null, null);
                bool makesSense = Enum.IsDefined(found.Kind) && !(found.SuggestedFrom > found.SuggestedTo) && found.Limit is null or > 0;
                return found.Kind == RpcErrorKind.Other ? Fuzz.RefusedIf(makesSense) : Fuzz.AcceptedIf(makesSense);
            });

    [Test]
    [CancelAfter(10_000)]
    public void A_megabyte_of_text_takes_no_time() =>
        Assert.That(
            RpcErrorClassifier.Classify(-1, "max range: " + new string('x', 1 << 20), new string('9', 1 << 20), null).Kind,
            Is.EqualTo(RpcErrorKind.RangeTooWide));

    private static BlockNumber? Block(ulong? number) => number is { } value ? new BlockNumber(value) : null;
}
