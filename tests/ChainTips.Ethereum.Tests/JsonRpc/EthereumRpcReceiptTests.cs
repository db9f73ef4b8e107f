using System.Text.Json.Nodes;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.JsonRpc;

[CancelAfter(30_000)]
internal sealed class EthereumRpcReceiptTests
{
    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    [Description("F35: the sample has an unknown type and foreign members")]
    public async Task A_receipt_is_read_with_all_its_fields()
    {
        TransactionReceipt receipt = await ReadAsync(WireSamples.Receipt().ToJsonString());

        Assert.That(receipt.TransactionHash, Is.EqualTo(WireSamples.TransactionHash));
        Assert.That(receipt.TransactionIndex, Is.Zero);
        Assert.That(receipt.BlockHash, Is.EqualTo(WireSamples.BlockHash));
        Assert.That(receipt.BlockNumber, Is.EqualTo(new BlockNumber(436)));
        Assert.That(receipt.Succeeded, Is.True);
        Assert.That(receipt.From, Is.EqualTo(WireSamples.Payer));
        Assert.That(receipt.To, Is.EqualTo(WireSamples.Token));
        Assert.That(receipt.GasUsed, Is.EqualTo(21000));
    }

    [Test]
    public async Task A_log_has_its_position_in_the_receipt_and_the_index_in_the_block()
    {
        TransactionReceipt receipt = await ReadAsync(WireSamples.Receipt().ToJsonString());

        Assert.That(receipt.Logs.Select(log => log.Position), Is.EqualTo(Enumerable.Range(0, 2)));
        Assert.That(string.Join(' ', receipt.Logs.Select(log => log.LogIndex)), Is.EqualTo("7 8"));
        Assert.That(receipt.Logs[0].Address, Is.EqualTo(WireSamples.Token));
        Assert.That(receipt.Logs[0].Topics, Is.EqualTo(new[] { WireSamples.Transfer, Hash32.Zero }));
        Assert.That(UInt256.FromBigEndian(receipt.Logs[0].Data.Span), Is.EqualTo((UInt256)5_000_000UL));
    }

    [Test]
    public async Task The_same_log_in_another_block_position_is_the_same_log()
    {
        JsonObject moved = WireSamples.Receipt();
        moved["logs"] = new JsonArray(WireSamples.Log("0x30"), WireSamples.Log("0x31"));

        TransactionReceipt before = await ReadAsync(WireSamples.Receipt().ToJsonString());
        TransactionReceipt after = await ReadAsync(moved.ToJsonString());

        Assert.That(after.Logs, Is.EqualTo(before.Logs));
        Assert.That(after.Logs[0].GetHashCode(), Is.EqualTo(before.Logs[0].GetHashCode()));
        Assert.That(after.Logs[1], Is.Not.EqualTo(after.Logs[0]), "another position is another log");
    }

    [TestCase("null")]
    [TestCase(null)]
    public async Task A_transaction_that_creates_a_contract_has_no_callee(string? to) =>
        Assert.That((await ReadAsync(WireSamples.With(WireSamples.Receipt(), "to", to))).To, Is.Null);

    [Test]
    public async Task A_failed_transaction_is_told_as_failed()
    {
        JsonObject failed = WireSamples.Receipt();
        failed["status"] = "0x0";
        failed["logs"] = new JsonArray();

        Assert.That((await ReadAsync(failed.ToJsonString())).Succeeded, Is.False);
    }

    [TestCase("status", null, "is missing")]
    [TestCase("status", "null", "hexadecimal quantity")]
    [TestCase("status", "\"0x2\"", "neither 0x0 nor 0x1")]
    [TestCase("status", "true", "hexadecimal quantity")]
    [TestCase("logs", null, "is missing")]
    [TestCase("logs", "null", "is not an array")]
    [TestCase("logs", "{}", "is not an array")]
    [TestCase("from", "null", "40 hexadecimal digits")]
    [TestCase("to", "\"0x\"", "40 hexadecimal digits")]
    [TestCase("transactionIndex", "\"0x80000000\"", "below 2^31", Description = "F34")]
    [TestCase("blockHash", "null", "64 hexadecimal digits")]
    [TestCase("blockNumber", "null", "hexadecimal quantity")]
    [TestCase("gasUsed", null, "is missing")]
    public async Task A_receipt_with_one_bad_field_names_it(string field, string? json, string fault) =>
        await AssertMalformedAsync(WireSamples.With(WireSamples.Receipt(), field, json), "result." + field, fault);

    [TestCase("address", null, "is missing")]
    [TestCase("address", "\"0x00\"", "40 hexadecimal digits")]
    [TestCase("topics", null, "is missing")]
    [TestCase("topics", "[null]", "64 hexadecimal digits")]
    [TestCase("topics", "[\"0x00\"]", "64 hexadecimal digits")]
    [TestCase("data", "\"0x0\"", "digit pairs")]
    [TestCase("data", "null", "digit pairs")]
    [TestCase("logIndex", "null", "hexadecimal quantity")]
    [TestCase("removed", "true", "was reverted")]
    [TestCase("removed", "\"false\"", "true or false")]
    public async Task A_log_with_one_bad_field_names_it(string field, string? json, string fault)
    {
        JsonObject receipt = WireSamples.Receipt();
        receipt["logs"] = new JsonArray(JsonNode.Parse(WireSamples.With(WireSamples.Log("0x7"), field, json)));

        await AssertMalformedAsync(receipt.ToJsonString(), "logs." + field, fault);
    }

    [TestCase("blockHash", "the block of the receipt", Description = "F6")]
    [TestCase("transactionHash", "the transaction of the receipt")]
    public async Task A_log_of_another_block_or_transaction_is_refused(string field, string fault)
    {
        JsonObject receipt = WireSamples.Receipt();
        receipt["logs"]![1]![field] = WireSamples.OtherHash.ToString();

        await AssertMalformedAsync(receipt.ToJsonString(), "logs." + field, fault);
    }

    [TestCase("0x7", "0x7", Description = "F10, duplicate")]
    [TestCase("0x7", "0x9", Description = "F10, gap")]
    [TestCase("0x8", "0x7", Description = "F10, order")]
    [TestCase("0xffffffffffffffff", "0x0", Description = "F10, underflow")]
    public async Task Log_indexes_that_do_not_rise_by_one_are_refused(string first, string second)
    {
        JsonObject receipt = WireSamples.Receipt();
        receipt["logs"] = new JsonArray(WireSamples.Log(first), WireSamples.Log(second));

        await AssertMalformedAsync(receipt.ToJsonString(), "result.logs", "does not rise by one");
    }

    [Test]
    public async Task More_than_four_topics_are_refused()
    {
        string word = $"\"{WireSamples.Transfer}\"";
        JsonObject receipt = WireSamples.Receipt();
        receipt["logs"]![0]!["topics"] = JsonNode.Parse($"[{word},{word},{word},{word},{word}]");

        await AssertMalformedAsync(receipt.ToJsonString(), "logs.topics", "more than four");
    }

    [Test]
    [Description("F8: null although the transaction was mined")]
    public async Task A_null_receipt_is_null_for_one_and_a_transient_fault_among_many()
    {
        ScriptedNode node = ScriptedNode.Resulting("null").Then($"[{ScriptedNode.Result(2, "null")}]");
        EthereumRpc rpc = node.Rpc();

        TransactionReceipt? receipt = await rpc.GetTransactionReceiptAsync(WireSamples.TransactionHash, Token);
        MissingTransactionReceiptException exception = await Caught.ByAsync<MissingTransactionReceiptException>(
            () => rpc.GetTransactionReceiptsAsync([WireSamples.TransactionHash], Token));

        Assert.That(receipt, Is.Null);
        Assert.That(exception.TransactionHash, Is.EqualTo(WireSamples.TransactionHash));
        Assert.That(exception.IsTransient, Is.True);
    }

    [Test]
    public async Task A_receipt_of_another_transaction_is_not_the_answer()
    {
        string receipt = WireSamples.Receipt().ToJsonString();
        ScriptedNode node = ScriptedNode.Resulting(receipt).Then($"[{ScriptedNode.Result(2, receipt)}]");
        EthereumRpc rpc = node.Rpc();

        await Assert.ThatAsync(
            () => rpc.GetTransactionReceiptAsync(WireSamples.OtherHash, Token),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains("that was asked"));
        await Assert.ThatAsync(
            () => rpc.GetTransactionReceiptsAsync([WireSamples.OtherHash], Token),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains("that was asked"));
    }

    [Test]
    public async Task Many_receipts_are_asked_in_chunks_and_keep_their_order()
    {
        Hash32[] hashes = [.. "123456789".Select(WireSamples.Word)];
        ScriptedNode node = new() { Limits = new JsonRpcLimits { MaxBatchCalls = 4 } };
        foreach (int[] ids in Enumerable.Range(1, hashes.Length).Chunk(4))
        {
            IEnumerable<string> answers = ids.Select(id => ScriptedNode.Result(id, ReceiptOf(hashes[id - 1])));
            node.Then($"[{string.Join(',', answers.Reverse())}]");
        }

        IReadOnlyList<TransactionReceipt> receipts = await node.Rpc().GetTransactionReceiptsAsync(hashes, Token);

        Assert.That(receipts.Select(receipt => receipt.TransactionHash), Is.EqualTo(hashes));
        Assert.That(node.Questions, Has.Count.EqualTo(3));
    }

    private static string ReceiptOf(Hash32 transactionHash)
    {
        JsonObject receipt = WireSamples.Receipt();
        receipt["transactionHash"] = transactionHash.ToString();
        receipt["logs"] = new JsonArray();
        return receipt.ToJsonString();
    }

    private static async Task<TransactionReceipt> ReadAsync(string receipt) =>
        (await ScriptedNode.Resulting(receipt).Rpc().GetTransactionReceiptAsync(WireSamples.TransactionHash, Token))!;

    private static async Task AssertMalformedAsync(string receipt, string field, string fault)
    {
        MalformedResponseException exception =
            await Caught.ByAsync<MalformedResponseException>(() => ReadAsync(receipt));

        Assert.That(exception.Field, Is.EqualTo(field));
        Assert.That(exception.Message, Does.Contain(fault).And.Contains("eth_getTransactionReceipt"));
        Assert.That(exception.IsTransient, Is.False);
    }
}
