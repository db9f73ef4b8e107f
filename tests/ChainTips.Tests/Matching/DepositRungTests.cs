using ChainTips.Ethereum.Primitives;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Matching;

internal sealed class DepositRungTests
{
    private static readonly PaymentRequest Coffee =
        Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Fixed(5)).WithDepositAddress();

    private static readonly PaymentRequest Tea =
        Given.Request(Given.Creator(Given.PlatformId, "bob", Sample.AddressOf("bob")), new AskedAmount.Fixed(7), "tea").WithDepositAddress();

    private static Address CoffeeForwarder => Coffee.DepositAddress!.Value;

    private static Address TeaForwarder => Tea.DepositAddress!.Value;

    [TestCase(1UL)]
    [TestCase(5UL)]
    [TestCase(ulong.MaxValue)]
    [Description("Under, exact and over: the address asks for nothing")]
    public void Whatever_arrives_at_a_deposit_address_is_a_deposit_for_its_request(ulong amount)
    {
        RungVerdict.Takes taken = Taken(ATransfer.Of(amount) with { To = CoffeeForwarder });

        Assert.That(taken.Kind, Is.EqualTo(PaymentKind.Deposit));
        Assert.That(taken.Subject, Is.EqualTo(new PaymentSubject.OfRequest(Coffee)));
        Assert.That(taken.Evidence, Does.Contain(CoffeeForwarder.ToString()).And.Contains(Coffee.Id.ToString()));
    }

    [Test]
    [Description("Money that arrives after expiry is always seen")]
    public void A_deposit_is_taken_however_late()
    {
        ATransfer transfer = ATransfer.Of(5) with { To = CoffeeForwarder };

        RungVerdict late = Judge(transfer.Loose() with { Timestamp = Coffee.ExpiresAt.AddYears(9) });

        Assert.That(late, Is.EqualTo(Taken(transfer)));
    }

    [Test]
    public void A_deposit_of_an_allowed_token_that_was_not_asked_for_is_a_deposit_too() => Assert.That(
        Taken(ATransfer.Of(5, Sample.Dai) with { To = CoffeeForwarder }).Kind, Is.EqualTo(PaymentKind.Deposit));

    [Test]
    [Description("A Transfer out of a forwarder is the delivery of a payment, never a new one")]
    public void What_leaves_a_deposit_address_is_a_delivery_for_its_request()
    {
        RungVerdict.Takes taken = Taken(ATransfer.Of(5).Between(CoffeeForwarder, Sample.Payee));

        Assert.That(taken.Kind, Is.EqualTo(PaymentKind.Delivery));
        Assert.That(taken.Subject, Is.EqualTo(new PaymentSubject.OfRequest(Coffee)));
    }

    [Test]
    public void A_transfer_from_one_deposit_address_to_another_is_a_deposit_at_the_second()
    {
        RungVerdict.Takes taken = Taken(ATransfer.Of(5).Between(CoffeeForwarder, TeaForwarder));

        Assert.That(taken.Kind, Is.EqualTo(PaymentKind.Deposit));
        Assert.That(taken.Subject, Is.EqualTo(new PaymentSubject.OfRequest(Tea)));
    }

    [Test]
    [Description("Bad input: a forwarder for an unknown request")]
    public void A_forwarder_of_an_unknown_request_is_passed_over() =>
        Assert.That(Judge((ATransfer.Of(5) with { To = Sample.AddressOf("unknown forwarder") }).Loose()), Is.TypeOf<RungVerdict.Passes>());

    [TestCase(true)]
    [TestCase(false)]
    [Description("A factory stands at the same address on many chains, and so do its forwarders")]
    public void A_transfer_at_the_same_address_on_another_chain_is_refused(bool arrives)
    {
        ATransfer transfer = arrives ? ATransfer.Of(5) with { To = CoffeeForwarder } : ATransfer.Of(5) with { From = CoffeeForwarder };

        RungVerdict.Refuses refused = (RungVerdict.Refuses)Judge(RungCase.On(transfer.Loose(), 10));

        Assert.That(refused.Reason, Is.EqualTo(RefusalReason.ChainDiffers));
        Assert.That(refused.Why, Does.Contain("31337").And.Contains("10"));
    }

    private static RungVerdict.Takes Taken(ATransfer transfer) => (RungVerdict.Takes)Judge(transfer.Loose());

    private static RungVerdict Judge(LooseTransfer transfer)
    {
        FakeReferences book = new();
        book.Keep(Coffee);
        book.Keep(Tea);
        DepositRung rung = new();
        MatchQuestions questions = new();
        rung.Collect(transfer, questions);
        return rung.Judge(transfer, book.Answer(questions));
    }
}
