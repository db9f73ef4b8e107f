using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Matching;
using ChainTips.Matching.Calldata;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Matching.Calldata;

internal sealed class CalldataRungTests
{
    private static readonly PaymentRequest Request = Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Fixed(5));
    private static readonly PaymentRequest Other = Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Fixed(5), "other");
    private static readonly Address Usdc = Sample.Usdc.Address;
    private static readonly Hash32 Reference = Request.Reference.Value;
    private static readonly byte[] Sound = ACall.Transfer(Sample.Payee, 5UL, Reference);
    private static readonly byte[] Suffix = CalldataSuffix.Write(Reference);

    private static IEnumerable<TestCaseData> CallsThatAskForSomethingElse
    {
        get
        {
            byte[] bare = ACall.Transfer(Sample.Payee, 5UL);
            byte[] from = new AbiWriter().Write(Sample.Payer).Write(Sample.Payee).Write((UInt256)5UL).ToCall("transferFrom(address,address,uint256)");
            yield return Case("no suffix", bare);
            yield return Case("nothing", []);
            yield return Case("the marker alone", [.. CalldataSuffix.Marker]);
            yield return Case("the marker behind the arguments, without a reference", [.. bare, .. CalldataSuffix.Marker]);
            yield return Case("the suffix alone", Suffix);
            yield return Case("a suffix that lost its first byte", [.. bare, .. Suffix[1..]]);
            yield return Case("a suffix that lost its last byte", Sound[..^1]);
            yield return Case("the suffix in the middle", [.. bare[..36], .. Suffix, .. bare[36..]]);
            yield return Case("something behind the suffix", [.. Sound, 0]);
            yield return Case("something before the suffix", [.. bare, 0, .. Suffix]);
            yield return Case("another payee", ACall.Transfer(Sample.Stranger, 5UL, Reference));
            yield return Case("more", ACall.Transfer(Sample.Payee, 6UL, Reference));
            yield return Case("2^128 more", ACall.Transfer(Sample.Payee, UInt256.FromBigEndian([1, .. new byte[15], 5]), Reference));
            yield return Case("a payee with dirty bits", [.. Sound[..4], 1, .. Sound[5..]]);
            yield return Case("transferFrom", [.. from, .. Suffix]);
            yield return Case("transferFrom of the same length", [.. AbiSignature.Selector("transferFrom(address,address,uint256)"), .. Sound[4..]]);
            yield return Case("approve", [.. AbiSignature.Selector("approve(address,uint256)"), .. Sound[4..]]);
        }
    }

    [Test]
    public void A_transfer_that_the_payer_sends_with_our_suffix_is_taken()
    {
        RungVerdict.Takes taken = (RungVerdict.Takes)Judge(new TransactionCall(Sample.Payer, Usdc, Sound));

        Assert.That(taken.Kind, Is.EqualTo(PaymentKind.Payment));
        Assert.That(taken.Subject, Is.EqualTo(new PaymentSubject.OfRequest(Request)));
        Assert.That(taken.Evidence, Does.Contain(Sample.Payer.ToString()).And.Contains(Request.Id.ToString()));
    }

    [TestCaseSource(nameof(CallsThatAskForSomethingElse))]
    public void A_call_that_asks_for_something_else_is_passed_over(byte[] input) =>
        Assert.That(Judge(new TransactionCall(Sample.Payer, Usdc, input)), Is.TypeOf<RungVerdict.Passes>());

    [Test]
    public void A_call_to_another_token_is_passed_over() =>
        Assert.That(Judge(new TransactionCall(Sample.Payer, Sample.Dai.Address, Sound)), Is.TypeOf<RungVerdict.Passes>());

    [Test]
    public void A_transaction_that_makes_a_contract_is_passed_over() =>
        Assert.That(Judge(new TransactionCall(Sample.Payer, null, Sound)), Is.TypeOf<RungVerdict.Passes>());

    [Test]
    [Description("Bad input: a stranger's transfer wrapped with our suffix")]
    public void A_call_of_somebody_else_than_whose_money_moved_is_passed_over() =>
        Assert.That(Judge(new TransactionCall(Sample.Stranger, Usdc, Sound)), Is.TypeOf<RungVerdict.Passes>());

    [Test]
    [Description("Anybody can send an authorization of somebody else, and write behind it what he likes")]
    public void An_authorization_that_is_wrapped_with_our_suffix_is_passed_over()
    {
        RungVerdict verdict = Judge(new TransactionCall(Sample.Payer, Usdc, Sound), transfer => transfer with { Nonce = Sample.HashOf("nonce") });

        Assert.That(((RungVerdict.Passes)verdict).Why, Does.Contain("authorization"));
    }

    [Test]
    public void Calldata_that_was_not_read_is_passed_over() => Assert.That(Judge(null), Is.TypeOf<RungVerdict.Passes>());

    [Test]
    public void A_reference_that_was_never_issued_is_refused()
    {
        byte[] input = ACall.Transfer(Sample.Payee, 5UL, Sample.HashOf("unknown"));

        RungVerdict.Refuses refused = (RungVerdict.Refuses)Judge(new TransactionCall(Sample.Payer, Usdc, input));

        Assert.That(refused.Reason, Is.EqualTo(RefusalReason.UnknownReference));
        Assert.That(refused.Subject, Is.Null);
        Assert.That(refused.Why, Does.Contain(Sample.HashOf("unknown").ToString()));
    }

    [Test]
    [Description("Bad input: a tip to oneself with somebody else's reference")]
    public void A_payment_to_somebody_else_with_the_reference_of_a_request_is_refused()
    {
        byte[] input = ACall.Transfer(Sample.Stranger, 5UL, Reference);

        RungVerdict.Refuses refused = (RungVerdict.Refuses)Judge(
            new TransactionCall(Sample.Payer, Usdc, input), transfer => transfer with { To = Sample.Stranger });

        Assert.That(refused.Reason, Is.EqualTo(RefusalReason.PayeeDiffers));
        Assert.That(refused.Why, Does.Contain(Sample.Stranger.ToString()));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_refund_is_taken_only_from_who_was_paid(bool isOwn)
    {
        PaymentRequest refund = Request with
        {
            Kind = PaymentRequestKind.Refund,
            Refund = new RefundTerms(1, isOwn ? Sample.Payer : Sample.Stranger),
        };
        FakeReferences book = new();
        book.Keep(refund);

        RungVerdict verdict = Judge(ATransfer.Of(5).Calling(refund).Loose(), book);

        Assert.That((verdict as RungVerdict.Takes)?.Kind, Is.EqualTo(isOwn ? PaymentKind.Refund : null));
        Assert.That((verdict as RungVerdict.Refuses)?.Reason, Is.EqualTo(isOwn ? null : RefusalReason.PayerDiffers));
    }

    [Test]
    [Description("Two equal ones in a transaction go to suspense")]
    public void Two_equal_transfers_are_in_doubt()
    {
        RungVerdict.Takes taken = (RungVerdict.Takes)Judge(
            new TransactionCall(Sample.Payer, Usdc, Sound), transfer => transfer with { Twins = 2 });

        Assert.That(taken.Kind, Is.EqualTo(PaymentKind.Doubt));
        Assert.That(taken.Evidence, Does.Contain("2 equal transfers"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Two_calls_for_one_transfer_are_in_doubt(bool firstIsUnknown)
    {
        Hash32 first = firstIsUnknown ? Sample.HashOf("unknown") : Other.Reference.Value;
        WalletCall[] calls = [new(Usdc, ACall.Transfer(Sample.Payee, 5UL, first)), new(Usdc, Sound)];
        TransactionCall call = new(Sample.Stranger, Sample.Payer, ACall.Batches["executeBatch((address,uint256,bytes)[])"](calls));

        RungVerdict.Takes taken = (RungVerdict.Takes)Judge(call);

        Assert.That(taken.Kind, Is.EqualTo(PaymentKind.Doubt));
        Assert.That(taken.Subject, Is.EqualTo(new PaymentSubject.OfRequest(firstIsUnknown ? Request : Other)));
    }

    [Test]
    public void Transactions_are_kept_apart()
    {
        CalldataRung rung = new(Sample.Settings.EntryPoints);
        LooseTransfer one = ATransfer.Of(5).Calling(Request).Loose();
        LooseTransfer two = ATransfer.Of(5).Calling(Other).Loose();
        LooseTransfer bare = (ATransfer.Of(5) with { Call = new TransactionCall(Sample.Payer, Usdc, ACall.Transfer(Sample.Payee, 5UL)) }).Loose();

        foreach (LooseTransfer transfer in new[] { one, two, bare, one })
        {
            MatchQuestions questions = new();
            rung.Collect(transfer, questions);
            Hash32[] expected = transfer == bare ? [] : [transfer == one ? Reference : Other.Reference.Value];
            Assert.That(questions.References, Is.EqualTo(expected));
        }
    }

    private static RungVerdict Judge(TransactionCall? call, Func<ATransfer, ATransfer>? change = null)
    {
        FakeReferences book = new();
        book.Keep(Request);
        book.Keep(Other);
        ATransfer made = ATransfer.Of(5) with { Call = call };
        return Judge((change is null ? made : change(made)).Loose(), book);
    }

    private static RungVerdict Judge(LooseTransfer transfer, FakeReferences book)
    {
        CalldataRung rung = new(Sample.Settings.EntryPoints);
        MatchQuestions questions = new();
        rung.Collect(transfer, questions);
        return rung.Judge(transfer, book.Answer(questions));
    }

    private static TestCaseData Case(string name, byte[] input) => new TestCaseData(input).SetArgDisplayNames(name);
}
