using ChainTips.Ethereum.Primitives;
using ChainTips.Matching;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Posts;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Matching;

internal sealed class ContractMatcherTests
{
    private static readonly Creator Ada = Given.Creator(Given.PlatformId);
    private static readonly Post First = Given.Post(Ada);
    private static readonly PaymentSubject.OfPost OfPost = new(First, Ada.Address);

    [TestCase(1UL)]
    [TestCase(1_000_000UL)]
    [TestCase(ulong.MaxValue)]
    public void A_post_takes_any_amount(ulong amount)
    {
        Tip tip = TipOf(OfPost.Reference, Given.Usdc(amount));

        Assert.That(ContractMatcher.FindFault(tip, OfPost), Is.Null);
    }

    [Test]
    public void A_post_takes_any_allowed_token()
    {
        Tip tip = TipOf(OfPost.Reference, new TokenAmount(1, Sample.Dai));

        Assert.That(ContractMatcher.FindFault(tip, OfPost), Is.Null);
    }

    [TestCase(1UL)]
    [TestCase(5UL)]
    [TestCase(6UL)]
    [Description("The money is the payee's already; the request's state says that it is more or less than was asked for")]
    public void A_request_takes_any_amount(ulong amount)
    {
        PaymentSubject.OfRequest subject = Request(new AskedAmount.Fixed(5));

        Assert.That(ContractMatcher.FindFault(TipOf(subject.Reference, Given.Usdc(amount)), subject), Is.Null);
    }

    [Test]
    public void A_request_takes_any_allowed_token()
    {
        PaymentSubject.OfRequest subject = Request(new AskedAmount.Fixed(5));

        Assert.That(ContractMatcher.FindFault(TipOf(subject.Reference, new TokenAmount(5, Sample.Dai)), subject), Is.Null);
    }

    [Test]
    public void A_request_is_paid_late_too()
    {
        PaymentSubject.OfRequest subject = Request(new AskedAmount.Fixed(5));
        Tip tip = TipOf(subject.Reference, Given.Usdc(5)) with { Timestamp = subject.Request.ExpiresAt.AddYears(1) };

        Assert.That(ContractMatcher.FindFault(tip, subject), Is.Null);
    }

    [Test]
    public void A_reference_that_was_never_issued_matches_nothing()
    {
        Tip tip = TipOf(OfPost.Reference, Given.Usdc(5));

        UnmatchedTip result = ContractMatcher.FindFault(tip, null)!;

        Assert.That(result.Subject, Is.Null);
        Assert.That(result.Tip.Reason, Is.EqualTo(RefusalReason.UnknownReference));
        Assert.That(result.Tip.Explanation, Does.Contain(tip.PaymentReference.ToString()));
    }

    [Test]
    [Description("Anybody can tip himself with a stranger's reference")]
    public void A_tip_to_oneself_with_the_reference_of_another_post_is_not_credited() =>
        AssertRefused(
            TipOf(OfPost.Reference, Given.Usdc(5)) with { Payee = Sample.Payer }, OfPost, RefusalReason.PayeeDiffers,
            First.Id.ToString(), Ada.Address.ToString(), Sample.Payer.ToString());

    [Test]
    public void A_tip_to_oneself_with_the_reference_of_another_request_is_not_credited()
    {
        PaymentSubject.OfRequest subject = Request(new AskedAmount.Fixed(5));

        AssertRefused(
            TipOf(subject.Reference, Given.Usdc(5)) with { Payee = Sample.Payer }, subject, RefusalReason.PayeeDiffers,
            subject.Request.Id.ToString(), Ada.Address.ToString(), Sample.Payer.ToString());
    }

    [Test]
    [Description("A4: no balance grew")]
    public void A_tip_of_a_creator_to_himself_is_not_credited() =>
        AssertRefused(
            TipOf(OfPost.Reference, Given.Usdc(5)) with { Payer = Sample.Payee }, OfPost, RefusalReason.SelfPaid,
            First.Id.ToString(), Sample.Payee.ToString());

    [Test]
    public void A_payment_on_another_chain_is_not_credited_even_with_a_token_of_the_same_address()
    {
        PaymentSubject.OfRequest subject = Request(new AskedAmount.Fixed(5));
        Token elsewhere = Sample.Usdc with { ChainId = 10 };

        AssertRefused(
            TipOf(subject.Reference, new TokenAmount(5, elsewhere)), subject, RefusalReason.ChainDiffers, "31337", "10");
    }

    private static void AssertRefused(Tip tip, PaymentSubject subject, RefusalReason reason, params string[] named)
    {
        UnmatchedTip result = ContractMatcher.FindFault(tip, subject)!;

        TipSent stated = new(
            tip.PaymentReference, tip.Payer, tip.Payee, tip.Amount.Token.Address, tip.Amount.BaseUnits, UInt256.Zero);
        Assert.That(result.Subject, Is.EqualTo(subject));
        Assert.That(result.Tip.Reason, Is.EqualTo(reason));
        Assert.That(result.Tip.Location, Is.EqualTo(tip.Location));
        Assert.That(result.Tip.Stated, Is.EqualTo(stated));
        Assert.That(named.Where(value => !result.Tip.Explanation.Contains(value, StringComparison.Ordinal)), Is.Empty);
    }

    private static PaymentSubject.OfRequest Request(AskedAmount amount) => new(Given.Request(Ada, amount));

    private static Tip TipOf(PaymentReference reference, TokenAmount amount)
    {
        FakeBlock block = new FakeChain().Mine();
        return new Tip(
            new LogPosition(amount.Token.ChainId, Sample.HashOf("transaction"), 1), block.Ref, block.Time, 0, Sample.Router,
            reference.Value, Sample.Payer, Sample.Payee, amount, 0);
    }
}
