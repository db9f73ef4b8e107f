using ChainTips.Relaying;

namespace ChainTips.Tests.Relaying;

/// <summary>The rules that run through the whole table, and where each fact leads.</summary>
internal sealed class RelayStateTableTests
{
    private static readonly RelayStatus[] Statuses = Enum.GetValues<RelayStatus>();
    private static readonly RelayFact[] Facts = Enum.GetValues<RelayFact>();

    [Test]
    public void Every_fact_is_answered_in_every_status()
    {
        foreach (RelayStatus status in Statuses)
        {
            foreach (RelayFact fact in Facts)
            {
                RelayTransition found = RelayStateTable.Find(status, fact);
                Assert.That(found is RelayTransition.Leads or RelayTransition.Impossible { Reason.Length: > 5 }, Is.True, $"{status} {fact}");
                Assert.That(RelayStateTable.Allows(status, fact), Is.EqualTo(found is RelayTransition.Leads));
            }
        }
    }

    [TestCaseSource(nameof(Statuses))]
    public void A_payment_counts_in_every_status(RelayStatus status)
    {
        Assert.That(RelayStateTable.Demand(status, RelayFact.PaymentFinal), Is.EqualTo(RelayStatus.Settled));
        Assert.That(
            RelayStateTable.Demand(status, RelayFact.PaymentSeen),
            Is.EqualTo(status == RelayStatus.Settled ? RelayStatus.Settled : RelayStatus.Mined));
    }

    [TestCaseSource(nameof(Facts))]
    public void Nothing_takes_back_what_is_settled(RelayFact fact) =>
        Assert.That(
            RelayStateTable.Find(RelayStatus.Settled, fact),
            Is.EqualTo(new RelayTransition.Leads(RelayStatus.Settled)).Or.TypeOf<RelayTransition.Impossible>());

    [TestCase(RelayStatus.Accepted, RelayFact.Allotted, RelayStatus.Queued)]
    [TestCase(RelayStatus.Queued, RelayFact.Broadcast, RelayStatus.Sent)]
    [TestCase(RelayStatus.Queued, RelayFact.TransactionSpent, RelayStatus.Accepted)]
    [TestCase(RelayStatus.Sent, RelayFact.TransactionSpent, RelayStatus.Accepted)]
    [TestCase(RelayStatus.Sent, RelayFact.WindowClosed, RelayStatus.Expired)]
    [TestCase(RelayStatus.Mined, RelayFact.PaymentLeft, RelayStatus.Sent)]
    [TestCase(RelayStatus.Mined, RelayFact.ForeignPaymentLeft, RelayStatus.Accepted)]
    [TestCase(RelayStatus.Accepted, RelayFact.Refused, RelayStatus.Failed)]
    public void A_fact_leads_on(RelayStatus from, RelayFact fact, RelayStatus to) =>
        Assert.That(RelayStateTable.Demand(from, fact), Is.EqualTo(to));

    [TestCase(RelayStatus.Queued, RelayFact.Allotted)]
    [TestCase(RelayStatus.Sent, RelayFact.Allotted)]
    [TestCase(RelayStatus.Mined, RelayFact.Allotted)]
    [TestCase(RelayStatus.Settled, RelayFact.Allotted)]
    [TestCase(RelayStatus.Mined, RelayFact.Refused)]
    [TestCase(RelayStatus.Mined, RelayFact.WindowClosed)]
    [TestCase(RelayStatus.Settled, RelayFact.PaymentLeft)]
    public void A_fact_that_contradicts_the_rows_is_an_error_that_says_so(RelayStatus from, RelayFact fact)
    {
        Exception? error = Assert.Throws<InvalidOperationException>(() => RelayStateTable.Demand(from, fact));
        Assert.That(error!.Message, Does.Contain(from.ToString()).And.Contain(fact.ToString()).And.Contain("nothing was written"));
    }
}
