using System.Text.Json.Nodes;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;
using ChainTips.Ethereum.Tests.Proofs;

namespace ChainTips.Ethereum.Tests.JsonRpc;

[CancelAfter(30_000)]
internal sealed class EthereumRpcTransactionTests
{
    private static readonly JsonObject First = MinedTransactionTests.All[0];
    private static readonly JsonObject Last = MinedTransactionTests.All[^1];

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task Transactions_are_read_in_the_order_asked_in_one_request()
    {
        ScriptedNode node = ScriptedNode.Answering($"[{ScriptedNode.Result(1, First.ToJsonString())},{ScriptedNode.Result(2, Last.ToJsonString())}]");

        IReadOnlyList<MinedTransaction?> read = await node.Rpc().GetMinedTransactionsAsync([HashOf(First), HashOf(Last)], Token);

        Assert.That(read.Select(transaction => transaction!.Hash), Is.EqualTo(new[] { HashOf(First), HashOf(Last) }));
        Assert.That(node.Questions, Has.Count.EqualTo(1));
        Assert.That(node.Questions[0], Does.Contain("eth_getTransactionByHash"));
    }

    [Test]
    [Description("Another transaction, or one field of it that is another: its hash is not the one that was asked")]
    public async Task A_transaction_that_is_not_the_one_that_was_asked_is_refused()
    {
        JsonObject other = First.DeepClone().AsObject();
        other["input"] = "0x" + new string('1', 64);
        foreach (JsonObject lie in new[] { Last, other })
        {
            MalformedResponseException error = (await Assert.ThrowsAsync<MalformedResponseException>(
                () => ReadAsync(lie.ToJsonString(), HashOf(First))))!;

            Assert.That(error.Message, Does.Contain(HashOf(First).ToString()).And.Contains("eth_getTransactionByHash"));
        }
    }

    [Test]
    public async Task A_type_that_is_not_known_is_null()
    {
        JsonObject deposit = First.DeepClone().AsObject();
        deposit["type"] = "0x7e";

        Assert.That(await ReadAsync(deposit.ToJsonString(), HashOf(First)), Is.Null);
    }

    [Test]
    [Description("F8: null for a transaction whose receipt was there")]
    public async Task A_transaction_that_is_missing_is_asked_for_again() => await Assert.ThatAsync(
        () => ReadAsync("null", HashOf(First)), Throws.TypeOf<MissingTransactionReceiptException>().With.Property("IsTransient").True);

    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("\"0x\"")]
    [TestCase("{\"type\":\"0x2\",\"chainId\":\"0x1\"}")]
    [TestCase("{\"type\":\"0x1ffffffffffffffff\"}")]
    [TestCase("{\"type\":-1}")]
    public async Task An_answer_that_is_no_transaction_is_refused(string answer) =>
        await Assert.ThatAsync(() => ReadAsync(answer, HashOf(First)), Throws.InstanceOf<MalformedResponseException>());

    private static Hash32 HashOf(JsonObject json) => Hash32.Parse((string)json["hash"]!);

    private static async Task<MinedTransaction?> ReadAsync(string answer, Hash32 asked)
    {
        ScriptedNode node = ScriptedNode.Answering($"[{ScriptedNode.Result(1, answer)}]");
        return (await node.Rpc().GetMinedTransactionsAsync([asked], Token)).Single();
    }
}
