using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;

namespace ChainTips.Ethereum.Tests.TypedData;

internal sealed class TypedMessageTests
{
    [Test]
    [Description("EIP-712, the example with its test values and its signature")]
    public void The_mail_of_the_specification_has_its_hashes_and_its_signature()
    {
        TypedMessage mail = TypedMessage.Parse(TypedSamples.Mail);
        using PrivateKey cow = PrivateKey.FromBytes(Keccak256.HashUtf8("cow").ToArray());

        Assert.That(mail.EncodedType, Is.EqualTo("Mail(Person from,Person to,string contents)Person(string name,address wallet)"));
        Assert.That(mail.PrimaryType, Is.EqualTo("Mail"));
        Assert.That(mail.DomainSeparator.ToString(), Is.EqualTo("0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f"));
        Assert.That(mail.StructHash.ToString(), Is.EqualTo("0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e"));
        Assert.That(mail.Digest.ToString(), Is.EqualTo("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2"));
        Assert.That(cow.Sign(mail.Digest).ToString(), Is.EqualTo(
            "0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c"));
    }

    [Test]
    [Description("x402 specification, version 2, the EIP-3009 example")]
    public void The_authorization_of_the_x402_specification_has_its_hashes_and_its_signer()
    {
        TypedMessage authorization = TypedMessage.Parse(TypedSamples.Authorization);
        Signature signature = Signature.Parse(Hex.Parse(
            "0x2d6a7588d6acca505cbf0d9a4a227e0c52c6c34008c8e8986a1283259764173608a2ce6496642e377d6da8dbbf5836e9bd15092f9ecab05ded3d6293af148b571c"));

        bool isRecovered = Secp256k1.Default.TryRecover(authorization.Digest, signature, out Address signer);

        Assert.That(authorization.DomainSeparator.ToString(), Is.EqualTo("0x71f17a3b2ff373b803d70a5a07c046c1a2bc8e89c09ef722fcb047abe94c9818"));
        Assert.That(authorization.StructHash.ToString(), Is.EqualTo("0x49ad644555c7bdf3ea4fc022a4940ae5589b230b1dde0065c5504fa19bbe39a4"));
        Assert.That(authorization.Digest.ToString(), Is.EqualTo("0xf256992871671abcb27ff92885a7afa46218724e5fc0bac35d050115aa1d22e6"));
        Assert.That(isRecovered, Is.True);
        Assert.That(signer.ToString(), Is.EqualTo("0x857b06519E91e3A54538791bDbb0E22373e36b66"));
    }

    [Test]
    [Description("eth-sig-util, version 4: an empty domain alone")]
    public void A_message_that_is_a_domain_alone_has_the_digest_that_wallets_give_it()
    {
        TypedMessage message = TypedMessage.Parse("""{"types":{"EIP712Domain":[]},"primaryType":"EIP712Domain","domain":{},"message":{}}""");

        Assert.That(message.DomainSeparator, Is.EqualTo(message.StructHash));
        Assert.That(message.Digest.ToString(), Is.EqualTo("0x8d4a3f4082945b7879e2b55f181c31a77c8c0a464b70669458abbaaf99de4c38"));
    }

    [TestCase("", "", Description = "What a type can refer back to may be left out")]
    [TestCase(",\"mother\":null", ",\"mother\":null,\"father\":null", Description = "Or be null")]
    [Description("eth-sig-util, version 4: recursive types")]
    public void A_family_ends_somewhere(string noMother, string noParents)
    {
        TypedMessage family = TypedMessage.Parse(TypedSamples.Family(noMother, noParents));

        Assert.That(family.EncodedType, Is.EqualTo("Person(string name,Person mother,Person father)"));
        Assert.That(family.StructHash.ToString(), Is.EqualTo("0xfdc7b6d35bbd81f7fa78708604f57569a10edff2ca329c8011373f0667821a45"));
        Assert.That(family.Digest.ToString(), Is.EqualTo("0x807773b9faa9879d4971b43856c4d60c2da15c6f8c062bd9d33afefb756de19c"));
    }

    [Test]
    [Description("Permit2 on Ethereum: DOMAIN_SEPARATOR() of 0x000000000022D473030F116dDEE9F6B43aC78BA3")]
    public void A_domain_without_version_is_made_of_what_it_has()
    {
        const string Separator = "0x866a5aba21966af95d6c7ab78eb2b2fc913915c28be3b9aa07cc04ff903e3f28";
        Address permit2 = Address.Parse("0x000000000022D473030F116dDEE9F6B43aC78BA3");

        Assert.That(TypedMessage.Parse(TypedSamples.WithDomain(
            $$"""{"verifyingContract":"{{permit2}}","chainId":"0x1","version":null,"name":"Permit2"}""")).DomainSeparator.ToString(), Is.EqualTo(Separator));
        Assert.That(new Eip712Domain("Permit2", null, 1UL, permit2).Separator().ToString(), Is.EqualTo(Separator));
    }

    [Test]
    public void A_derived_domain_has_the_fields_of_the_specification_in_its_order()
    {
        Hash32 salt = Keccak256.HashUtf8("salt");
        string derived = $$"""{"salt":"{{salt}}","verifyingContract":"{{Address.Zero}}","chainId":"7","version":"2","name":"n"}""";

        Assert.That(
            TypedMessage.Parse(TypedSamples.WithDomain(derived)).DomainSeparator,
            Is.EqualTo(new Eip712Domain("n", "2", 7UL, Address.Zero, salt).Separator()));
        Assert.That(
            TypedMessage.Parse(TypedSamples.WithDomain("{}")).DomainSeparator,
            Is.EqualTo(new Eip712Domain(null, null, null, null).Separator()));
    }

    [Test]
    [Description("The offer and the receipt of x402's offer-and-receipt extension: chain id 1, no contract")]
    public void An_offer_and_a_receipt_hash_as_their_known_structs_do()
    {
        TypedMessage offer = TypedMessage.Parse(TypedSamples.Offer);
        TypedMessage receipt = TypedMessage.Parse(TypedSamples.Receipt);

        Assert.That(offer.DomainSeparator, Is.EqualTo(new Eip712Domain("x402 offer", "1", 1UL, null).Separator()));
        Assert.That(receipt.DomainSeparator, Is.EqualTo(new Eip712Domain("x402 receipt", "1", 1UL, null).Separator()));
        Assert.That(offer.EncodedType, Is.EqualTo(
            "Offer(uint256 version,string resourceUrl,string scheme,string network,string asset,string payTo,string amount,uint256 validUntil)"));
        Assert.That(receipt.StructHash, Is.EqualTo(HashReceipt(receipt.EncodedType)));
    }

    [Test]
    [Description("x402 batch-settlement, the type hash of its specification")]
    public void The_voucher_s_type_has_its_known_hash()
    {
        TypedMessage voucher = TypedMessage.Parse(TypedSamples.Of(
            """{"Voucher":[{"name":"channelId","type":"bytes32"},{"name":"maxClaimableAmount","type":"uint128"}]}""",
            "Voucher",
            $$"""{"channelId":"{{Hash32.Zero}}","maxClaimableAmount":"5"}"""));

        Assert.That(
            Keccak256.HashUtf8(voucher.EncodedType).ToString(),
            Is.EqualTo("0x1e1bd6ff84c3e0d9029a292b212e039c0ca97ec497c55191a4a5874294609a69"));
    }

    [Test]
    public void Known_structs_hash_without_allocating()
    {
        Hash32 typeHash = Keccak256.HashUtf8("T(address a,uint256 b,bytes32 c,bool d)");
        Eip712Domain domain = new("n", "1", 1UL, Address.Zero);
        Hash32 digest = default;

        long allocated = Holds.LeastAllocated(() => digest = HashOf(typeHash, domain));

        Assert.That(allocated, Is.Zero);
        Assert.That(digest.IsZero, Is.False);
    }

    private static Hash32 HashOf(Hash32 typeHash, Eip712Domain domain)
    {
        StructHasher hasher = new(typeHash, stackalloc byte[StructHasher.SizeOf(4)]);
        hasher.Write(Address.Zero);
        hasher.Write((UInt256)5UL);
        hasher.Write(typeHash);
        hasher.Write(true);
        return domain.Digest(hasher.ToHash());
    }

    private static Hash32 HashReceipt(string encodedType)
    {
        StructHasher hasher = new(Keccak256.HashUtf8(encodedType), new byte[StructHasher.SizeOf(6)]);
        hasher.Write((UInt256)1UL);
        hasher.WriteString("eip155:8453");
        hasher.WriteString("https://example.org/ü");
        hasher.WriteString("0x857b06519E91e3A54538791bDbb0E22373e36b66");
        hasher.Write((UInt256)1740672089UL);
        hasher.WriteString("");
        return hasher.ToHash();
    }
}
