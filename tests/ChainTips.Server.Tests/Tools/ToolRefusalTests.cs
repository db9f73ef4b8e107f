namespace ChainTips.Server.Tests.Tools;

/// <summary>What each tool refuses, and what its error says.</summary>
internal sealed class ToolRefusalTests
{
    private const string Digest = "0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2";
    private const string R = "4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d";
    private const string S = "07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562";
    private const string HighS = "f8d6666c2cfb3eac09bbc205fa0bf00eb37fb3d4f851842fc83f3c76ca7d2bdf";
    private const string Order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    private const string Zero = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string To = "\"to\":\"0x3535353535353535353535353535353535353535\"";
    private const string Webhook = """
        "secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw","id":"msg_p5jXN8AQM9LWM0D4loKWxJek","body":"{\"test\": 2432232314}"
        """;

    private const string Genuine = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    [TestCase("keccak", """{"data":"0x0"}""", "data", Description = "half a byte")]
    [TestCase("keccak", """{"data":"00"}""", "data", Description = "no 0x")]
    [TestCase("keccak", """{"data":"0xgg"}""", "data")]
    [TestCase("keccak", """{"data":5}""", "data")]
    [TestCase("keccak", """{"data":null}""", "data")]
    [TestCase("address", """{"address":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"}""", "EIP-55", Description = "one letter in the other case")]
    [TestCase("address", """{"address":"0x5aaeb6053f3e94c9b9a09f33669435e7ef1bea"}""", "address")]
    [TestCase("address", """{"address":"vitalik.eth"}""", "address")]
    [TestCase("create2", """{"deployer":"0x00000000000000000000000000000000deadbeef","salt":"0xcafebabe","initCodeHash":"0xd4fd4e189132273036449fc9e11198c739161b4c0116a9a2dccdfa1c492006f1"}""", "salt")]
    [TestCase("abi-encode", """{"types":["uint8"],"values":[256]}""", "256")]
    [TestCase("abi-encode", """{"types":["int8"],"values":["-129"]}""", "-129")]
    [TestCase("abi-encode", """{"types":["uint8"],"values":[]}""", "one for each type")]
    [TestCase("abi-encode", """{"types":["uint7"],"values":[1]}""", "7 bits")]
    [TestCase("abi-encode", """{"types":["bytes4"],"values":["0x112233"]}""", "bytes4")]
    [TestCase("abi-encode", """{"types":["uint8[2]"],"values":[[1]]}""", "give one for each")]
    [TestCase("abi-encode", """{"types":["bool"],"values":["true"]}""", "no bool")]
    [TestCase("abi-decode", """{"types":["uint256"],"data":"0x00"}""", "HeadTooShort")]
    [TestCase("abi-decode", """{"types":["bool"],"data":"0x0000000000000000000000000000000000000000000000000000000000000002"}""", "BoolOutOfRange")]
    [TestCase("abi-decode", """{"types":["address"],"data":"0x0100000000000000000000003535353535353535353535353535353535353535"}""", "AddressTooLarge")]
    [TestCase("abi-decode", """{"types":["bytes"],"data":"0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0"}""", "OffsetOutOfBounds", Description = "an offset beyond any data")]
    [TestCase("abi-decode", """{"types":["uint8[]"],"data":"0x000000000000000000000000000000000000000000000000000000000000002000000000000000000000000000000000000000000000000000000000ffffffff"}""", "TailTooShort", Description = "a length beyond the data")]
    [TestCase("selector", """{"signature":"transfer(address,uint256"}""", "close each bracket")]
    [TestCase("selector", """{"signature":"transfer(adress)"}""", "adress")]
    [TestCase("topic", """{"signature":""}""", "does not begin with a name")]
    [TestCase("rlp-encode", """{"value":5}""", "value")]
    [TestCase("rlp-encode", """{"value":["cat"]}""", "value")]
    [TestCase("rlp-decode", """{"data":"0x"}""", "ends before")]
    [TestCase("rlp-decode", """{"data":"0x8100"}""", "single byte below 0x80", Description = "a byte that stands for itself")]
    [TestCase("rlp-decode", """{"data":"0xb80100"}""", "long form", Description = "a short length in the long form")]
    [TestCase("rlp-decode", """{"data":"0xc0c0"}""", "bytes follow", Description = "bytes after the end")]
    [TestCase("rlp-decode", """{"data":"0xbfffffffffffffffff"}""", "larger than any data", Description = "a length beyond any data")]
    [TestCase("typed-data", """{"typedData":{"types":{"A":[{"name":"b","type":"B"}]},"primaryType":"A","domain":{},"message":{"b":1}}}""", "B")]
    [TestCase("typed-data", """{"typedData":{"types":{"A":[{"name":"b","type":"uint8"}]},"primaryType":"C","domain":{},"message":{"b":1}}}""", "C")]
    [TestCase("typed-data", """{"typedData":{"types":{"A":[{"name":"b","type":"uint8"}]},"primaryType":"A","domain":{},"message":{}}}""", "b")]
    [TestCase("typed-data", """{"typedData":{"types":{"A":[{"name":"b","type":"uint8"}]},"primaryType":"A","domain":{},"message":{"b":256}}}""", "256")]
    [TestCase("personal-digest", """{"message":"a","data":"0x61"}""", "either")]
    [TestCase("personal-digest", """{"message":"\ud83d"}""", "surrogate")]
    [TestCase("address-of-key", "{\"privateKey\":\"0x" + Zero + "\"}", "not below the order")]
    [TestCase("address-of-key", "{\"privateKey\":\"0x" + Order + "\"}", "not below the order")]
    [TestCase("address-of-key", """{"privateKey":"0x01"}""", "64 hexadecimal digits")]
    [TestCase("sign", "{\"digest\":\"" + Digest + "\",\"privateKey\":\"0x" + Zero + "\"}", "not below the order")]
    [TestCase("sign", "{\"digest\":\"0x00\",\"privateKey\":\"0x" + R + "\"}", "digest")]
    [TestCase("recover", "{\"digest\":\"" + Digest + "\",\"signature\":\"0x" + R + HighS + "1b\"}", "s", Description = "a high s")]
    [TestCase("recover", "{\"digest\":\"" + Digest + "\",\"signature\":\"0x" + R + S + "1d\"}", "v", Description = "v 29")]
    [TestCase("recover", "{\"digest\":\"" + Digest + "\",\"signature\":\"0x" + R + S + "02\"}", "v", Description = "v 2")]
    [TestCase("recover", "{\"digest\":\"" + Digest + "\",\"signature\":\"0x" + Zero + S + "1b\"}", "r")]
    [TestCase("recover", "{\"digest\":\"" + Digest + "\",\"signature\":\"0x" + Order + S + "1b\"}", "r")]
    [TestCase("recover", "{\"digest\":\"" + Digest + "\",\"signature\":\"0x" + R + Zero + "1b\"}", "s")]
    [TestCase("recover", "{\"digest\":\"" + Digest + "\",\"signature\":\"0x" + R + "\"}", "not 32")]
    [TestCase("transaction-sign", "{\"transaction\":{\"type\":3," + To + "},\"privateKey\":\"0x" + R + "\"}", "type is not")]
    [TestCase("transaction-sign", "{\"transaction\":{\"type\":0,\"maxFeePerGas\":1," + To + "},\"privateKey\":\"0x" + R + "\"}", "maxFeePerGas")]
    [TestCase("transaction-sign", "{\"transaction\":{\"type\":2,\"gasPrice\":1," + To + "},\"privateKey\":\"0x" + R + "\"}", "gasPrice")]
    [TestCase("transaction-sign", "{\"transaction\":{\"nonce\":-1," + To + "},\"privateKey\":\"0x" + R + "\"}", "nonce")]
    [TestCase("transaction-sign", "{\"transaction\":{\"value\":1.5," + To + "},\"privateKey\":\"0x" + R + "\"}", "value")]
    [TestCase("transaction-sign", "{\"transaction\":{\"accessList\":[5]},\"privateKey\":\"0x" + R + "\"}", "accessList")]
    [TestCase("transaction-decode", """{"raw":"0x"}""", "type is not")]
    [TestCase("transaction-decode", """{"raw":"0x03c0"}""", "type is not")]
    [TestCase("transaction-decode", """{"raw":"0xec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080018080"}""", "signed", Description = "EIP-155, Example, before signing")]
    [TestCase("receipts-root", """{"receipts":{}}""", "receipts")]
    [TestCase("receipts-root", """{"receipts":[{"type":"0x0","status":"0x1"}]}""", "receipts")]
    [TestCase("receipt-proof", """{"receipts":[],"index":0}""", "the block has 0 receipts")]
    [TestCase("receipt-proof", """{"receipts":[],"index":-1}""", "-1")]
    [TestCase("proof-verify", "{\"root\":\"0x" + Zero + "\",\"index\":2147483648,\"nodes\":[]}", "2147483648")]
    [TestCase("proof-verify", "{\"root\":\"0x" + Zero + "\",\"index\":0,\"nodes\":[]}", "MissingNode")]
    [TestCase("proof-verify", "{\"root\":\"0x" + Zero + "\",\"index\":0,\"nodes\":[\"0xc0\"]}", "WrongNode")]
    [TestCase("proof-verify", "{\"root\":\"0x" + Zero + "\",\"index\":0,\"nodes\":[5]}", "nodes")]
    [TestCase("proof-verify", "{\"root\":\"0x" + Zero + "\",\"index\":0,\"nodes\":\"0xc0\"}", "an array")]
    [TestCase("block-hash", """{"block":{"number":"0x1"}}""", "block")]
    [TestCase("payment-uri", """{"uri":"bitcoin:0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7"}""", "does not begin with ethereum:")]
    [TestCase("payment-uri", """{"uri":"ethereum:0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7?value=1.5"}""", "value")]
    [TestCase("siwe-parse", """{"message":"example.com wants you to sign in"}""", "Line 1")]
    [TestCase("siwe-verify", """{"message":"","signature":"0x","time":"now"}""", "'now' is no time")]
    [TestCase("webhook-sign", """{"secret":"?","id":"msg_1","timestamp":1,"body":""}""", "whsec_")]
    [TestCase("webhook-sign", "{" + Webhook + ",\"timestamp\":-1}", "timestamp")]
    [TestCase("webhook-verify", "{" + Webhook + ",\"timestamp\":1614265330,\"now\":1614265631,\"signature\":\"" + Genuine + "\"}", "timestamp", Description = "five minutes and a second ago")]
    [TestCase("webhook-verify", "{" + Webhook + ",\"timestamp\":1614265331,\"now\":1614265331,\"signature\":\"" + Genuine + "\"}", "signature")]
    public async Task A_wrong_line_is_answered_with_an_error_that_says_where(string tool, string line, string says) =>
        Assert.That(ToolLines.ErrorOf(await ToolLines.AnswerAsync(tool, line)), Does.Contain(says));

    [TestCase("\"domain\":\"other.example\"")]
    [TestCase("\"nonce\":\"32891757\"")]
    [TestCase("\"time\":\"2031-01-01T00:00:00Z\"")]
    [TestCase("\"time\":\"2021-09-30T16:25:24Z\"")]
    public async Task A_sign_in_for_another_place_or_time_is_refused(string member)
    {
        string line = ToolDocument.ExampleOf("siwe-verify").Input;
        string name = member[..member.IndexOf(':', StringComparison.Ordinal)];
        int start = line.IndexOf(name + ":", StringComparison.Ordinal);
        int end = line.IndexOf('"', start + name.Length + 2) + 1;

        Assert.That(ToolLines.ErrorOf(await ToolLines.AnswerAsync("siwe-verify", line[..start] + member + line[end..])), Is.Not.Empty);
    }
}
