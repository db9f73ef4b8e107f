using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Relaying;
using ChainTips.Testing;
using ChainTips.Testing.Relaying;

namespace ChainTips.Tests.Relaying;

/// <summary>What a payer signs, how it is sent, and what proves that it was paid.</summary>
internal sealed class SignedAuthorizationTests
{
    private static readonly byte[] Signature = [.. Enumerable.Range(0, 65).Select(i => (byte)i)];

    private static PaymentTerms Terms => Given.Terms(
        Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Fixed(5_000_000, 0)), 5_000_000);

    private static PaymentTerms WithFee => Terms with { Fee = 50_000UL, FeeReceiver = Sample.Stranger };

    private static SignedAuthorization Signed(PaymentTerms terms) => new(terms, Sample.Payer, Signature);

    [Test]
    public void The_digest_of_one_payee_is_that_of_the_golden_vector()
    {
        // The example of the x402 v2 specification: USDC on Base Sepolia. The signed validAfter of the example is not 0, so only its domain
        // and its type are taken from there, and the struct is hashed by hand.
        AllowedToken usdc = new(new Token(84532, Address.Parse("0x036CbD53842c5426634e7929541eC2318f3dCF7e"), "USDC", 6), "USDC", "2");
        Assert.That(usdc.DomainSeparator, Is.EqualTo(Hash32.Parse("0x71f17a3b2ff373b803d70a5a07c046c1a2bc8e89c09ef722fcb047abe94c9818")));
        SignedAuthorization signed = Signed(Terms);

        Hash32 content = Keccak256.Hash(new AbiWriter()
            .Write(Hash32.Parse("0x7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267"))
            .Write(Sample.Payer).Write(Terms.Payees[0]).Write((UInt256)5_000_000UL).Write(UInt256.Zero).Write(Terms.ValidBefore).Write(Terms.Hash()).ToArray());
        Assert.That(signed.Digest(usdc), Is.EqualTo(TypedDigest.Of(usdc.DomainSeparator!.Value, content)));
    }

    [Test]
    public void The_digest_with_a_fee_lets_only_the_router_receive_the_whole()
    {
        Hash32 content = Keccak256.Hash(new AbiWriter()
            .Write(Hash32.Parse("0xd099cc98ef71107a616c4f0f941f04c322d8e254fe26b3c6668db87aae413de8"))
            .Write(Sample.Payer).Write(Sample.Router).Write((UInt256)5_050_000UL).Write(UInt256.Zero).Write(WithFee.ValidBefore).Write(WithFee.Hash()).ToArray());
        Assert.That(Signed(WithFee).Digest(Sample.AllowedUsdc), Is.EqualTo(TypedDigest.Of(Sample.AllowedUsdc.DomainSeparator!.Value, content)));
        Assert.That(Signed(WithFee).IsThroughRouter, Is.True);
    }

    [Test]
    public void A_token_that_signs_nothing_is_refused_by_name()
    {
        Exception? error = Assert.Throws<InvalidOperationException>(() => Signed(Terms).Digest(Sample.AllowedDai));
        Assert.That(error!.Message, Does.Contain("DAI"));
    }

    [Test]
    public void One_payee_is_paid_by_the_token_with_the_signature_as_bytes()
    {
        RelayCall call = RelayCall.Of(Signed(Terms));

        Assert.That(call.To, Is.EqualTo(Terms.Token));
        Assert.That(Hex.Format(call.Data.Span[..4]), Is.EqualTo("0xcf092995"), "The selector that FiatTokenV2_2 has for the overload with bytes.");
        FakeAuthorization read = FakeAuthorization.Read(call.Data.Span)!;
        Assert.That(
            (read.From, read.To, read.Value, read.ValidAfter, read.Nonce),
            Is.EqualTo((Sample.Payer, Terms.Payees[0], (UInt128)5_000_000, 0UL, Terms.Hash())));
        Assert.That(read.Signature.ToArray(), Is.EqualTo(Signature));
    }

    [Test]
    public void A_fee_or_several_payees_go_through_the_router_with_all_terms()
    {
        RelayCall call = RelayCall.Of(Signed(WithFee));

        AbiFunction declared = AbiFunction.Parse(
            "tipWithAuthorization(address,(address,uint256,bytes32)[],uint256,address,address,uint256,bytes32,bytes)");
        Assert.That(call.To, Is.EqualTo(Sample.Router));
        Assert.That(declared.TryDecodeCall(call.Data, out IReadOnlyList<AbiValue>? values, out _), Is.True);
        Assert.That(values![2], Is.EqualTo(new AbiValue.Number(50_000)));
        Assert.That(values[4], Is.EqualTo(new AbiValue.Account(Sample.Payer)));
        Assert.That(values[6], Is.EqualTo(new AbiValue.Bytes(WithFee.Salt.ToArray())));
    }

    [Test]
    public void Several_of_one_token_go_into_one_call_and_others_do_not()
    {
        RelayCall call = RelayCall.OfSeveral([Signed(Terms), Signed(Terms with { Salt = Sample.HashOf("other") })]);

        AbiFunction declared = AbiFunction.Parse("tipWithAuthorizations(address,(address,address,uint256,bytes32,uint256,bytes32,bytes)[])");
        Assert.That(declared.TryDecodeCall(call.Data, out IReadOnlyList<AbiValue>? values, out _), Is.True);
        Assert.That(((AbiValue.List)values![1]).Items, Has.Count.EqualTo(2));
        Assert.Throws<ArgumentException>(() => RelayCall.OfSeveral([]));
        Assert.Throws<ArgumentException>(() => RelayCall.OfSeveral([Signed(Terms), Signed(WithFee)]));
        Assert.Throws<ArgumentException>(() => RelayCall.OfSeveral([Signed(Terms), Signed(Terms with { Token = Sample.Dai.Address })]));
    }

    [Test]
    public void Only_the_exact_logs_of_the_token_prove_the_payment()
    {
        SignedAuthorization signed = Signed(Terms);
        ChainLog used = ALog.AuthorizationUsed(Terms.Token, Sample.Payer, signed.Nonce);
        ChainLog paid = ALog.Transfer(Terms.Token, Sample.Payer, Terms.Payees[0], 5_000_000UL);

        Assert.That(AuthorizationPayment.IsIn(ReceiptOf(used, paid), signed), Is.True);
        Assert.That(AuthorizationPayment.IsIn(ReceiptOf(ALog.Transfer(Terms.Token, Sample.Payer, Sample.Stranger, 1UL), used, paid), signed), Is.True);
        Assert.That(AuthorizationPayment.IsIn(ReceiptOf(used, paid) with { Succeeded = false }, signed), Is.False, "failed");
        foreach ((string why, ChainLog[] logs) in Lies(signed, used, paid))
        {
            Assert.That(AuthorizationPayment.IsIn(ReceiptOf(logs), signed), Is.False, why);
        }
    }

    private static IEnumerable<(string Why, ChainLog[] Logs)> Lies(SignedAuthorization signed, ChainLog used, ChainLog paid)
    {
        Address token = signed.Terms.Token;
        Address payee = signed.Terms.Payees[0];
        yield return ("nothing", []);
        yield return ("the nonce alone", [used]);
        yield return ("the transfer alone", [paid]);
        yield return ("the other order", [paid, used]);
        yield return ("another log between", [used, ALog.Transfer(Sample.Dai.Address, Sample.Payer, payee, 5_000_000UL), paid]);
        yield return ("another token's nonce", [ALog.AuthorizationUsed(Sample.Dai.Address, Sample.Payer, signed.Nonce), paid]);
        yield return ("another token's transfer", [used, ALog.Transfer(Sample.Dai.Address, Sample.Payer, payee, 5_000_000UL)]);
        yield return ("another payer", [ALog.AuthorizationUsed(token, Sample.Stranger, signed.Nonce), paid]);
        yield return ("another nonce", [ALog.AuthorizationUsed(token, Sample.Payer, Sample.HashOf("nonce")), paid]);
        yield return ("another sender", [used, ALog.Transfer(token, Sample.Stranger, payee, 5_000_000UL)]);
        yield return ("another payee", [used, ALog.Transfer(token, Sample.Payer, Sample.Stranger, 5_000_000UL)]);
        yield return ("less", [used, ALog.Transfer(token, Sample.Payer, payee, 4_999_999UL)]);
        yield return ("more", [used, ALog.Transfer(token, Sample.Payer, payee, 5_000_001UL)]);
    }

    private static TransactionReceipt ReceiptOf(params ChainLog[] logs) => new(
        Sample.HashOf("transaction"), 0, Sample.HashOf("block"), new BlockNumber(1), true, Sample.Stranger, Sample.Router, 86_000,
        [.. logs.Select((log, position) => log with { Position = position })]);
}
