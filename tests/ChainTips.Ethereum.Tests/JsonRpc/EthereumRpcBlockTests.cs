using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.JsonRpc;

[CancelAfter(30_000)]
internal sealed class EthereumRpcBlockTests
{
    private static readonly BlockNumber Number = new(436);

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task A_block_is_read_with_all_its_fields()
    {
        ScriptedNode node = ScriptedNode.Resulting(WireSamples.Block().ToJsonString());

        BlockHeader? block = await node.Rpc().GetBlockAsync(Number, Token);

        Assert.That(block, Is.Not.Null);
        Assert.That(block.Number, Is.EqualTo(Number));
        Assert.That(block.Hash, Is.EqualTo(WireSamples.BlockHash));
        Assert.That(block.ParentHash, Is.EqualTo(WireSamples.Word('a')));
        Assert.That(block.Timestamp, Is.EqualTo(1_700_000_000));
        Assert.That(block.LogsBloom.ToArray()[255], Is.EqualTo(1));
        Assert.That(block.ReceiptsRoot, Is.EqualTo(WireSamples.Word('d')));
        Assert.That(
            block.TransactionHashes, Is.EqualTo(new[] { WireSamples.TransactionHash, WireSamples.OtherHash }));
    }

    [Test]
    public async Task A_block_is_asked_by_canonical_number_tag_or_hash()
    {
        string block = WireSamples.Block().ToJsonString();
        ScriptedNode node = ScriptedNode.Resulting(block)
            .Then(ScriptedNode.Result(2, block)).Then(ScriptedNode.Result(3, block));
        EthereumRpc rpc = node.Rpc();

        await rpc.GetBlockAsync(Number, Token);
        await rpc.GetBlockAsync(BlockTag.Finalized, Token);
        await rpc.GetBlockAsync(WireSamples.BlockHash, Token);

        Assert.That(node.Questions[0], Does.Contain("\"eth_getBlockByNumber\",\"params\":[\"0x1b4\",false]"));
        Assert.That(node.Questions[1], Does.Contain("\"eth_getBlockByNumber\",\"params\":[\"finalized\",false]"));
        Assert.That(
            node.Questions[2], Does.Contain($"\"eth_getBlockByHash\",\"params\":[\"{WireSamples.BlockHash}\",false]"));
    }

    [Test]
    [Description("F9: null for a number that was just announced")]
    public async Task A_null_block_is_null() =>
        Assert.That(await ScriptedNode.Resulting("null").Rpc().GetBlockAsync(Number, Token), Is.Null);

    [Test]
    public async Task A_block_of_another_number_or_hash_is_not_the_answer_and_transient()
    {
        MalformedResponseException byNumber = await Caught.ByAsync<MalformedResponseException>(
            () => ScriptedNode.Resulting(WireSamples.Block().ToJsonString()).Rpc().GetBlockAsync(Number.Next, Token));
        MalformedResponseException byHash = await Caught.ByAsync<MalformedResponseException>(
            () => ScriptedNode.Resulting(WireSamples.Block().ToJsonString()).Rpc()
                .GetBlockAsync(WireSamples.OtherHash, Token));

        Assert.That(byNumber.Message, Does.Contain("not of the number that was asked"));
        Assert.That(byHash.Message, Does.Contain("not of the hash that was asked"));
        Assert.That(byNumber.IsTransient && byHash.IsTransient, Is.True);
    }

    [TestCase("number", null, "is missing")]
    [TestCase("number", "null", "is not a hexadecimal quantity")]
    [TestCase("hash", null, "is missing")]
    [TestCase("hash", "null", "64 hexadecimal digits")]
    [TestCase("hash", "\"0xbb\"", "64 hexadecimal digits")]
    [TestCase("parentHash", "true", "64 hexadecimal digits")]
    [TestCase("logsBloom", "\"0x00\"", "512 hexadecimal digits")]
    [TestCase("logsBloom", "null", "512 hexadecimal digits")]
    [TestCase("receiptsRoot", null, "is missing")]
    [TestCase("transactions", null, "is missing")]
    [TestCase("transactions", "null", "is not an array")]
    [TestCase("transactions", "[{\"hash\":\"0x00\"}]", "64 hexadecimal digits")]
    public async Task A_block_with_one_bad_field_names_it(string field, string? json, string fault)
    {
        ScriptedNode node = ScriptedNode.Resulting(WireSamples.With(WireSamples.Block(), field, json));

        MalformedResponseException exception = await Caught.ByAsync<MalformedResponseException>(
            () => node.Rpc().GetBlockAsync(Number, Token));

        Assert.That(exception.Field, Is.EqualTo("result." + field));
        Assert.That(exception.Method, Is.EqualTo("eth_getBlockByNumber"));
        Assert.That(exception.Message, Does.Contain(fault).And.Contains(field).And.Contains("eth_getBlockByNumber"));
        Assert.That(exception.IsTransient, Is.False);
    }

    [TestCase("0x0", 0UL)]
    [TestCase("0x00", 0UL)]
    [TestCase("0x0000000000000000000000002105", 8453UL, Description = "F32, leading zeros")]
    [TestCase("0xAbC", 2748UL, Description = "F32, upper case")]
    [TestCase("0x8000000000000000", 9223372036854775808UL, Description = "F33, the top bit is no sign")]
    [TestCase("0xffffffffffffffff", ulong.MaxValue, Description = "F33, all ones are not minus one")]
    public async Task A_quantity_is_read_unsigned(string text, ulong value) =>
        Assert.That(
            await ScriptedNode.Resulting($"\"{text}\"").Rpc().GetChainIdAsync(Token), Is.EqualTo(value));

    [TestCase("\"0x\"")]
    [TestCase("\"\"")]
    [TestCase("\"1\"")]
    [TestCase("\"0X1\"")]
    [TestCase("\"-0x1\"")]
    [TestCase("\"0x-1\"")]
    [TestCase("\"0x 1\"")]
    [TestCase("\"0x1 \"")]
    [TestCase("\"0x1g\"")]
    [TestCase("\"0x1_0\"")]
    [TestCase("\"0x\\u0031\"")]
    [TestCase("\"0x1\\u0000\"")]
    [TestCase("\"0x10000000000000000\"", Description = "F34, 2^64")]
    [TestCase("1", Description = "F32, a JSON number")]
    [TestCase("1e3")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    public async Task Anything_else_is_no_quantity(string json) =>
        await Assert.ThatAsync(
            () => ScriptedNode.Resulting(json).Rpc().GetChainIdAsync(Token),
            Throws.TypeOf<MalformedResponseException>()
                .With.Message.Contains("hexadecimal quantity").And.Message.Contains("eth_chainId"));
}
