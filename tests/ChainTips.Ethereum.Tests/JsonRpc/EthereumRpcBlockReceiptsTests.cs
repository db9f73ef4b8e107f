using System.Text.Json.Nodes;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.JsonRpc;

[CancelAfter(30_000)]
internal sealed class EthereumRpcBlockReceiptsTests
{
    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task Receipts_are_asked_by_block_hash_and_read_in_order()
    {
        ScriptedNode node = ScriptedNode.Resulting(new JsonArray(ReceiptAt(0), ReceiptAt(1)).ToJsonString());

        IReadOnlyList<TransactionReceipt> receipts =
            await node.Rpc().GetBlockReceiptsAsync(WireSamples.BlockHash, Token);

        Assert.That(receipts.Select(receipt => receipt.TransactionIndex), Is.EqualTo(Enumerable.Range(0, 2)));
        Assert.That(
            node.Questions[0], Does.Contain($"\"eth_getBlockReceipts\",\"params\":[\"{WireSamples.BlockHash}\"]"));
    }

    [Test]
    public async Task Null_receipts_are_an_unknown_block_and_never_an_empty_list()
    {
        UnknownBlockException exception = await Caught.ByAsync<UnknownBlockException>(
            () => ReadAsync("null", WireSamples.BlockHash));

        Assert.That(exception.BlockHash, Is.EqualTo(WireSamples.BlockHash));
        Assert.That(exception.IsTransient, Is.True);
    }

    [Test]
    public async Task An_empty_block_has_no_receipts() =>
        Assert.That(await ReadAsync("[]", WireSamples.BlockHash), Is.Empty);

    [Test]
    [Description("F7: the receipts of the other fork")]
    public async Task Receipts_of_another_block_are_not_the_answer_and_transient()
    {
        string receipts = new JsonArray(ReceiptAt(0)).ToJsonString();

        MalformedResponseException exception = await Caught.ByAsync<MalformedResponseException>(
            () => ReadAsync(receipts, WireSamples.OtherHash));

        Assert.That(exception.Message, Does.Contain("not of the blockHash that was asked"));
        Assert.That(exception.IsOtherQuestion && exception.IsTransient, Is.True);
    }

    [TestCase(1, 0)]
    [TestCase(0, 0)]
    [TestCase(0, 2)]
    [TestCase(1, 2)]
    [Description("F10")]
    public async Task Receipts_that_do_not_count_from_zero_are_refused(int first, int second)
    {
        string receipts = new JsonArray(ReceiptAt(first), ReceiptAt(second)).ToJsonString();

        await Assert.ThatAsync(
            () => ReadAsync(receipts, WireSamples.BlockHash),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains("result.transactionIndex"));
    }

    private static JsonObject ReceiptAt(int index)
    {
        JsonObject receipt = WireSamples.Receipt();
        receipt["transactionIndex"] = $"0x{index}";
        return receipt;
    }

    private static Task<IReadOnlyList<TransactionReceipt>> ReadAsync(string result, Hash32 blockHash) =>
        ScriptedNode.Resulting(result).Rpc().GetBlockReceiptsAsync(blockHash, Token);
}
