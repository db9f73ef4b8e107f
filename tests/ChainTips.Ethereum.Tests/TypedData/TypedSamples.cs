namespace ChainTips.Ethereum.Tests.TypedData;

/// <summary>Structured messages as wallets get them.</summary>
internal static class TypedSamples
{
    private const string DomainType =
        """{"name":"name","type":"string"},{"name":"version","type":"string"},{"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}""";

    public const string Mail = $$$$"""
        {"types":{"EIP712Domain":[{{{{DomainType}}}}],
          "Person":[{"name":"name","type":"string"},{"name":"wallet","type":"address"}],
          "Mail":[{"name":"from","type":"Person"},{"name":"to","type":"Person"},{"name":"contents","type":"string"}]},
         "primaryType":"Mail",
         "domain":{"name":"Ether Mail","version":"1","chainId":1,"verifyingContract":"0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},
         "message":{"from":{"name":"Cow","wallet":"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},
           "to":{"name":"Bob","wallet":"0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"},"contents":"Hello, Bob!"}}
        """;

    public const string Authorization = $$$$"""
        {"types":{"EIP712Domain":[{{{{DomainType}}}}],
          "TransferWithAuthorization":[{"name":"from","type":"address"},{"name":"to","type":"address"},{"name":"value","type":"uint256"},
            {"name":"validAfter","type":"uint256"},{"name":"validBefore","type":"uint256"},{"name":"nonce","type":"bytes32"}]},
         "primaryType":"TransferWithAuthorization",
         "domain":{"name":"USDC","version":"2","chainId":84532,"verifyingContract":"0x036CbD53842c5426634e7929541eC2318f3dCF7e"},
         "message":{"from":"0x857b06519E91e3A54538791bDbb0E22373e36b66","to":"0x209693Bc6afc0C5328bA36FaF03C514EF312287C",
           "value":"10000","validAfter":1740672089,"validBefore":"0x67c08c9a",
           "nonce":"0xf3746613c2d920b5fdabc0856f2aeb2d4f88ee6037b8cc5d04a71a4462f13480"}}
        """;

    public const string Offer = """
        {"types":{"Offer":[{"name":"version","type":"uint256"},{"name":"resourceUrl","type":"string"},{"name":"scheme","type":"string"},
            {"name":"network","type":"string"},{"name":"asset","type":"string"},{"name":"payTo","type":"string"},
            {"name":"amount","type":"string"},{"name":"validUntil","type":"uint256"}]},
         "primaryType":"Offer","domain":{"name":"x402 offer","version":"1","chainId":1},
         "message":{"version":1,"resourceUrl":"https://example.org/","scheme":"exact","network":"eip155:8453","asset":"0x","payTo":"0x",
           "amount":"10000","validUntil":0}}
        """;

    public const string Receipt = """
        {"types":{"Receipt":[{"name":"version","type":"uint256"},{"name":"network","type":"string"},{"name":"resourceUrl","type":"string"},
            {"name":"payer","type":"string"},{"name":"issuedAt","type":"uint256"},{"name":"transaction","type":"string"}]},
         "primaryType":"Receipt","domain":{"name":"x402 receipt","version":"1","chainId":1},
         "message":{"version":1,"network":"eip155:8453","resourceUrl":"https://example.org/ü",
           "payer":"0x857b06519E91e3A54538791bDbb0E22373e36b66","issuedAt":1740672089,"transaction":""}}
        """;

    public static string Family(string noMother, string noParents) => $$$$"""
        {"types":{"EIP712Domain":[{{{{DomainType}}}}],
          "Person":[{"name":"name","type":"string"},{"name":"mother","type":"Person"},{"name":"father","type":"Person"}]},
         "primaryType":"Person",
         "domain":{"name":"Family Tree","version":"1","chainId":1,"verifyingContract":"0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},
         "message":{"name":"Jon","mother":{"name":"Lyanna","father":{"name":"Rickard"{{{{noParents}}}}}{{{{noMother}}}}},
           "father":{"name":"Rhaegar","father":{"name":"Aeris II"{{{{noParents}}}}}{{{{noMother}}}}}}}
        """;

    /// <summary>A message whose domain's type is derived.</summary>
    public static string WithDomain(string domain) =>
        $$$$"""{"types":{"T":[]},"primaryType":"T","domain":{{{{domain}}}},"message":{}}""";

    /// <summary>A message without a domain.</summary>
    public static string Of(string types, string primaryType, string message) =>
        $$$$"""{"types":{{{{types}}}},"primaryType":"{{{{primaryType}}}}","domain":{},"message":{{{{message}}}}}""";

    /// <summary>A message of one member.</summary>
    public static string OfOne(string type, string value) =>
        Of($$$$"""{"T":[{"name":"v","type":"{{{{type}}}}"}],"S":[{"name":"a","type":"uint8"}]}""", "T", $$$$"""{"v":{{{{value}}}}}""");
}
