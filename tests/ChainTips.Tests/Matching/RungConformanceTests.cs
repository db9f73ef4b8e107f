using ChainTips.Ethereum.Primitives;
using ChainTips.Matching;
using ChainTips.Money;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Matching;

/// <summary>What any rung must do, whatever its evidence is.</summary>
[TestFixtureSource(typeof(RungCase), nameof(RungCase.All))]
internal sealed class RungConformanceTests(MatchRung kind)
{
    private readonly RungCase _case = new(kind);
    private IMatchRung _rung = null!;
    private LooseTransfer _transfer = null!;

    [SetUp]
    public void Prepare()
    {
        _rung = _case.Create();
        _transfer = _case.Prepare();
    }

    [Test]
    public void It_says_which_rung_it_is() => Assert.That(_rung.Rung, Is.EqualTo(kind));

    [Test]
    [Description("What a rung needs is in its questions: it is told the answers to them and nothing else")]
    public void It_takes_a_transfer_with_its_evidence_for_what_the_evidence_names()
    {
        RungVerdict.Takes taken = (RungVerdict.Takes)Judge(_transfer);

        Assert.That(taken.Subject, Is.EqualTo(new PaymentSubject.OfRequest(_case.Request)));
        Assert.That(taken.Kind, Is.EqualTo(kind == MatchRung.DepositAddress ? PaymentKind.Deposit : PaymentKind.Payment));
        Assert.That(taken.Evidence, Does.Contain(_case.Request.Id.ToString()).And.EndsWith("."));
    }

    [TestCase(4)]
    [TestCase(6)]
    [TestCase(1_000_000)]
    public void It_takes_another_amount_only_where_its_evidence_names_none(int amount) =>
        AssertTaken(RungCase.Move(_transfer, Given.Usdc((UInt128)amount)), !_case.NamesTokenAndAmount);

    [Test]
    public void It_takes_another_token_only_where_its_evidence_names_none() =>
        AssertTaken(RungCase.Move(_transfer, new TokenAmount(5, Sample.Dai)), !_case.NamesTokenAndAmount);

    [TestCase("stranger")]
    [TestCase("payer")]
    [TestCase("usdc")]
    [TestCase("router")]
    [TestCase("forwarder of another request")]
    public void It_never_takes_a_transfer_to_another_payee(string name) =>
        AssertTaken(RungCase.Pay(_transfer, Sample.AddressOf(name)), false);

    [Test]
    [Description("A4: who pays himself has no more than before")]
    public void It_takes_no_transfer_of_the_payee_to_himself() => AssertTaken(RungCase.PayFrom(_transfer, _transfer.To), false);

    [Test]
    [Description("The same contracts stand at the same addresses on many chains")]
    public void It_never_takes_a_transfer_on_another_chain() => AssertTaken(RungCase.On(_transfer, 10), false);

    [Test]
    public void It_says_the_same_twice()
    {
        MatchKnowledge knowledge = Ask(_transfer);

        RungVerdict first = _rung.Judge(_transfer, knowledge);
        _rung.Judge(RungCase.Pay(_transfer, Sample.Stranger), knowledge);

        Assert.That(_rung.Judge(_transfer, knowledge), Is.EqualTo(first));
        Assert.That(_case.Create().Judge(_transfer, knowledge), Is.EqualTo(first));
    }

    [Test]
    public void Judging_changes_nothing_of_what_is_known()
    {
        MatchKnowledge knowledge = Ask(_transfer);
        string before = Show(knowledge);

        _rung.Judge(_transfer, knowledge);
        _rung.Judge(RungCase.Pay(_transfer, Sample.Stranger), knowledge);

        Assert.That(Show(knowledge), Is.EqualTo(before));
    }

    [Test]
    public void Asking_twice_asks_the_same()
    {
        MatchQuestions once = new();
        _rung.Collect(_transfer, once);
        int count = Count(once);
        _rung.Collect(_transfer, once);

        Assert.That(count, Is.InRange(1, 2));
        Assert.That(Count(once), Is.EqualTo(count));
    }

    [Test]
    public void It_takes_nothing_while_nothing_is_known() =>
        Assert.That(_rung.Judge(_transfer, new MatchKnowledge()), Is.Not.InstanceOf<RungVerdict.Takes>());

    [Test]
    public void It_passes_over_a_transfer_without_evidence_and_says_why()
    {
        RungVerdict verdict = _rung.Judge((ATransfer.Of(5) with { From = Sample.Stranger, Location = new LogPosition(Sample.ChainId, Hash32.Zero, 0) }).Loose(), Ask(_transfer));

        Assert.That(((RungVerdict.Passes)verdict).Why, Does.EndWith("."));
    }

    private void AssertTaken(LooseTransfer transfer, bool isTaken)
    {
        RungVerdict verdict = Judge(transfer);

        Assert.That(verdict is RungVerdict.Takes, Is.EqualTo(isTaken), verdict.ToString());
    }

    private RungVerdict Judge(LooseTransfer transfer) => _rung.Judge(transfer, Ask(transfer));

    private MatchKnowledge Ask(LooseTransfer transfer)
    {
        MatchQuestions questions = new();
        _rung.Collect(transfer, questions);
        return _case.Book.Answer(questions);
    }

    private static int Count(MatchQuestions questions) =>
        questions.References.Count + questions.Nonces.Count + questions.Addresses.Count + questions.Positions.Count;

    private static string Show(MatchKnowledge knowledge) => string.Join(
        '\n', knowledge.Subjects.Cast<object>().Concat(knowledge.Terms.Cast<object>())
            .Concat(knowledge.Forwarders.Cast<object>()).Concat(knowledge.Decisions.Cast<object>()));
}
