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
    [TestCase("transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)",
        "0xcf092995", Description = "USDC v2.2")]
    [TestCase("receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)",
        "0xef55bec6", Description = "ERC-3009")]
    [TestCase("cancelAuthorization(address,bytes32,uint8,bytes32,bytes32)", "0x5a049a70", Description = "ERC-3009")]
    [TestCase("authorizationState(address,bytes32)", "0xe94a0102", Description = "ERC-3009")]
    [TestCase("permit(address,address,uint256,uint256,uint8,bytes32,bytes32)", "0xd505accf", Description = "ERC-2612")]
    [TestCase("transferFrom(address,address,uint256)", "0x23b872dd", Description = "ERC-20")]
    [TestCase("approve(address,uint256)", "0x095ea7b3", Description = "ERC-20")]
    [TestCase("name()", "0x06fdde03", Description = "ERC-20")]
    [TestCase("version()", "0x54fd4d50", Description = "USDC")]
    [TestCase("decimals()", "0x313ce567", Description = "ERC-20")]
    [TestCase("isBlacklisted(address)", "0xfe575a87", Description = "USDC")]
    [TestCase("paused()", "0x5c975abb", Description = "USDC")]
    [TestCase("isValidSignature(bytes32,bytes)", "0x1626ba7e", Description = "ERC-1271")]
    [TestCase("nonceBitmap(address,uint256)", "0x4fe02b44", Description = "Permit2")]
    [TestCase("transferFromWithReferenceAndFee(address,address,uint256,bytes,uint256,address)",
        "0xc219a14d", Description = "Request Network fee proxy")]
    [TestCase("aggregate3((address,bool,bytes)[])", "0x82ad56cb", Description = "Multicall3")]
    [TestCase("DOMAIN_SEPARATOR()", "0x3644e515", Description = "ERC-2612")]
    public void A_function_has_its_published_selector(string signature, string selector) =>
        Assert.That(Hex.Format(AbiSignature.Selector(signature)), Is.EqualTo(selector));

    [TestCase("Transfer(address,address,uint256)",
        "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", Description = "ERC-20")]
    [TestCase("AuthorizationUsed(address,bytes32)",
        "0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5", Description = "ERC-3009")]
    [TestCase("AuthorizationCanceled(address,bytes32)",
        "0x1cdd46ff242716cdaa72d159d339a485b3438398348d68f09d7c8c0a59353d81", Description = "ERC-3009")]
    [TestCase("Approval(address,address,uint256)",
        "0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925", Description = "ERC-20")]
    [TestCase("TransferWithReferenceAndFee(address,address,uint256,bytes,uint256,address)",
        "0x9f16cbcc523c67a60c450e5ffe4f3b7b6dbe772e7abcadb2686ce029a9a0a2b6", Description = "Request Network fee proxy")]
    [TestCase("TransferWithMemo(address,address,uint256,bytes32)",
        "0x57bc7354aa85aed339e000bccffabbc529466af35f0772c8f8ee1145927de7f0", Description = "Tempo TIP-20")]
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
            () => AbiSignature.Topic(signature), Throws.TypeOf<FormatException>());

    [Test]
    public void A_signature_in_another_spelling_is_refused_with_the_right_one() =>
        Assert.That(
            () => AbiSignature.Selector("transfer(address to, uint)"),
            Throws.TypeOf<FormatException>().With.Message.Contains("not canonical; write 'transfer(address,uint256)'"));
}
