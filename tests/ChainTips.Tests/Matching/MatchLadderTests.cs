using ChainTips.Matching;
using ChainTips.Matching.Calldata;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Matching;

internal sealed class MatchLadderTests
{
    private static readonly PaymentSubject Subject =
        new PaymentSubject.OfRequest(Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Fixed(5)));

    private static readonly RungVerdict Passes = new RungVerdict.Passes("It passes.");
    private static readonly RungVerdict Takes = new RungVerdict.Takes(PaymentKind.Payment, Subject, "It takes.");

    [Test]
    [Description("Every combination of what six rungs say")]
    public void The_strongest_rung_that_takes_a_transfer_has_it_with_the_notes_of_the_stronger_ones()
    {
        for (int code = 0; code < 729; code++)
        {
            int rest = code;
            FixedRung[] rungs = [.. RungCase.All.Select(rung =>
            {
                RungVerdict[] sayings = [Passes, new RungVerdict.Refuses(Subject, RefusalReason.TermsDiffer, $"{rung} refuses."), Takes];
                RungVerdict verdict = sayings[rest % 3];
                rest /= 3;
                return new FixedRung(rung, verdict);
            })];

            LadderResult result = new MatchLadder(rungs.Reverse()).Climb(ATransfer.Of(5).Loose(), new MatchKnowledge());

            AssertFollows(rungs, result);
        }
    }

    [Test]
    public void A_rung_stands_once_in_the_ladder() => Assert.That(
        () => new MatchLadder([new FixedRung(MatchRung.Claim, Passes), new DecisionRung(MatchRung.Claim)]), Throws.ArgumentException);

    [Test]
    public void Every_rung_is_asked_what_it_needs()
    {
        PaymentRequest request = ((PaymentSubject.OfRequest)Subject).Request;
        LooseTransfer transfer = (ATransfer.Of(5) with { Nonce = Sample.HashOf("nonce") }).Calling(request).Loose();
        MatchQuestions questions = new();

        new MatchLadder(RungCase.All.Select(rung => new RungCase(rung).Create())).Collect(transfer, questions);

        Assert.That(questions.References, Is.EquivalentTo(new[] { request.Reference.Value }));
        Assert.That(questions.Nonces, Is.EquivalentTo(new[] { Sample.HashOf("nonce") }));
        Assert.That(questions.Addresses, Is.EquivalentTo(new[] { Sample.Payer, Sample.Payee }));
        Assert.That(questions.Positions, Is.EquivalentTo(new[] { transfer.Location }));
        questions.Clear();
        Assert.That(questions.References.Count + questions.Nonces.Count + questions.Addresses.Count + questions.Positions.Count, Is.Zero);
    }

    [Test]
    public void An_authorization_for_the_deposit_address_is_a_deposit_and_says_why_not_more()
    {
        PaymentRequest request = ((PaymentSubject.OfRequest)Subject).Request.WithDepositAddress();
        FakeReferences book = new();
        book.Keep(request);
        PaymentTerms terms = Given.Terms(request, 5) with { Payees = [request.DepositAddress!.Value] };
        LooseTransfer transfer = (ATransfer.Of(5) with { Nonce = book.Issue(request, terms), To = request.DepositAddress.Value }).Loose();
        MatchLadder ladder = new([new AuthorizationRung(), new DepositRung(), new CalldataRung([])]);
        MatchQuestions questions = new();
        ladder.Collect(transfer, questions);

        LadderResult.Matched matched = (LadderResult.Matched)ladder.Climb(transfer, book.Answer(questions));

        Assert.That(matched.Rung, Is.EqualTo(MatchRung.DepositAddress));
        Assert.That(matched.Taken.Kind, Is.EqualTo(PaymentKind.Deposit));
        Assert.That(matched.Notes.Single().Why, Does.Contain(request.DepositAddress.Value.ToString()));
    }

    private static void AssertFollows(FixedRung[] rungs, LadderResult result)
    {
        int first = Array.FindIndex(rungs, rung => rung.Verdict == Takes);
        RungNote[] notes = [.. rungs.Take(first < 0 ? rungs.Length : first)
            .Select(rung => new RungNote(rung.Rung, rung.Verdict == Passes ? "It passes." : $"{rung.Rung} refuses."))];
        if (first >= 0)
        {
            LadderResult.Matched matched = (LadderResult.Matched)result;
            Assert.That(matched.Rung, Is.EqualTo(rungs[first].Rung));
            Assert.That(matched.Taken, Is.EqualTo(Takes));
            Assert.That(matched.Notes, Is.EqualTo(notes));
        }
        else
        {
            LadderResult.Unmatched unmatched = (LadderResult.Unmatched)result;
            Assert.That(unmatched.Refused, Is.EqualTo(rungs.Select(rung => rung.Verdict).OfType<RungVerdict.Refuses>().FirstOrDefault()), "the strongest");
            Assert.That(unmatched.Notes, Is.EqualTo(notes));
        }
    }

    /// <summary>A rung that says the same of everything.</summary>
    private sealed class FixedRung(MatchRung rung, RungVerdict verdict) : IMatchRung
    {
        public MatchRung Rung => rung;

        public RungVerdict Verdict => verdict;

        public void Collect(LooseTransfer transfer, MatchQuestions questions) => questions.Positions.Add(transfer.Location);

        public RungVerdict Judge(LooseTransfer transfer, MatchKnowledge knowledge) => verdict;
    }
}
