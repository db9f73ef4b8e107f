using ChainTips.PaymentRequests;
using ChainTips.Testing;

namespace ChainTips.Tests.PaymentRequests;

internal sealed class PaymentStateTableTests
{
    private const int Steps = 24;

    /// <summary>Enough schedules, always the same, for every possible pair to come up.</summary>
    private const int ManySchedules = 6000;
    private const ulong CoverageSeed = 20261122;

    private static IEnumerable<(PaymentRequestStatus Status, PaymentFact Fact)> Pairs =>
        from status in Enum.GetValues<PaymentRequestStatus>()
        from fact in Enum.GetValues<PaymentFact>()
        select (status, fact);

    private static IEnumerable<PaymentFact> Facts => Enum.GetValues<PaymentFact>();

    [Test]
    public void Every_pair_of_status_and_fact_leads_somewhere_or_cannot_be_for_a_reason()
    {
        foreach ((PaymentRequestStatus status, PaymentFact fact) in Pairs)
        {
            switch (PaymentStateTable.Find(status, fact))
            {
                case PaymentTransition.Leads to:
                    Assert.That(PaymentStateTable.Demand(status, fact), Is.EqualTo(to));
                    break;
                case PaymentTransition.Impossible impossible:
                    Assert.That(
                        () => PaymentStateTable.Demand(status, fact),
                        Throws.InvalidOperationException.With.Message.Contains(impossible.Reason).And.Message.Contains(fact.ToString()));
                    break;
            }
        }
    }

    [TestCaseSource(nameof(Facts))]
    public void Nothing_changes_the_status_of_a_cancelled_request(PaymentFact fact) =>
        Assert.That(
            PaymentStateTable.Find(PaymentRequestStatus.Cancelled, fact),
            Is.InstanceOf<PaymentTransition.Impossible>().Or.Property("Status").EqualTo(PaymentRequestStatus.Cancelled));

    [TestCaseSource(nameof(Facts))]
    public void Only_a_cancellation_moves_a_settled_request(PaymentFact fact) =>
        Assert.That(
            PaymentStateTable.Find(PaymentRequestStatus.Settled, fact),
            fact == PaymentFact.RequestCancelled
                ? Is.EqualTo(new PaymentTransition.Leads(PaymentRequestStatus.Cancelled, PaymentRequestExceptions.Late, PaymentRequestExceptions.None))
                : Is.InstanceOf<PaymentTransition.Impossible>().Or.Property("Status").EqualTo(PaymentRequestStatus.Settled));

    [Test]
    [Description("The table is the one that runs: nothing in it is only written down")]
    public void Every_possible_pair_happens_in_some_schedule_and_goes_as_the_table_says()
    {
        HashSet<(PaymentRequestStatus, PaymentFact)> seen = [];
        SeededRandom random = new(CoverageSeed);
        for (int i = 0; i < ManySchedules; i++)
        {
            RequestSchedule schedule = new(random);
            for (int step = 0; step < Steps; step++)
            {
                schedule.Next();
            }

            foreach (PaymentStep step in PaymentRequestHistory.Of(schedule.Request, schedule.Facts, schedule.Finality).Steps)
            {
                seen.Add((step.From, step.Fact));
                Assert.That(step.To, Is.EqualTo(PaymentStateTable.Demand(step.From, step.Fact).Status));
            }
        }

        Assert.That(seen, Is.EquivalentTo(Pairs.Where(pair => PaymentStateTable.Find(pair.Status, pair.Fact) is PaymentTransition.Leads)));
    }

    [Test]
    [Description("Model test: reorgs, late, under, over, duplicate, other tokens, refunds, cancellations")]
    public void At_each_step_of_a_random_schedule_the_state_is_that_of_a_plain_model()
    {
        int count = Trials.Count();
        SeededRandom random = Trials.Random();
        for (int i = 0; i < count; i++)
        {
            RequestSchedule schedule = new(random);
            for (int step = 0; step < Steps; step++)
            {
                schedule.Next();
                Compare(schedule);
            }
        }
    }

    private static void Compare(RequestSchedule schedule)
    {
        PlainRequestModel model = schedule.Model;
        PaymentRequestState state = PaymentRequestState.Of(schedule.Request, schedule.Facts, schedule.Finality);

        Assert.That(state.Status.ToString(), Is.EqualTo(model.Status), Story);
        Assert.That(NamesOf(state.Exceptions), Is.EqualTo(model.Exceptions), Story);
        Assert.That((int)state.Received, Is.EqualTo(model.Received), Story);

        string Story() => $"{Trials.Replay}\n{string.Join('\n', schedule.Story)}";
    }

    private static IEnumerable<string> NamesOf(PaymentRequestExceptions exceptions) =>
        exceptions == PaymentRequestExceptions.None ? [] : exceptions.ToString().Split(", ").Order(StringComparer.Ordinal);
}
