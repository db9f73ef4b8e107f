using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Posts;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Matching;

/// <summary>Requests that are divided between several, paid by one call of the contract.</summary>
[CancelAfter(60_000)]
internal sealed class SplitMatcherTests
{
    private static readonly Address Ada = Sample.Payee;
    private static readonly Address Ben = Sample.AddressOf("ben");
    private static readonly PaymentRequest Song = Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Fixed(1_001), "song") with
    {
        Payees = new CreatorSplit(new CreatorShare(Given.IdOf<Creator>("ada"), Ada, 6_000), new CreatorShare(Given.IdOf<Creator>("ben"), Ben, 4_000)),
    };

    private readonly FakeReferences _book = new();

    [SetUp]
    public void Keep() => _book.Keep(Song);

    [Test]
    public async Task Each_payee_is_credited_with_his_part()
    {
        MatchedTips matched = await MatchAsync(Part(Ada, 601), Part(Ben, 400));

        Assert.That(
            matched.Entries.Select(entry => (entry.Movement.Credit.Holder, entry.Movement.Amount)),
            Is.EqualTo(new[] { (Ada, Given.Usdc(601)), (Ben, Given.Usdc(400)) }));
        Assert.That(matched.Unmatched, Is.Empty);
    }

    [Test]
    [Description("Splits of 2 to 20 payees, amounts from 1 to 2^127: what a wallet is told to send is credited to the unit")]
    public async Task What_an_intent_tells_to_send_is_credited_whole()
    {
        SeededRandom random = Trials.Random();
        for (int i = Trials.Count(5); i > 0; i--)
        {
            PaymentRequest request = AnySplit(random, i);
            _book.Keep(request);
            UInt128 amount = 1 + ((UInt128)random.Below(int.MaxValue) << random.Below(97));
            IReadOnlyList<TipPart> parts = request.PartsOf(amount);

            MatchedTips matched = await MatchAsync([.. parts.Select(part => ATip.For(request).To(part.Payee).Of(part.BaseUnits))]);

            Assert.That(TipPart.SumOf(parts), Is.EqualTo(amount));
            Assert.That(matched.Entries.Select(entry => (entry.Movement.Credit.Holder, entry.Movement.Amount.BaseUnits)), Is.EqualTo(parts.Select(part => (part.Payee, part.BaseUnits))));
            Assert.That(matched.Unmatched, Is.Empty);
        }
    }

    [Test]
    public async Task Two_calls_of_a_transaction_are_divided_each_for_itself() =>
        Assert.That((await MatchAsync(Part(Ada, 601), Part(Ben, 400), Part(Ada, 601), Part(Ben, 400))).Entries, Has.Count.EqualTo(4));

    [TestCase(1_001, 0, Description = "one of them alone is paid, as if by agreement with the payer")]
    [TestCase(602, 399)]
    [TestCase(600, 401)]
    public async Task Parts_that_were_not_agreed_on_are_credited_to_nobody_and_seen(int ada, int ben)
    {
        ATip[] tips = [.. new[] { Part(Ada, ada), Part(Ben, ben) }.Where(tip => tip.Amount != UInt256.Zero)];

        MatchedTips matched = await MatchAsync(tips);

        Assert.That(matched.Entries, Is.Empty);
        Assert.That(matched.Unmatched.Select(one => one.Tip.Reason), Has.Exactly(tips.Length).Items.And.All.EqualTo(RefusalReason.SplitDiffers));
        Assert.That(matched.Unmatched[0].Tip.Explanation, Does.Contain("601").And.Contains(ada.ToString(Culture)).And.Contains(Ada.ToString()));
        Assert.That(matched.Unmatched[0].Subject, Is.EqualTo(new PaymentSubject.OfRequest(Song)));
    }

    [Test]
    public async Task A_payee_who_could_not_be_paid_keeps_nothing_from_the_others()
    {
        FakeTransaction transaction = FakeTransaction.Of("call", (ARoutedCall.Of(Part(Ada, 601)) with { Failed = [Part(Ben, 400)] }).Logs());

        MatchedTips matched = await MatchAsync(transaction);

        Assert.That(matched.Entries.Single().Movement.Amount, Is.EqualTo(Given.Usdc(601)));
        Assert.That(matched.Unmatched.Single().Tip.Reason, Is.EqualTo(RefusalReason.PayeeFailed), "it is seen why a part is missing");
        Assert.That(matched.Unmatched.Single().Subject, Is.EqualTo(new PaymentSubject.OfRequest(Song)));
    }

    [Test]
    public async Task A_failure_of_another_transaction_excuses_nothing()
    {
        FakeTransaction failed = FakeTransaction.Of("failed", ARoutedCall.FailedLog(Part(Ben, 400)));
        FakeTransaction paid = FakeTransaction.Of("paid", Part(Ada, 601).Logs());

        Assert.That((await MatchAsync(failed, paid)).Entries, Is.Empty);
    }

    [Test]
    [Description("Whoever calls the contract can have it fail to pay anybody for any public post")]
    public async Task A_failure_for_a_post_or_for_nothing_known_is_not_kept()
    {
        Post post = Given.Post(Given.Creator(Given.PlatformId));
        _book.Subjects[post.Reference.Value] = new PaymentSubject.OfPost(post, Ada);

        MatchedTips matched = await MatchAsync(FakeTransaction.Of(
            "call", ARoutedCall.FailedLog(ATip.For(post)), ARoutedCall.FailedLog(ATip.For(Sample.HashOf("unknown")))));

        Assert.That(matched.Unmatched, Is.Empty);
    }

    [Test]
    public async Task A_stranger_is_no_payee_of_a_divided_request()
    {
        MatchedTips matched = await MatchAsync(Part(Sample.Stranger, 1_001));

        Assert.That(matched.Unmatched.Single().Tip.Reason, Is.EqualTo(RefusalReason.SplitDiffers).Or.EqualTo(RefusalReason.PayeeDiffers));
        Assert.That(matched.Entries, Is.Empty);
    }

    private static System.Globalization.CultureInfo Culture => System.Globalization.CultureInfo.InvariantCulture;

    private static PaymentRequest AnySplit(SeededRandom random, int number)
    {
        int count = random.Between(2, 20);
        int left = Split.Whole;
        List<CreatorShare> shares = [];
        for (int i = 1; i <= count; i++)
        {
            int share = i == count ? left : random.Between(1, left - (count - i));
            left -= share;
            shares.Add(new CreatorShare(Given.IdOf<Creator>($"{number} {i}"), Sample.AddressOf($"payee {number} {i}"), share));
        }

        return Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Open(1, UInt128.MaxValue), $"song {number}") with { Payees = new CreatorSplit(shares) };
    }

    private static ATip Part(Address payee, int baseUnits) => ATip.For(Song).To(payee).Of((UInt256)(ulong)baseUnits);

    private Task<MatchedTips> MatchAsync(params ATip[] tips) =>
        MatchAsync(FakeTransaction.Of("tips", [.. tips.SelectMany(tip => tip.Logs())]));

    private Task<MatchedTips> MatchAsync(params FakeTransaction[] transactions) => new TipMatcher(new IdSource(new byte[32]), Sample.Settings).MatchAsync(
        _book, [new FakeChain().Mine(transactions).ObservedWithCalls], TestContext.CurrentContext.CancellationToken);
}
