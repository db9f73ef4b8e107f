using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.JsonRpc;

/// <summary>That the programs do what they say is tried on a real node, in ContractSignatureTests.</summary>
[CancelAfter(30_000)]
internal sealed class RpcContractCallerTests
{
    private const int MaxInitCode = 49_152;

    private static readonly Address Wallet = Address.Parse("0x" + new string('1', 40));
    private static readonly Address Factory = Address.Parse("0x" + new string('2', 40));
    private static readonly string AtBlock = $$"""{"blockHash":"{{WireSamples.BlockHash}}","requireCanonical":true}""";

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    [Description("EIP-1898")]
    public async Task Code_is_asked_for_at_the_block()
    {
        ScriptedNode node = ScriptedNode.Resulting("\"0x6001\"");

        ReadOnlyMemory<byte> code = await CallerOf(node).GetCodeAsync(Wallet, Token);

        Assert.That(code.ToArray(), Is.EqualTo(new byte[] { 0x60, 0x01 }));
        Assert.That(node.Questions[0], Does.Contain($"\"eth_getCode\",\"params\":[\"{Wallet}\",{AtBlock}]"));
    }

    [Test]
    public async Task A_call_is_init_code_that_asks_the_contract_and_returns_the_outcome()
    {
        // Load the arguments, STATICCALL with all gas but the reserve, store the outcome, 33 - (32 - n) * (32 > n), return.
        const string Program =
            "61000261000238036040396020600161000260407311111111111111111111111111111111111111116140005a03fa"
            + "6000533d6020033d602011026021036000f3";
        ScriptedNode node = ScriptedNode.Resulting("\"0x01\"");

        await CallerOf(node).CallAsync(new ContractCall(Wallet, new byte[] { 0xaa, 0xbb }), null, Token);

        Assert.That(
            node.Questions[0],
            Does.Contain("\"eth_call\",\"params\":[{\"gas\":\"0x1000000\",\"data\":\"0x" + Program + "aabb\"}," + AtBlock + "]"));
    }

    [Test]
    [Description("ERC-6492: the factory first, in the same state")]
    public async Task A_call_before_it_stands_before_it_in_the_init_code()
    {
        // Load the factory's arguments, CALL with all gas and no value, forget the outcome; then as above.
        const string Before = "610003610005380360403960006000610003604060007322222222222222222222222222222222222222225af150";
        ScriptedNode node = ScriptedNode.Resulting("\"0x01\"");

        await CallerOf(node).CallAsync(
            new ContractCall(Wallet, new byte[] { 0xaa, 0xbb }), new ContractCall(Factory, new byte[] { 1, 2, 3 }), Token);

        Assert.That(DataOf(node), Does.StartWith("0x" + Before + "6100026100023803").And.EndWith("6000f3010203aabb"));
    }

    [TestCase("0x01", "0x", Description = "It returned nothing, as an address without code does")]
    [TestCase("0x011626ba7e", "0x1626ba7e")]
    [TestCase("0x01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [TestCase("0x00", null, Description = "It failed without a word")]
    [TestCase("0x0008c379a0", null, Description = "It failed with a reason")]
    public async Task The_outcome_is_the_first_byte_and_the_answer_is_the_rest(string result, string? expected)
    {
        ReadOnlyMemory<byte>? answer = await CallAsync(ScriptedNode.Resulting($"\"{result}\""));

        Assert.That(answer is ReadOnlyMemory<byte> bytes ? Hex.Format(bytes.Span) : null, Is.EqualTo(expected));
    }

    [TestCase("\"0x\"", Description = "A node that does not run init code")]
    [TestCase("\"0x02\"")]
    [TestCase("\"0xff\"")]
    [TestCase("\"0x01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\"", Description = "A byte too long")]
    [TestCase("null")]
    [TestCase("\"01\"")]
    public async Task An_answer_that_the_program_cannot_give_is_malformed(string result) =>
        await Assert.ThatAsync(
            () => CallAsync(ScriptedNode.Resulting(result)),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains("eth_call"));

    [TestCase(3, "execution reverted", "\"0x\"", Description = "geth, erigon, reth")]
    [TestCase(3, "execution reverted: no", "\"0x08c379a0\"", Description = "geth, anvil 1.7")]
    [TestCase(3, "Transaction reverted without a reason string", "\"0x\"", Description = "Hardhat 3")]
    [TestCase(-32603, "Error: VM Exception while processing transaction: reverted with reason string 'no'", """{"data":"0x08c379a0"}""", Description = "Hardhat 2")]
    [TestCase(-32000, "execution reverted", null, Description = "geth before 1.9.15, Nethermind")]
    [TestCase(-32003, "execution reverted: !authorized", "\"0x08c379a0\"", Description = "anvil of 2022")]
    [TestCase(-32000, "VM Exception while processing transaction: revert", """{"stack":"RuntimeError"}""", Description = "Ganache")]
    [TestCase(-32015, "VM execution error.", "\"Reverted 0x7a933234\"", Description = "OpenEthereum, Nethermind")]
    [TestCase(-32015, "VM execution error.", "\"revert\"", Description = "Nethermind of 2020")]
    [TestCase(-32000, "Execution reverted", "\"0x\"", Description = "Besu")]
    public async Task A_revert_of_the_whole_is_a_call_that_failed(int code, string message, string? data) =>
        Assert.That(await CallAsync(ScriptedNode.Answering(ErrorOf(code, message, data))), Is.Null);

    [TestCase(-32000, "header not found", RpcErrorKind.UnknownBlock, Description = "geth")]
    [TestCase(-32000, "hash 0xbb is not currently canonical", RpcErrorKind.UnknownBlock, Description = "geth, requireCanonical")]
    [TestCase(-32000, "Received invalid block tag 0xbb. Latest block number is 5", RpcErrorKind.UnknownBlock, Description = "Hardhat 3")]
    [TestCase(-32001, "Resource not found", RpcErrorKind.Transient, Description = "anvil 1.7, an unknown hash")]
    [TestCase(-32000, "missing trie node 00 (path )", RpcErrorKind.Pruned, Description = "geth")]
    [TestCase(-32000, "out of gas", RpcErrorKind.Other, Description = "geth: the node allows too little")]
    [TestCase(-32603, "EVM error OutOfGas", RpcErrorKind.Transient, Description = "anvil 1.7")]
    [TestCase(-32000, "max initcode size exceeded: code size 50000 limit 49152", RpcErrorKind.Other, Description = "geth")]
    [TestCase(-32602, "invalid argument 1: json: cannot unmarshal object", RpcErrorKind.Other, Description = "no EIP-1898")]
    [TestCase(-32005, "daily request count exceeded, request rate limited", RpcErrorKind.RateLimited, Description = "Infura")]
    public async Task Any_other_error_is_a_fault_of_the_node(int code, string message, RpcErrorKind kind)
    {
        string error = ErrorOf(code, message, null);

        await Assert.ThatAsync(
            () => CallAsync(ScriptedNode.Answering(error)), Throws.TypeOf<JsonRpcErrorException>().With.Property("Kind").EqualTo(kind));
        await Assert.ThatAsync(
            () => CallerOf(ScriptedNode.Answering(error)).GetCodeAsync(Wallet, Token), Throws.TypeOf<JsonRpcErrorException>());
    }

    [Test]
    public async Task A_connection_that_breaks_is_no_answer()
    {
        ScriptedNode node = new ScriptedNode().Then(HttpStatusCode.BadGateway, Encoding.UTF8.GetBytes("bad gateway"));

        await Assert.ThatAsync(() => CallAsync(node), Throws.InstanceOf<EthereumRpcException>().With.Property("IsTransient").True);
    }

    [Test]
    [Description("EIP-3860")]
    public async Task The_longest_arguments_just_fit_in_init_code()
    {
        ScriptedNode node = ScriptedNode.Resulting("\"0x01\"");
        ContractCall longest = new(Wallet, new byte[40_000]);

        await CallerOf(node).CallAsync(longest, new ContractCall(Factory, new byte[9_024]), Token);

        Assert.That((DataOf(node).Length - 2) / 2, Is.InRange(MaxInitCode - 128, MaxInitCode));
        await Assert.ThatAsync(
            () => CallerOf(node).CallAsync(longest, new ContractCall(Factory, new byte[9_025]), Token),
            Throws.ArgumentException.With.Message.Contains("49025").And.Message.Contains("49024"));
        Assert.That(node.Questions, Has.Count.EqualTo(1));
    }

    private static RpcContractCaller CallerOf(ScriptedNode node) => new(node.Rpc(), WireSamples.BlockHash);

    private static Task<ReadOnlyMemory<byte>?> CallAsync(ScriptedNode node) =>
        CallerOf(node).CallAsync(new ContractCall(Wallet, new byte[] { 0xaa }), null, Token);

    private static string DataOf(ScriptedNode node)
    {
        using JsonDocument question = JsonDocument.Parse(node.Questions[0]);
        return question.RootElement.GetProperty("params")[0].GetProperty("data").GetString()!;
    }

    private static string ErrorOf(int code, string message, string? data)
    {
        JsonObject error = new() { ["code"] = code, ["message"] = message };
        if (data is not null)
        {
            error["data"] = JsonNode.Parse(data);
        }

        return new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["error"] = error }.ToJsonString();
    }
}
