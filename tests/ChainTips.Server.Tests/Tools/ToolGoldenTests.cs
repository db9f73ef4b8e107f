namespace ChainTips.Server.Tests.Tools;

/// <summary>One line of each tool with the answer that a specification gives for it.</summary>
internal sealed class ToolGoldenTests
{
    private const string Eip1014 = "EIP-1014, Examples";
    private const string SolidityAbi = "Solidity documentation, Contract ABI Specification, Examples";
    private const string Eip155 = "EIP-155, Example";
    private const string Key46 = "0x4646464646464646464646464646464646464646464646464646464646464646";
    private const string Raw155 =
        "0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025"
        + "a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276"
        + "a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83";

    private const string Hash155 = "0x33469b22e9f636356c4160a87eb19df52b7412e8eac32a4a55ffe88ea8350788";

    [TestCase("keccak", """{"data":"0x"}""", """{"hash":"0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"}""", Description = "Yellow Paper, KEC(())")]
    [TestCase("keccak", """{"data":"0x616263"}""", """{"hash":"0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"}""", Description = "The Keccak team's vector of 'abc'")]
    [TestCase("address", """{"address":"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"}""", """{"address":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"}""", Description = "EIP-55, Test Cases")]
    [TestCase("address", """{"address":"0x52908400098527886E0F7030069857D2E4169EE7"}""", """{"address":"0x52908400098527886E0F7030069857D2E4169EE7"}""", Description = "EIP-55, Test Cases, all caps")]
    [TestCase("create2", """{"deployer":"0x0000000000000000000000000000000000000000","salt":"0x0000000000000000000000000000000000000000000000000000000000000000","initCodeHash":"0xbc36789e7a1e281436464229828f817d6612f7b477d66591ff96a9e064bcc98a"}""", """{"address":"0x4D1A2e2bB4F88F0250f26Ffff098B0b30B26BF38"}""", Description = Eip1014)]
    [TestCase("create2", """{"deployer":"0x00000000000000000000000000000000deadbeef","salt":"0x00000000000000000000000000000000000000000000000000000000cafebabe","initCodeHash":"0xd4fd4e189132273036449fc9e11198c739161b4c0116a9a2dccdfa1c492006f1"}""", """{"address":"0x60f3f640a8508fC6a86d45DF051962668E1e8AC7"}""", Description = Eip1014)]
    [TestCase("abi-encode", """{"types":["uint32","bool"],"values":[69,true]}""", """{"data":"0x00000000000000000000000000000000000000000000000000000000000000450000000000000000000000000000000000000000000000000000000000000001"}""", Description = SolidityAbi)]
    [TestCase("abi-encode", """{"types":["bytes3[2]"],"values":[["0x616263","0x646566"]]}""", """{"data":"0x61626300000000000000000000000000000000000000000000000000000000006465660000000000000000000000000000000000000000000000000000000000"}""", Description = SolidityAbi)]
    [TestCase("abi-decode", """{"types":["bytes","bool","uint256[]"],"data":"0x0000000000000000000000000000000000000000000000000000000000000060000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000000000000000000000000000000000000a0000000000000000000000000000000000000000000000000000000000000000464617665000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000003000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000000000000000000000000000000000000020000000000000000000000000000000000000000000000000000000000000003"}""", """{"values":["0x64617665",true,["1","2","3"]]}""", Description = SolidityAbi)]
    [TestCase("selector", """{"signature":"baz(uint32,bool)"}""", """{"selector":"0xcdcd77c0"}""", Description = SolidityAbi)]
    [TestCase("selector", """{"signature":"sam(bytes,bool,uint256[])"}""", """{"selector":"0xa5643bf2"}""", Description = SolidityAbi)]
    [TestCase("topic", """{"signature":"Transfer(address,address,uint256)"}""", """{"topic":"0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"}""", Description = "ERC-20")]
    [TestCase("rlp-encode", """{"value":["0x636174","0x646f67"]}""", """{"data":"0xc88363617483646f67"}""", Description = "ethereum.org, RLP, Examples")]
    [TestCase("rlp-encode", """{"value":"0x0400"}""", """{"data":"0x820400"}""", Description = "ethereum.org, RLP, Examples")]
    [TestCase("rlp-decode", """{"data":"0xc7c0c1c0c3c0c1c0"}""", """{"value":[[],[[]],[[],[[]]]]}""", Description = "ethereum.org, RLP, Examples: three as a set")]
    [TestCase("personal-digest", """{"message":"Hello World"}""", """{"digest":"0xa1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2"}""", Description = "web3.js documentation, hashMessage")]
    [TestCase("personal-digest", """{"data":"0x48656c6c6f20576f726c64"}""", """{"digest":"0xa1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2"}""", Description = "the same as bytes")]
    [TestCase("address-of-key", """{"privateKey":"0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"}""", """{"address":"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"}""", Description = "Hardhat's account #0")]
    [TestCase("recover", """{"digest":"0xf256992871671abcb27ff92885a7afa46218724e5fc0bac35d050115aa1d22e6","signature":"0x2d6a7588d6acca505cbf0d9a4a227e0c52c6c34008c8e8986a1283259764173608a2ce6496642e377d6da8dbbf5836e9bd15092f9ecab05ded3d6293af148b571c"}""", """{"address":"0x857b06519E91e3A54538791bDbb0E22373e36b66"}""", Description = "x402 v2, the example of an EIP-3009 authorization")]
    [TestCase("recover", """{"digest":"0xf256992871671abcb27ff92885a7afa46218724e5fc0bac35d050115aa1d22e6","signature":"0x2d6a7588d6acca505cbf0d9a4a227e0c52c6c34008c8e8986a1283259764173688a2ce6496642e377d6da8dbbf5836e9bd15092f9ecab05ded3d6293af148b57"}""", """{"address":"0x857b06519E91e3A54538791bDbb0E22373e36b66"}""", Description = "the same in the 64 bytes of EIP-2098")]
    [TestCase("recover", """{"digest":"0xf256992871671abcb27ff92885a7afa46218724e5fc0bac35d050115aa1d22e6","signature":"0x2d6a7588d6acca505cbf0d9a4a227e0c52c6c34008c8e8986a1283259764173608a2ce6496642e377d6da8dbbf5836e9bd15092f9ecab05ded3d6293af148b5701"}""", """{"address":"0x857b06519E91e3A54538791bDbb0E22373e36b66"}""", Description = "the same with v 1")]
    [TestCase("transaction-sign", """{"transaction":{"type":0,"chainId":1,"nonce":9,"gasPrice":"20000000000","gasLimit":"0x5208","to":"0x3535353535353535353535353535353535353535","value":"1000000000000000000","data":"0x"},"privateKey":"0x4646464646464646464646464646464646464646464646464646464646464646"}""", """{"raw":"0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83","hash":"0x33469b22e9f636356c4160a87eb19df52b7412e8eac32a4a55ffe88ea8350788"}""", Description = Eip155)]
    [TestCase("payment-uri", """{"uri":"ethereum:0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7/transfer?address=0x8e23ee67d1332ad560396262c48ffbb01f93d052&uint256=1"}""", """{"target":"0x89205A3A3b2A69De6Dbf7f01ED13B2108B2c43e7","function":"transfer","parameters":[{"type":"address","value":"0x8e23Ee67d1332aD560396262C48ffbB01F93D052"},{"type":"uint256","value":"1"}]}""", Description = "EIP-681, Semantics")]
    [TestCase("payment-uri", """{"target":"0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7","function":"transfer","parameters":[{"type":"address","value":"0x8e23ee67d1332ad560396262c48ffbb01f93d052"},{"type":"uint256","value":1}]}""", """{"uri":"ethereum:0x89205A3A3b2A69De6Dbf7f01ED13B2108B2c43e7/transfer?address=0x8e23Ee67d1332aD560396262C48ffbB01F93D052&uint256=1"}""", Description = "EIP-681, Semantics, with checksums")]
    [TestCase("webhook-sign", """{"secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw","id":"msg_p5jXN8AQM9LWM0D4loKWxJek","timestamp":1614265330,"body":"{\"test\": 2432232314}"}""", """{"signature":"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="}""", Description = "The vector that the libraries of Standard Webhooks share")]
    [TestCase("webhook-verify", """{"secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw","id":"msg_p5jXN8AQM9LWM0D4loKWxJek","timestamp":"1614265330","body":"{\"test\": 2432232314}","signature":"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=","now":"1614265330"}""", """{"ok":true}""", Description = "The vector that the libraries of Standard Webhooks share")]
    public async Task The_line_is_answered_as_its_specification_says(string tool, string line, string answer) =>
        Assert.That(await ToolLines.AnswerAsync(tool, line), Is.EqualTo(answer));

    [Test(Description = Eip155)]
    public async Task A_transaction_is_decoded_and_signed_again()
    {
        string decoded = await ToolLines.AnswerAsync("transaction-decode", $$"""{"raw":"{{Raw155}}"}""");
        string transaction = """
            {"type":"0","chainId":"1","nonce":"9","to":"0x3535353535353535353535353535353535353535","value":"1000000000000000000","data":"0x","gasLimit":"21000","gasPrice":"20000000000"}
            """;

        Assert.That(decoded, Is.EqualTo($$"""{"transaction":{{transaction}},"from":"0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F","hash":"{{Hash155}}"}"""));
        Assert.That(
            await ToolLines.AnswerAsync("transaction-sign", $$"""{"transaction":{{transaction}},"privateKey":"{{Key46}}"}"""),
            Is.EqualTo($$"""{"raw":"{{Raw155}}","hash":"{{Hash155}}"}"""));
    }

    [Test(Description = "EIP-712, the Mail of Example.js, whose key is the hash of 'cow'")]
    public async Task The_mail_of_EIP_712_is_hashed_signed_and_recovered()
    {
        const string digest = "0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2";
        const string signature = "0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d"
            + "07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c";
        const string cow = "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826";
        string key = (await ToolLines.AnswerAsync("keccak", """{"data":"0x636f77"}""")).Split('"')[3];

        string hashes = await ToolLines.AnswerAsync("typed-data", ToolDocument.ExampleOf("typed-data").Input);
        string signed = await ToolLines.AnswerAsync("sign", $$"""{"digest":"{{digest}}","privateKey":"{{key}}"}""");
        string signer = await ToolLines.AnswerAsync("recover", $$"""{"digest":"{{digest}}","signature":"{{signature}}"}""");
        string owner = await ToolLines.AnswerAsync("address-of-key", $$"""{"privateKey":"{{key}}"}""");

        Assert.That(hashes, Is.EqualTo(
            "{\"domainSeparator\":\"0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f\","
            + "\"structHash\":\"0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e\","
            + $"\"digest\":\"{digest}\"}}"));
        Assert.That(signed, Is.EqualTo($$"""{"signature":"{{signature}}"}"""));
        Assert.That((signer, owner), Is.EqualTo(($$"""{"address":"{{cow}}"}""", $$"""{"address":"{{cow}}"}""")));
    }

    [Test(Description = "Ethereum mainnet: block 0, and every block whose only transaction is a plain transfer")]
    public async Task What_the_headers_of_mainnet_say_is_computed()
    {
        string hash = await ToolLines.AnswerAsync("block-hash", ToolDocument.ExampleOf("block-hash").Input);
        string root = await ToolLines.AnswerAsync("receipts-root", ToolDocument.ExampleOf("receipts-root").Input);

        Assert.That(hash, Is.EqualTo("""{"hash":"0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3"}"""));
        Assert.That(root, Does.StartWith("""{"root":"0x056b23fbba480696b65fe5a59b8f2148a1299103c4f57df839233af2cf4ca2d2","bloom":"0x00"""));
    }

    [Test(Description = "EIP-4361, the example with an implicit scheme")]
    public async Task The_message_of_EIP_4361_is_read()
    {
        string answer = await ToolLines.AnswerAsync("siwe-parse", ToolDocument.ExampleOf("siwe-parse").Input);

        Assert.That(answer, Does.StartWith("""{"domain":"example.com","address":"0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2","statement":"I accept the ExampleOrg Terms of Service: https://example.com/tos","uri":"https://example.com/login","""));
        Assert.That(answer, Does.Contain("\"chainId\":\"1\",\"nonce\":\"32891756\",\"issuedAt\":\"2021-09-30T16:25:24Z\",\"resources\":[\"ipfs://"));
    }
}
