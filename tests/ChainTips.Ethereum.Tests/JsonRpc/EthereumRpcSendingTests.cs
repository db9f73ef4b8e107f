using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.JsonRpc;

[CancelAfter(30_000)]
internal sealed class EthereumRpcSendingTests
{
    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task Signed_bytes_are_given_to_the_node_as_they_are()
    {
        ScriptedNode node = ScriptedNode.Resulting($"\"{WireSamples.TransactionHash}\"");

        Hash32 hash = await node.Rpc().SendRawTransactionAsync(new byte[] { 0x02, 0xf8, 0x6b }, Token);

        Assert.That(hash, Is.EqualTo(WireSamples.TransactionHash));
        Assert.That(node.Questions[0], Does.Contain("\"eth_sendRawTransaction\",\"params\":[\"0x02f86b\"]"));
    }

    [TestCase(null, "\"latest\"")]
    [TestCase(26UL, "\"0x1a\"")]
    public async Task The_nonce_is_asked_of_blocks_and_never_of_the_pool(ulong? at, string tag)
    {
        ScriptedNode node = ScriptedNode.Resulting("\"0x10\"");

        ulong nonce = await node.Rpc().GetTransactionCountAsync(WireSamples.Payer, at is ulong number ? new BlockNumber(number) : null, Token);

        Assert.That(nonce, Is.EqualTo(16));
        Assert.That(node.Questions[0], Does.Contain($"\"eth_getTransactionCount\",\"params\":[\"{WireSamples.Payer}\",{tag}]"));
    }

    [TestCase("\"0x0\"", "0")]
    [TestCase("\"0x000de0b6b3a7640000\"", "1000000000000000000", Description = "Leading zeros are accepted.")]
    [TestCase("\"0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\"", "115792089237316195423570985008687907853269984665640564039457584007913129639935")]
    public async Task A_balance_may_be_as_large_as_a_word(string json, string wei) =>
        Assert.That(await ScriptedNode.Resulting(json).Rpc().GetBalanceAsync(WireSamples.Payer, Token), Is.EqualTo(UInt256.Parse(wei)));

    [TestCase("\"0x1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\"")]
    [TestCase("\"12\"")]
    [TestCase("12")]
    [TestCase("\"0xg\"")]
    [TestCase("null")]
    public async Task A_balance_that_is_no_quantity_is_malformed(string json) => await Assert.ThatAsync(
        () => ScriptedNode.Resulting(json).Rpc().GetBalanceAsync(WireSamples.Payer, Token),
        Throws.TypeOf<MalformedResponseException>().With.Message.Contains("eth_getBalance"));

    [Test]
    public async Task Gas_is_estimated_with_a_cap()
    {
        ScriptedNode node = ScriptedNode.Resulting("\"0x15000\"");

        ulong gas = await node.Rpc().EstimateGasAsync(WireSamples.Payer, WireSamples.Token, new byte[] { 1 }, 150_000, Token);

        Assert.That(gas, Is.EqualTo(86_016));
        Assert.That(node.Questions[0], Does.Contain($"\"from\":\"{WireSamples.Payer}\"").And.Contain("\"gas\":\"0x249f0\""));
    }

    [Test]
    public async Task The_next_base_fee_is_the_last_of_the_history()
    {
        ScriptedNode node = ScriptedNode.Resulting("""{"oldestBlock":"0x1","baseFeePerGas":["0x7","0x8","0x9"],"gasUsedRatio":[0.5,0.5],"reward":[["0x1"],["0x3"]]}""");

        FeeHistory fees = await node.Rpc().GetFeeHistoryAsync(Token);

        Assert.That(fees.NextBaseFee, Is.EqualTo((UInt256)9UL));
        Assert.That(fees.PriorityFees, Is.EqualTo(new UInt256[] { 1UL, 3UL }));
        Assert.That(node.Questions[0], Does.Contain("\"eth_feeHistory\",\"params\":[\"0x5\",\"latest\",[50]]"));
    }

    [TestCase("""{"baseFeePerGas":[]}""")]
    [TestCase("""{"reward":[]}""")]
    [TestCase("""{"baseFeePerGas":["0x7"],"reward":["0x1"]}""")]
    public async Task A_history_without_fees_is_malformed(string json) => await Assert.ThatAsync(
        () => ScriptedNode.Resulting(json).Rpc().GetFeeHistoryAsync(Token),
        Throws.TypeOf<MalformedResponseException>().With.Message.Contains("eth_feeHistory"));

    [Test]
    public async Task A_history_without_rewards_has_no_priority_fees() => Assert.That(
        (await ScriptedNode.Resulting("""{"baseFeePerGas":["0x7"],"reward":null}""").Rpc().GetFeeHistoryAsync(Token)).PriorityFees, Is.Empty);
}
