using System.Buffers;
using System.Text.Json;
using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Simulation.Mining;

namespace ChainTips.Simulation.Network;

/// <summary>Answers questions as a node without any fault does, from what it sees of the chain.</summary>
/// <param name="hasBlockReceipts">Whether it offers <c>eth_getBlockReceipts</c>.</param>
internal sealed class SimulatedNode(bool hasBlockReceipts)
{
    public const string BlockByNumber = "eth_getBlockByNumber";
    public const string BlockByHash = "eth_getBlockByHash";
    public const string BlockReceipts = "eth_getBlockReceipts";
    public const string TransactionReceipt = "eth_getTransactionReceipt";
    public const string Logs = "eth_getLogs";
    public const string ChainId = "eth_chainId";

    /// <summary>Answers one question.</summary>
    public NodeAnswer Answer(NodeView view, NodeCall call) => call.Method switch
    {
        ChainId => NodeAnswer.OfText(BlockJson.Quantity(SimulatedWorld.ChainId)),
        "net_version" => NodeAnswer.OfText("31337"),
        "web3_clientVersion" => NodeAnswer.OfText("simulated/1.0"),
        "eth_syncing" => NodeAnswer.Of("false"u8),
        "eth_blockNumber" => NodeAnswer.OfText(BlockJson.Quantity(view.Head.Number)),
        BlockByNumber => OfBlock(view.Find(Text(call, 0))),
        BlockByHash => OfBlock(view.FindHash(Hash32.Parse(Text(call, 0)))),
        BlockReceipts when hasBlockReceipts => OfReceipts(FindBlock(view, Text(call, 0))),
        TransactionReceipt => OfReceipt(view, Hash32.Parse(Text(call, 0))),
        Logs => LogSearch.Answer(view, call.Parameters[0]),
        "eth_getCode" => NodeAnswer.OfText(Text(call, 0).Equals(
            SimulatedWorld.Router.ToString(), StringComparison.OrdinalIgnoreCase) ? "0x6001" : "0x"),
        "eth_call" => Call(call.Parameters[0]),
        _ => NodeAnswer.OfError(-32601, $"the method {call.Method} does not exist/is not available"),
    };

    private static string Text(NodeCall call, int index) => call.Parameters[index].GetString()!;

    private static SimulatedBlock? FindBlock(NodeView view, string hashOrNumber) =>
        hashOrNumber.Length == 66 ? view.FindHash(Hash32.Parse(hashOrNumber)) : view.Find(hashOrNumber);

    private static NodeAnswer OfBlock(SimulatedBlock? block) => block is null ? NodeAnswer.Null : NodeAnswer.Of(block.Json);

    private static NodeAnswer OfReceipts(SimulatedBlock? block) => block is null ? NodeAnswer.Null : NodeAnswer.Of(block.ReceiptsJson);

    private static NodeAnswer OfReceipt(NodeView view, Hash32 transaction)
    {
        if (view.FindBlockOf(transaction) is not SimulatedBlock block)
        {
            return NodeAnswer.Null;
        }

        int index = block.Transactions.Select(one => one.Hash).ToList().IndexOf(transaction);
        using JsonDocument receipts = JsonDocument.Parse(block.ReceiptsJson.ToArray());
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            receipts.RootElement[index].WriteTo(json);
        }

        return NodeAnswer.Of(buffer.WrittenSpan);
    }

    private static NodeAnswer Call(JsonElement call)
    {
        string data = call.TryGetProperty("data", out JsonElement named) ? named.GetString()! : call.GetProperty("input").GetString()!;
        AllowedToken? token = SimulatedWorld.Tokens.FirstOrDefault(allowed =>
            call.GetProperty("to").GetString()!.Equals(allowed.Token.Address.ToString(), StringComparison.OrdinalIgnoreCase));
        byte[]? answer = token is null ? null : Answer(token, Hex.Parse(data));
        return answer is null ? NodeAnswer.OfError(3, "execution reverted") : NodeAnswer.OfText(Hex.Format(answer));
    }

    private static byte[]? Answer(AllowedToken token, byte[] data)
    {
        bool Is(string signature) => data.AsSpan().SequenceEqual(AbiSignature.Selector(signature));
        return Is("name()") ? new AbiWriter().WriteString(token.Name).ToArray()
            : Is("decimals()") ? new AbiWriter().Write((UInt256)(ulong)token.Token.Decimals).ToArray()
            : Is("DOMAIN_SEPARATOR()") && token.DomainSeparator is Hash32 separator ? new AbiWriter().Write(separator).ToArray()
            : null;
    }
}
