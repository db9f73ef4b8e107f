using ChainTips.Ethereum.Primitives;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Matching;

internal sealed class AuthorizationRungTests
{
    private static readonly PaymentRequest Request = Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Fixed(5));
    private static readonly PaymentTerms Terms = Given.Terms(Request, 5);

    private static IEnumerable<TestCaseData> OtherTerms
    {
        get
        {
            yield return Case("more", Terms with { Amounts = [6UL] });
            yield return Case("less", Terms with { Amounts = [4UL] });
            yield return Case("another payee", Terms with { Payees = [Sample.Stranger] });
            yield return Case("two payees", Terms with { Payees = [Sample.Payee, Sample.Stranger], Amounts = [5UL, 0UL] });
            yield return Case("no payee", Terms with { Payees = [], Amounts = [] });
            yield return Case("another token", Terms with { Token = Sample.Dai.Address });
            yield return Case("another chain", Terms with { ChainId = 10 });
            yield return Case("a fee", Terms with { Fee = 1UL, FeeReceiver = Sample.Stranger });
        }
    }

    [Test]
    public void An_authorization_on_its_terms_is_taken_with_the_nonce_as_evidence()
    {
        RungVerdict.Takes taken = (RungVerdict.Takes)Judge(Terms, transfer => transfer);

        Assert.That(taken.Subject, Is.EqualTo(new PaymentSubject.OfRequest(Request)));
        Assert.That(taken.Evidence, Does.Contain(Terms.Hash().ToString()).And.Contains("position 2").And.Contains(Sample.Payee.ToString()));
    }

    [TestCaseSource(nameof(OtherTerms))]
    [Description("Bad input: an authorization for other terms")]
    public void An_authorization_whose_terms_differ_from_the_transfer_is_refused_with_both(PaymentTerms terms)
    {
        RungVerdict.Refuses refused = (RungVerdict.Refuses)Judge(terms, transfer => transfer);

        Assert.That(refused.Reason, Is.EqualTo(RefusalReason.TermsDiffer));
        Assert.That(refused.Subject, Is.EqualTo(new PaymentSubject.OfRequest(Request)));
        Assert.That(refused.Why, Does.Contain(terms.Hash().ToString()).And.Contains(Request.Id.ToString()).And.Contains("5 base units"));
    }

    [Test]
    [Description("A row that was altered: the terms are not those that the nonce is the hash of")]
    public void Terms_that_do_not_hash_to_the_nonce_are_not_believed()
    {
        MatchKnowledge knowledge = new()
        {
            Terms = new Dictionary<Hash32, IssuedTerms> { [Sample.HashOf("nonce")] = new IssuedTerms(Terms, Request) },
        };

        RungVerdict verdict = new AuthorizationRung().Judge((ATransfer.Of(5) with { Nonce = Sample.HashOf("nonce") }).Loose(), knowledge);

        Assert.That(((RungVerdict.Refuses)verdict).Reason, Is.EqualTo(RefusalReason.TermsDiffer));
    }

    [Test]
    public void A_nonce_of_somebody_else_is_passed_over()
    {
        RungVerdict verdict = Judge(Terms, transfer => transfer with { Nonce = Sample.HashOf("foreign") });

        Assert.That(((RungVerdict.Passes)verdict).Why, Does.Contain(Sample.HashOf("foreign").ToString()));
    }

    [Test]
    public void A_transfer_without_an_authorization_is_passed_over() =>
        Assert.That(Judge(Terms, transfer => transfer with { Nonce = null }), Is.TypeOf<RungVerdict.Passes>());

    [Test]
    [Description("The terms name a payee that is not the request's: whoever issued them, nobody is credited for the request")]
    public void Terms_for_somebody_else_than_the_request_are_refused_even_where_the_transfer_agrees()
    {
        RungVerdict verdict = Judge(Terms with { Payees = [Sample.Stranger] }, transfer => transfer with { To = Sample.Stranger });

        Assert.That(((RungVerdict.Refuses)verdict).Reason, Is.EqualTo(RefusalReason.TermsDiffer));
    }

    private static RungVerdict Judge(PaymentTerms terms, Func<ATransfer, ATransfer> change)
    {
        FakeReferences book = new();
        LooseTransfer transfer = change(ATransfer.Of(5) with { Nonce = book.Issue(Request, terms) }).Loose();
        AuthorizationRung rung = new();
        MatchQuestions questions = new();
        rung.Collect(transfer, questions);
        return rung.Judge(transfer, book.Answer(questions));
    }

    private static TestCaseData Case(string name, PaymentTerms terms) => new TestCaseData(terms).SetArgDisplayNames(name);
}
