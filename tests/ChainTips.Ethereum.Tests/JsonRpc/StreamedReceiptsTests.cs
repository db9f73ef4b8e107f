using System.Text;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.JsonRpc;

[CancelAfter(60_000)]
internal sealed class StreamedReceiptsTests
{
    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task Logs_are_handed_over_before_their_receipt()
    {
        List<string> seen = [];
        ScriptedNode node = ScriptedNode.Resulting(new JsonArray(ReceiptAt(0), ReceiptAt(1)).ToJsonString());

        await node.Rpc().StreamBlockReceiptsAsync(
            WireSamples.BlockHash,
            (in StreamedLog log) => seen.Add($"log {log.Position}"),
            (in StreamedReceipt receipt) => seen.Add($"receipt {receipt.TransactionIndex} of {receipt.LogCount}"),
            Token);

        Assert.That(
            seen,
            Is.EqualTo(new[] { "log 0", "log 1", "receipt 0 of 2", "log 0", "log 1", "receipt 1 of 2" }));
    }

    [TestCase("logs.blockHash", """[{"blockHash":"0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"}]""")]
    [TestCase("logs.transactionHash", """[{"transactionHash":"0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"}]""")]
    [TestCase("logs.blockHash", """[{},{"blockHash":"0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","logIndex":"0x8"}]""")]
    [TestCase("result.logs", """[{},{"logIndex":"0x9"}]""")]
    [TestCase("result.logs", """[{"logIndex":"0xffffffffffffffff"},{"logIndex":"0x0"}]""")]
    public async Task Logs_that_do_not_belong_together_are_refused(string field, string changes)
    {
        JsonObject receipt = ReceiptAt(0);
        JsonArray logs = [];
        foreach (JsonNode? change in JsonNode.Parse(changes)!.AsArray())
        {
            JsonObject log = WireSamples.Log("0x7");
            foreach ((string name, JsonNode? value) in change!.AsObject())
            {
                log[name] = value!.DeepClone();
            }

            logs.Add(log);
        }

        receipt["logs"] = logs;

        MalformedResponseException exception = await Caught.ByAsync<MalformedResponseException>(
            () => ReadAsync(receipt.ToJsonString()));

        Assert.That(exception.Field, Is.EqualTo(field));
    }

    [Test]
    [Description("The reader of one receipt goes by a document, that of a block's receipts by tokens")]
    public async Task Both_readers_agree_on_a_receipt_that_was_changed_somewhere()
    {
        SeededRandom random = Trials.Random();
        string sound = ReceiptAt(0).ToJsonString();
        string[] pieces = ["null", "\"0x\"", "[]", "{}", "\"0x1\"", "true", "", ",", "\"status\":\"0x1\",", "0"];
        int accepted = 0;
        int count = Trials.Count();
        for (int i = 0; i < count; i++)
        {
            int at = 1 + random.Below(sound.Length - 2);
            int length = random.Below(Math.Min(12, sound.Length - at));
            string changed = sound[..at] + pieces[random.Below(pieces.Length)] + sound[(at + length)..];

            string byTokens = await OutcomeAsync(async () => (await ReadAsync(changed)).Single());
            string byDocument = await OutcomeAsync(() => ScriptedNode.Resulting(changed).Rpc()
                .GetTransactionReceiptAsync(WireSamples.TransactionHash, Token)!);

            Assert.That(byTokens, Is.EqualTo(byDocument), changed);
            accepted += byTokens == "refused" ? 0 : 1;
        }

        Assert.That(accepted, Is.GreaterThan(0), "Some changes do no harm, or nothing was compared.");
    }

    [Test]
    public async Task Both_readers_agree_on_a_receipt_without_any_one_member()
    {
        foreach (string member in ReceiptAt(0).Select(one => one.Key))
        {
            string changed = WireSamples.With(ReceiptAt(0), member, null);

            string byTokens = await OutcomeAsync(async () => (await ReadAsync(changed)).Single());
            string byDocument = await OutcomeAsync(() => ScriptedNode.Resulting(changed).Rpc()
                .GetTransactionReceiptAsync(WireSamples.TransactionHash, Token)!);

            Assert.That(byTokens, Is.EqualTo(byDocument), changed);
        }
    }

    private static JsonObject ReceiptAt(int index)
    {
        JsonObject receipt = WireSamples.Receipt();
        receipt["transactionIndex"] = $"0x{index}";
        return receipt;
    }

    private static async Task<string> OutcomeAsync(Func<Task<TransactionReceipt>> readAsync)
    {
        try
        {
            TransactionReceipt receipt = await readAsync();
            StringBuilder text = new();
            text.Append(receipt with { Logs = [] });
            foreach (ChainLog log in receipt.Logs)
            {
                text.Append(log.Address).AppendJoin(',', log.Topics).Append(Hex.Format(log.Data.Span))
                    .Append(log.Position).Append(log.LogIndex);
            }

            return text.ToString();
        }
        catch (MalformedResponseException)
        {
            return "refused";
        }
    }

    private static Task<IReadOnlyList<TransactionReceipt>> ReadAsync(string receipt) =>
        ScriptedNode.Resulting($"[{receipt}]").Rpc().GetBlockReceiptsAsync(WireSamples.BlockHash, Token);
}
