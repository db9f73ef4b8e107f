using System.Text.Json.Nodes;

namespace ChainTips.Server.Tests.Reorgs;

/// <summary>
/// What the node says of its chain, read block by block: the oracle that the books are held to. It shares no code with the product, and
/// reads each block's receipts by the block's hash.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="scene">The contracts and the posts.</param>
internal sealed class CanonicalChain(AnvilNode node, ReorgScene scene)
{
    /// <summary>TipSent(bytes32,address,address,address,uint256,uint256), as the committed ABI has it.</summary>
    private const string TipSent = "0x6a670c6a5b949fac23194fd31224e9f3954826cffbee71cb8676a979dea5bfe0";

    private readonly List<ReadBlock> _blocks = [];

    /// <summary>Every tip that was ever read on the chain, with the block that it was in then.</summary>
    public HashSet<TipFact> EverMined { get; } = [];

    public ReadBlock Head => _blocks[^1];

    /// <summary>The tips that are on the chain now.</summary>
    public IEnumerable<TipFact> Tips => _blocks.SelectMany(block => block.Tips);

    /// <summary>How many tips each block has, from a block on.</summary>
    public IEnumerable<int> CountsFrom(int number) => _blocks.Where(block => block.Number >= number).Select(block => block.Tips.Count);

    /// <summary>Reads the chain again from a block on.</summary>
    public async Task ReadAsync(int from)
    {
        int head = ReorgScene.Number((string)(await node.AskAsync("eth_blockNumber"))!);
        _blocks.RemoveAll(block => block.Number >= from);
        int[] numbers = [.. Enumerable.Range(from, head - from + 1)];
        IReadOnlyList<JsonNode?> headers = await node.AskAllAsync(
            [.. numbers.Select(number => new NodeCall("eth_getBlockByNumber", SentTip.Quantity(number), false))]);
        IReadOnlyList<JsonNode?> receipts = await node.AskAllAsync(
            [.. headers.Select(header => new NodeCall("eth_getBlockReceipts", header!["hash"]!.DeepClone()))]);
        foreach ((JsonNode? header, JsonNode? its) in headers.Zip(receipts))
        {
            string hash = (string)header!["hash"]!;
            string? below = _blocks.Count == 0 ? null : Head.Hash;
            Assert.That(below is null || below == (string)header["parentHash"]!, Is.True, "The node changed its chain while nobody told it to.");
            Assert.That(its!.AsArray(), Has.Count.EqualTo(header["transactions"]!.AsArray().Count));
            Assert.That(its.AsArray().Select(receipt => (string)receipt!["status"]!), Is.All.EqualTo("0x1"), () => its.ToJsonString());
            _blocks.Add(new ReadBlock(ReorgScene.Number((string)header["number"]!), hash, [.. its.AsArray().SelectMany(receipt => TipsOf(receipt!, hash))]));
        }

        EverMined.UnionWith(Tips);
    }

    private bool IsOfRouter(JsonNode log) => string.Equals((string)log["address"]!, scene.Router, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<TipFact> TipsOf(JsonNode receipt, string block)
    {
        JsonArray logs = receipt["logs"]!.AsArray();
        for (int position = 0; position < logs.Count; position++)
        {
            JsonNode log = logs[position]!;
            string[] topics = [.. log["topics"]!.AsArray().Select(topic => (string)topic!)];
            if ((string)receipt["status"]! == "0x1" && IsOfRouter(log) && topics[0] == TipSent)
            {
                string data = ((string)log["data"]!)[2..];
                string transaction = (string)log["transactionHash"]!;
                yield return new TipFact(
                    transaction[2..], position, block[2..], ReorgScene.Number((string)log["blockNumber"]!), topics[2][26..], topics[3][26..],
                    data[24..64], data[64..128].TrimStart('0'), topics[1][2..]);
            }
        }
    }
}

/// <summary>A block as the node gave it.</summary>
internal sealed record ReadBlock(int Number, string Hash, IReadOnlyList<TipFact> Tips);

/// <summary>A tip in a block, in hexadecimal digits as the chain has them; the amount without leading zeros.</summary>
internal sealed record TipFact(
    string Transaction, int Position, string Block, int Number, string Payer, string Payee, string Token, string Amount, string Reference);
