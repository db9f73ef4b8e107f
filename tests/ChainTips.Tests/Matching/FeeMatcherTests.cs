using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Posts;
using ChainTips.Testing;

namespace ChainTips.Tests.Matching;

/// <summary>The platform's fee of tips through the contract: booked where it was asked for and arrived, noted otherwise.</summary>
[CancelAfter(60_000)]
internal sealed class FeeMatcherTests
{
    private static readonly PaymentRequest Coffee = Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Fixed(500));
    private static readonly ATip Tip = ATip.For(Coffee).Of(500UL) with { Fee = 10UL };

    private readonly FakeReferences _book = new();

    [SetUp]
    public void Keep()
    {
        _book.Terms.Clear();
        _book.Keep(Coffee);
    }

    [Test]
    public async Task A_fee_that_the_terms_ask_for_is_booked_beside_the_payment()
    {
        _book.Issue(Coffee, Given.Terms(Coffee, 500) with { Fee = 10UL, FeeReceiver = ARoutedCall.FeeReceiver });

        JournalEntry entry = (await MatchAsync(ARoutedCall.Of(Tip).Logs())).Entries.Single();

        Movement fee = entry.Further.Single();
        Assert.That((entry.Movement.Credit.Holder, entry.Movement.Amount), Is.EqualTo((Sample.Payee, Given.Usdc(500))));
        Assert.That((fee.Debit, fee.Amount), Is.EqualTo((entry.Movement.Debit, Given.Usdc(10))));
        Assert.That((fee.Credit.Kind, fee.Credit.Holder), Is.EqualTo((AccountKind.Fees, ARoutedCall.FeeReceiver)));
        Assert.That(entry.Evidence!.Explanation, Does.Contain($"{Tip.Fee} base units to {ARoutedCall.FeeReceiver}"));
    }

    [TestCase(true, TestName = "A_fee_to_somebody_whom_no_terms_name_is_noted_and_the_tip_is_credited")]
    [TestCase(false, TestName = "A_fee_of_a_request_without_terms_is_noted_and_the_tip_is_credited")]
    public async Task Unasked(bool hasOtherTerms)
    {
        if (hasOtherTerms)
        {
            _book.Issue(Coffee, Given.Terms(Coffee, 500) with { Fee = 10UL, FeeReceiver = Sample.AddressOf("the platform") });
        }

        JournalEntry entry = (await MatchAsync(ARoutedCall.Of(Tip).Logs())).Entries.Single();

        Assert.That(entry.Further, Is.Empty);
        Assert.That(entry.Payment.Tip.Fee, Is.Null, "what is not booked is no part of the payment, and the audit finds the same");
        Assert.That(entry.Movement.Amount, Is.EqualTo(Given.Usdc(500)));
        Assert.That(entry.Evidence!.Explanation, Does.Contain(ARoutedCall.FeeReceiver.ToString()).And.Contains(Coffee.Id.ToString()));
    }

    [Test]
    public async Task A_fee_that_did_not_arrive_is_noted_and_the_tip_is_credited()
    {
        _book.Issue(Coffee, Given.Terms(Coffee, 500) with { Fee = 10UL, FeeReceiver = ARoutedCall.FeeReceiver });

        JournalEntry entry = (await MatchAsync(ARoutedCall.Of(Tip).Logs()[..^1])).Entries.Single();

        Assert.That(entry.Further, Is.Empty);
        Assert.That(entry.Evidence!.Explanation, Does.Contain("10 base units").And.Contains("no transfer"));
    }

    [Test]
    public async Task A_tip_for_a_post_is_credited_whatever_fee_it_states()
    {
        Post post = Given.Post(Given.Creator(Given.PlatformId));
        _book.Subjects[post.Reference.Value] = new PaymentSubject.OfPost(post, Sample.Payee);

        JournalEntry entry = (await MatchAsync(ARoutedCall.Of(ATip.For(post) with { Fee = 1UL }).Logs())).Entries.Single();

        Assert.That(entry.Further, Is.Empty);
        Assert.That(entry.Movement.Amount, Is.EqualTo(Given.Usdc(1_000_000)));
    }

    [Test]
    public async Task Each_fee_of_a_basket_is_booked_with_its_own_tip()
    {
        PaymentRequest tea = _book.Keep(Given.Request(Given.Creator(Given.PlatformId, "bob", Sample.AddressOf("bob")), new AskedAmount.Open(1, 900), "tea"));
        PaymentTerms terms = Given.Terms(Coffee, 500) with { Fee = 17UL, FeeReceiver = ARoutedCall.FeeReceiver };
        _book.Issue(Coffee, terms with { References = [Coffee.Reference.Value, tea.Reference.Value] });

        IReadOnlyList<JournalEntry> entries =
            (await MatchAsync(ARoutedCall.Of(Tip, ATip.For(tea).Of(350UL) with { Fee = 7UL }).Logs())).Entries;

        Assert.That(entries.Select(entry => entry.Further.Single().Amount), Is.EqualTo(new[] { Given.Usdc(10), Given.Usdc(7) }));
    }

    private Task<MatchedTips> MatchAsync(ChainLog[] logs) => new TipMatcher(new IdSource(new byte[32]), Sample.Settings).MatchAsync(
        _book, [new FakeChain().Mine(FakeTransaction.Of("call", logs)).ObservedWithCalls], TestContext.CurrentContext.CancellationToken);
}
