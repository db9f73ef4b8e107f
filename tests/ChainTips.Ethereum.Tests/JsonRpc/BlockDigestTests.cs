using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Ethereum.Tests.JsonRpc;

[CancelAfter(30_000)]
internal sealed class BlockDigestTests
{
    private static readonly Hash32 Topic = WireSamples.Transfer;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(127)]
    [TestCase(128, Description = "the key of index 0 stands after that of 127")]
    [TestCase(129)]
    [TestCase(300, Description = "keys of three bytes")]
    public async Task Root_and_bloom_are_those_of_the_receipts_one_by_one(int count)
    {
        JsonArray receipts = Receipts(WireSamples.BlockHash, count);
        IReadOnlyList<ConsensusReceipt> expected =
            ConsensusReceipt.ListFromJson(JsonSerializer.Deserialize<JsonElement>(receipts.ToJsonString()));

        BlockReceiptsDigest digest = await DigestAsync(ScriptedNode.Resulting(receipts.ToJsonString()));

        Assert.That(digest.Root, Is.EqualTo(BlockReceipts.Root(expected)));
        Assert.That(digest.Bloom, Is.EqualTo(BlockReceipts.Bloom(expected)));
        Assert.That(digest.TransactionHashes, Has.Count.EqualTo(count).And.Unique);
    }

    [Test]
    public async Task The_receipts_with_the_topic_are_those_that_are_read_otherwise()
    {
        string receipts = Receipts(WireSamples.BlockHash, 40).ToJsonString();
        IReadOnlyList<TransactionReceipt> all =
            await ScriptedNode.Resulting(receipts).Rpc().GetBlockReceiptsAsync(WireSamples.BlockHash, Token);
        TransactionReceipt[] expected = [.. all.Where(receipt => receipt.Logs.Any(log => log.Topics is [Hash32 first, ..] && first == Topic))];

        BlockReceiptsDigest digest = await DigestAsync(ScriptedNode.Resulting(receipts));

        Assert.That(expected, Is.Not.Empty.And.Length.LessThan(40));
        Assert.That(digest.Selected.Select(Plain), Is.EqualTo(expected.Select(Plain)));
    }

    [Test]
    public async Task Without_being_asked_for_the_root_is_not_computed() =>
        Assert.That(
            (await ScriptedNode.Resulting("[]").Rpc().DigestBlockReceiptsAsync([WireSamples.BlockHash], LogSelection.Of(Topic), false, Token))[0].Root,
            Is.Null);

    [TestCase("cumulativeGasUsed", null)]
    [TestCase("cumulativeGasUsed", "7")]
    [TestCase("type", "\"0x80\"", Description = "EIP-2718 allows no such type")]
    [TestCase("root", "\"0x12\"")]
    [TestCase("depositReceiptVersion", "\"0x1\"", Description = "without a depositNonce")]
    public async Task A_receipt_that_cannot_be_hashed_is_read_and_has_no_root(string member, string? json)
    {
        JsonArray receipts = Receipts(WireSamples.BlockHash, 2);
        receipts[1] = JsonNode.Parse(WireSamples.With((JsonObject)receipts[1]!.DeepClone(), member, json));

        BlockReceiptsDigest digest = await DigestAsync(ScriptedNode.Resulting(receipts.ToJsonString()));

        Assert.That(digest.Root, Is.Null);
        Assert.That(digest.TransactionHashes, Has.Count.EqualTo(2));
    }

    [Test]
    [Description("F28: out of order, and the id behind the result")]
    public async Task A_batch_is_matched_by_id()
    {
        Hash32[] blocks = [WireSamples.Word('1'), WireSamples.Word('2'), WireSamples.Word('3')];
        string[] answers =
        [
            .. blocks.Select((block, i) => $$"""{"result":{{Receipts(block, i + 1).ToJsonString()}},"jsonrpc":"2.0","id":{{i + 1}}}"""),
        ];
        ScriptedNode node = ScriptedNode.Answering($"[{answers[2]},{answers[0]},{answers[1]}]");

        IReadOnlyList<BlockReceiptsDigest> digests = await node.Rpc().DigestBlockReceiptsAsync(blocks, LogSelection.Of(Topic), true, Token);

        Assert.That(digests.Select(digest => digest.TransactionHashes.Count), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(node.Questions, Has.Count.EqualTo(1));
    }

    [TestCase("[A,A]", "twice")]
    [TestCase("[A]", "missing")]
    [TestCase("[A,{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":[]}]", "not asked")]
    [TestCase("[A,{\"jsonrpc\":\"2.0\",\"id\":2}]", "neither result nor error")]
    [TestCase("[A,{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":A}]", "not an array")]
    [TestCase("[A,7]", "not a JSON object")]
    [TestCase("A", "not an array although a batch was asked")]
    [TestCase("7", "not a JSON object")]
    [TestCase("[A,{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":[]}", "strict JSON")]
    [Description("F27, F28")]
    public async Task A_batch_that_breaks_the_protocol_is_refused(string answer, string fault)
    {
        string first = $$"""{"jsonrpc":"2.0","id":1,"result":{{Receipts(WireSamples.Word('1'), 1).ToJsonString()}}}""";
        ScriptedNode node = ScriptedNode.Answering(answer.Replace("A", first, StringComparison.Ordinal));

        MalformedResponseException error = await Caught.ByAsync<MalformedResponseException>(
            () => node.Rpc().DigestBlockReceiptsAsync([WireSamples.Word('1'), WireSamples.Word('2')], LogSelection.Of(Topic), true, Token));

        Assert.That(error.Message, Does.Contain(fault));
    }

    [TestCase("[{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32005,\"message\":\"why\"}},A]")]
    [TestCase("[{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32005,\"message\":\"why\"}}]")]
    [TestCase("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32005,\"message\":\"why\"}}")]
    [Description("F28: one error object instead of an array")]
    public async Task An_error_in_a_batch_is_the_error_of_all(string answer)
    {
        JsonRpcErrorException error = await Caught.ByAsync<JsonRpcErrorException>(
            () => ScriptedNode.Answering(answer.Replace("A", ScriptedNode.Result(1, "[]"), StringComparison.Ordinal)).Rpc()
                .DigestBlockReceiptsAsync([WireSamples.Word('1'), WireSamples.Word('2')], LogSelection.Of(Topic), true, Token));

        Assert.That(error.Code, Is.EqualTo(-32005));
    }

    [Test]
    [Description("F7: receipts of the other fork")]
    public async Task Receipts_of_another_block_are_not_the_answer()
    {
        MalformedResponseException error = await Caught.ByAsync<MalformedResponseException>(
            () => DigestAsync(ScriptedNode.Resulting(Receipts(WireSamples.Word('9'), 1).ToJsonString())));

        Assert.That(error.IsOtherQuestion, Is.True);
    }

    [Test]
    [Description("F6: receipts of several forks in one answer")]
    public async Task Receipts_of_two_blocks_are_not_the_answer()
    {
        JsonArray receipts = Receipts(WireSamples.BlockHash, 2);
        receipts[1] = Receipts(WireSamples.Word('9'), 2)[1]!.DeepClone();

        await Caught.ByAsync<MalformedResponseException>(() => DigestAsync(ScriptedNode.Resulting(receipts.ToJsonString())));
    }

    [Test]
    [Description("F2")]
    public async Task A_null_in_a_batch_is_a_block_that_is_not_known()
    {
        UnknownBlockException error = await Caught.ByAsync<UnknownBlockException>(
            () => ScriptedNode.Answering($"[{ScriptedNode.Result(2, "null")},{ScriptedNode.Result(1, "[]")}]").Rpc()
                .DigestBlockReceiptsAsync([WireSamples.Word('1'), WireSamples.Word('2')], LogSelection.Of(Topic), true, Token));

        Assert.That(error.BlockHash, Is.EqualTo(WireSamples.Word('2')));
    }

    [Test]
    public async Task A_refused_batch_is_asked_again_in_smaller_ones_and_the_size_is_remembered()
    {
        const string Refusal = """{"jsonrpc":"2.0","id":null,"error":{"code":31,"message":"Batch of more than 2 requests are not allowed on free tier"}}""";
        Hash32[] blocks = [WireSamples.Word('1'), WireSamples.Word('2'), WireSamples.Word('3')];
        ScriptedNode node = ScriptedNode.Answering(Refusal)
            .Then($"[{ScriptedNode.Result(4, "[]")},{ScriptedNode.Result(5, "[]")}]")
            .Then(ScriptedNode.Result(6, "[]"))
            .Then($"[{ScriptedNode.Result(7, "[]")},{ScriptedNode.Result(8, "[]")}]")
            .Then(ScriptedNode.Result(9, "[]"));
        EthereumRpc rpc = node.Rpc();

        Assert.That(await rpc.DigestBlockReceiptsAsync(blocks, LogSelection.Of(Topic), true, Token), Has.Count.EqualTo(3));
        Assert.That(await rpc.DigestBlockReceiptsAsync(blocks, LogSelection.Of(Topic), true, Token), Has.Count.EqualTo(3));
        Assert.That(node.Questions, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task After_a_faulty_answer_the_next_one_is_read_from_its_beginning()
    {
        string receipts = Receipts(WireSamples.BlockHash, 3).ToJsonString();
        ScriptedNode node = ScriptedNode.Resulting(receipts)
            .Then(ScriptedNode.Result(2, receipts)[..1500])
            .Then(ScriptedNode.Result(3, receipts));
        EthereumRpc rpc = node.Rpc();
        BlockReceiptsDigest first = (await rpc.DigestBlockReceiptsAsync([WireSamples.BlockHash], LogSelection.Of(Topic), true, Token))[0];
        await Caught.ByAsync<MalformedResponseException>(
            () => rpc.DigestBlockReceiptsAsync([WireSamples.BlockHash], LogSelection.Of(Topic), true, Token));

        BlockReceiptsDigest again = (await rpc.DigestBlockReceiptsAsync([WireSamples.BlockHash], LogSelection.Of(Topic), true, Token))[0];

        Assert.That(again.Root, Is.EqualTo(first.Root));
        Assert.That(again.TransactionHashes, Is.EqualTo(first.TransactionHashes));
    }

    private static async Task<BlockReceiptsDigest> DigestAsync(ScriptedNode node) =>
        (await node.Rpc().DigestBlockReceiptsAsync([WireSamples.BlockHash], LogSelection.Of(Topic), true, Token))[0];

    private static string Plain(TransactionReceipt receipt) =>
        $"{receipt with { Logs = [] }} {string.Join(';', receipt.Logs.Select(log => $"{log.Address} {string.Join(',', log.Topics)} {Hex.Format(log.Data.Span)} {log.Position} {log.LogIndex}"))}";

    /// <summary>Receipts of every shape: all types, with and without logs, deposits of before and after Canyon, failed ones.</summary>
    private static JsonArray Receipts(Hash32 block, int count)
    {
        JsonArray receipts = [];
        int logIndex = 0;
        for (int i = 0; i < count; i++)
        {
            Hash32 transaction = Hash32.Parse("0x" + (i + 1).ToString("x64", CultureInfo.InvariantCulture));
            JsonArray logs = [];
            for (int log = 0; log < i % 4; log++)
            {
                logs.Add(Log(block, transaction, log, i, logIndex++));
            }

            JsonObject receipt = new()
            {
                ["blockHash"] = block.ToString(),
                ["blockNumber"] = "0x1b4",
                ["cumulativeGasUsed"] = Quantity(21_000 * (i + 1)),
                ["from"] = WireSamples.Payer.ToString(),
                ["gasUsed"] = "0x5208",
                ["logs"] = logs,
                ["status"] = i % 5 == 4 ? "0x0" : "0x1",
                ["to"] = i % 7 == 0 ? null : WireSamples.Token.ToString(),
                ["transactionHash"] = transaction.ToString(),
                ["transactionIndex"] = Quantity(i),
                ["type"] = Quantity(i % 6 == 5 ? 0x7e : i % 5),
            };
            if (i % 6 == 5)
            {
                receipt["depositNonce"] = Quantity(i);
                receipt["depositReceiptVersion"] = i % 12 == 5 ? "0x1" : null;
            }

            receipts.Add(receipt);
        }

        return receipts;
    }

    private static JsonObject Log(Hash32 block, Hash32 transaction, int position, int index, int logIndex) => new()
    {
        ["address"] = WireSamples.Token.ToString(),
        ["topics"] = new JsonArray([.. new[] { position == 2 ? Topic : WireSamples.OtherHash, transaction, block, Topic }
            .Take((index + position) % 5).Select(word => (JsonNode)word.ToString())]),
        ["data"] = "0x" + new string('7', 2 * (index % 70)),
        ["blockNumber"] = "0x1b4",
        ["blockHash"] = block.ToString(),
        ["transactionHash"] = transaction.ToString(),
        ["transactionIndex"] = Quantity(index),
        ["logIndex"] = Quantity(logIndex),
        ["removed"] = false,
    };

    private static string Quantity(int value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);
}
