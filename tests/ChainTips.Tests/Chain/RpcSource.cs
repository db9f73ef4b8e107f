using System.Text.Json.Nodes;
using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

/// <summary>What the tests of the source that reads a node begin with.</summary>
internal static class RpcSource
{
    public const string BlockReceipts = "eth_getBlockReceipts";
    public const string ReceiptByHash = "eth_getTransactionReceipt";

    public static readonly ATip Sent = ATip.For(Sample.HashOf("reference"));
    public static readonly ChainProfile WithoutBlockReceipts = Sample.TaggedProfile with { HasBlockReceipts = false };

    /// <summary>The source under test, that reads the tips of the router.</summary>
    public static RpcChainSource SourceOf(
        FakeNode node, ChainProfile? profile = null, Verification verification = Verification.Bloom) =>
        new(node.Rpc(), profile ?? Sample.TaggedProfile, new LogInterest(Sample.Router, ALog.TipSentTopic), verification);

    /// <summary>What a gateway looks for: tips, and transfers of its tokens from a block on.</summary>
    public static LogInterest WithTransfers(DirectPaymentsStart start) => new(Sample.Router, ALog.TipSentTopic)
    {
        Transfers = [.. Sample.Settings.Tokens.Select(allowed => new LogPattern(allowed.Token.Address, ALog.TransferTopic))],
        DirectPayments = start,
    };

    /// <summary>A source that believes an answer of no logs.</summary>
    public static RpcChainSource TrustingSourceOf(FakeNode node) => SourceOf(node, verification: Verification.Trust);

    /// <summary>A chain of one block with one transaction.</summary>
    public static FakeChain ChainWith(FakeTransaction transaction, out FakeBlock block)
    {
        FakeChain chain = new();
        block = chain.Mine(transaction);
        return chain;
    }

    /// <summary>The honest answer, changed; it fits the lies of a <see cref="FakeNode"/>.</summary>
    public static JsonNode? Spoil(JsonNode? honest, Action<JsonNode> spoil)
    {
        spoil(honest!);
        return honest;
    }
}
