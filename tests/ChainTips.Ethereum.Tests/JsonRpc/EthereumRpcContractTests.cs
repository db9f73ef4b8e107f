using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.JsonRpc;

[CancelAfter(30_000)]
internal sealed class EthereumRpcContractTests
{
    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task A_contract_is_called_at_the_latest_block()
    {
        ScriptedNode node = ScriptedNode.Resulting("\"0x0006\"");

        byte[] returned = await node.Rpc().CallAsync(WireSamples.Token, new byte[] { 0x31, 0x3c }, Token);

        Assert.That(returned, Is.EqualTo(new byte[] { 0, 6 }));
        Assert.That(
            node.Questions[0],
            Does.Contain("\"eth_call\"").And.Contains(
                $$"""  "params":[{"to":"{{WireSamples.Token}}","data":"0x313c"},"latest"]  """.Trim()));
    }

    [Test]
    public async Task An_account_without_code_has_empty_code()
    {
        ScriptedNode node = ScriptedNode.Resulting("\"0x\"");

        byte[] code = await node.Rpc().GetCodeAsync(WireSamples.Payer, Token);

        Assert.That(code, Is.Empty);
        Assert.That(
            node.Questions[0], Does.Contain($"\"eth_getCode\",\"params\":[\"{WireSamples.Payer}\",\"latest\"]"));
    }

    [TestCase("null")]
    [TestCase("\"0x0\"")]
    [TestCase("\"00\"")]
    public async Task Code_that_is_no_hex_data_is_malformed(string json) =>
        await Assert.ThatAsync(
            () => ScriptedNode.Resulting(json).Rpc().GetCodeAsync(WireSamples.Payer, Token),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains("eth_getCode"));

    [Test]
    public async Task The_accounts_of_the_node_are_read_in_order()
    {
        ScriptedNode node = ScriptedNode.Resulting($"[\"{WireSamples.Payer}\",\"{WireSamples.Token}\"]");

        IReadOnlyList<Address> accounts = await node.Rpc().GetAccountsAsync(Token);

        Assert.That(accounts, Is.EqualTo(new[] { WireSamples.Payer, WireSamples.Token }));
    }

    [Test]
    public async Task A_transaction_is_sent_from_an_account_of_the_node()
    {
        ScriptedNode node = ScriptedNode.Resulting($"\"{WireSamples.TransactionHash}\"");

        Hash32 hash = await node.Rpc().SendTransactionAsync(
            WireSamples.Payer, WireSamples.Token, new byte[] { 0xa9, 0x05 }, Token);

        Assert.That(hash, Is.EqualTo(WireSamples.TransactionHash));
        Assert.That(
            node.Questions[0],
            Does.Contain("\"eth_sendTransaction\"").And.Contains(
                $$"""
                "params":[{"from":"{{WireSamples.Payer}}","to":"{{WireSamples.Token}}","data":"0xa905"}]
                """));
    }
}
