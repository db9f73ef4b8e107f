using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Ethereum.Tests.JsonRpc;

/// <summary>The hash that is recomputed while a header is read, on blocks that a Hardhat node made.</summary>
[CancelAfter(30_000)]
internal sealed class HeaderHashTests
{
    private static readonly string[] Files = ["hardhat-generic.json", "hardhat-op.json", "hardhat-berlin.json"];

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task The_hash_of_each_block_is_recomputed([ValueSource(nameof(Files))] string file)
    {
        foreach (JsonObject block in BlocksOf(file))
        {
            BlockHeader header = await ReadAsync(block);

            Assert.That(header.ComputedHash, Is.EqualTo(header.Hash));
        }
    }

    [Test]
    public async Task Receipts_root_and_bloom_are_those_of_the_header([ValueSource(nameof(Files))] string file)
    {
        foreach (JsonNode item in ItemsOf(file))
        {
            BlockHeader header = await ReadAsync((JsonObject)item["block"]!);
            ScriptedNode node = ScriptedNode.Resulting(item["receipts"]!.ToJsonString());

            BlockReceiptsDigest digest = (await node.Rpc().DigestBlockReceiptsAsync([header.Hash], LogSelection.Of(default), true, Token))[0];

            Assert.That(digest.Root, Is.EqualTo(header.ReceiptsRoot));
            Assert.That(digest.Bloom, Is.EqualTo(header.LogsBloom));
            Assert.That(digest.TransactionHashes, Is.EqualTo(header.TransactionHashes));
        }
    }

    [Test]
    public async Task Every_changed_field_changes_the_hash([ValueSource(nameof(Files))] string file)
    {
        JsonObject block = BlocksOf(file).Last();
        string[] hashed =
        [
            .. block.Select(member => member.Key).Where(name => name is not ("hash" or "transactions" or "uncles" or "size"
                or "withdrawals" or "totalDifficulty" or "blobVersionedHashes")),
        ];
        Assert.That(hashed, Has.Length.GreaterThanOrEqualTo(15));
        foreach (string name in hashed)
        {
            JsonObject changed = (JsonObject)block.DeepClone();
            changed[name] = Changed((string)block[name]!);

            BlockHeader header = await ReadAsync(changed);

            Assert.That(header.ComputedHash, Is.Not.Null.And.Not.EqualTo(header.Hash), name);
            Assert.That(
                header.ComputedHash,
                Is.EqualTo(ConsensusHeader.FromJson(JsonSerializer.Deserialize<JsonElement>(changed.ToJsonString())).ComputeHash()), name);
        }
    }

    [TestCase("mixHash", null)]
    [TestCase("gasUsed", "0x")]
    [TestCase("gasUsed", "21000")]
    [TestCase("miner", "0x1234")]
    [TestCase("difficulty", "0x10000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("withdrawalsRoot", null, Description = "a field of a later fork is there without it")]
    public async Task A_header_that_cannot_be_hashed_is_read_and_has_no_computed_hash(string member, string? value)
    {
        JsonObject block = (JsonObject)BlocksOf(Files[0]).Last().DeepClone();
        block.Remove(member);
        if (value is not null)
        {
            block[member] = value;
        }

        BlockHeader header = await ReadAsync(block);

        Assert.That(header.ComputedHash, Is.Null);
        Assert.That(header.Hash.ToString(), Is.EqualTo((string)block["hash"]!));
    }

    [Test]
    [Description("F35: a field of a fork to come")]
    public async Task A_field_that_is_not_known_is_passed_over()
    {
        JsonObject block = (JsonObject)BlocksOf(Files[0]).Last().DeepClone();
        block["blockAccessListHash"] = new JsonObject { ["a"] = new JsonArray(1, 2) };
        block["l1BlockNumber"] = "0x7";

        BlockHeader header = await ReadAsync(block);

        Assert.That(header.ComputedHash, Is.EqualTo(header.Hash));
    }

    [Test]
    [Description("F32: leading zeros and upper-case digits")]
    public async Task A_quantity_of_another_spelling_is_the_same_number()
    {
        JsonObject block = (JsonObject)BlocksOf(Files[0]).Last().DeepClone();
        block["gasLimit"] = "0x00" + ((string)block["gasLimit"]!)[2..].ToUpperInvariant();
        block["difficulty"] = "0x0000";

        BlockHeader header = await ReadAsync(block);

        Assert.That(header.ComputedHash, Is.EqualTo(header.Hash));
    }

    private static async Task<BlockHeader> ReadAsync(JsonObject block) =>
        (await ScriptedNode.Resulting(block.ToJsonString()).Rpc().GetBlockAsync(BlockTag.Latest, Token))!;

    /// <summary>The same text with its last digit changed.</summary>
    private static string Changed(string hex) => hex == "0x" ? "0x01" : hex[..^1] + (hex[^1] == '1' ? '2' : '1');

    private static IEnumerable<JsonObject> BlocksOf(string file) => ItemsOf(file).Select(item => (JsonObject)item["block"]!);

    private static IEnumerable<JsonNode> ItemsOf(string file) =>
        JsonNode.Parse(File.ReadAllText(PathOf(file)))!.AsArray().Select(item => item!);

    private static string PathOf(string file, [CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, "..", "Proofs", file);
}
