using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.Abi;

internal sealed class AbiSignatureTests
{
    [TestCase("baz(uint32,bool)", "0xcdcd77c0", Description = "Solidity ABI specification")]
    [TestCase("bar(bytes3[2])", "0xfce353f6", Description = "Solidity ABI specification")]
    [TestCase("sam(bytes,bool,uint256[])", "0xa5643bf2", Description = "Solidity ABI specification")]
    [TestCase("transfer(address,uint256)", "0xa9059cbb", Description = "ERC-20")]
    [TestCase("transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)",
        "0xe3ee160e", Description = "ERC-3009")]
    [TestCase("receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)",
        "0x88b7ab63", Description = "USDC v2.2")]
    [TestCase("aggregate3((address,bool,bytes)[])", "0x82ad56cb", Description = "Multicall3")]
    [TestCase("DOMAIN_SEPARATOR()", "0x3644e515", Description = "ERC-2612")]
    public void A_function_has_its_published_selector(string signature, string selector) =>
        Assert.That(Hex.Format(AbiSignature.Selector(signature)), Is.EqualTo(selector));

    [TestCase("Transfer(address,address,uint256)",
        "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", Description = "ERC-20")]
    [TestCase("AuthorizationUsed(address,bytes32)",
        "0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5", Description = "ERC-3009")]
    public void An_event_has_its_published_topic(string signature, string topic) =>
        Assert.That(AbiSignature.Topic(signature).ToString(), Is.EqualTo(topic));

    [TestCase("")]
    [TestCase("transfer")]
    [TestCase("(address)")]
    [TestCase("transfer(address,uint256")]
    [TestCase("transfer(address, uint256)")]
    [TestCase("transfer(address to,uint256)")]
    [TestCase("Transfer(address indexed,uint256)")]
    [TestCase("transfer(address,uint)")]
    [TestCase("sum(int[])")]
    [TestCase("sum((uint,address))")]
    public void A_signature_that_would_hash_to_nothing_known_is_refused(string signature) =>
        Assert.That(
            () => AbiSignature.Topic(signature), Throws.ArgumentException.With.Message.Contains("not canonical"));
}
