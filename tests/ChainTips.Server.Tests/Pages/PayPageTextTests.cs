using ChainTips.Identity;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Server.Pages;
using ChainTips.Server.Tests.Running;
using ChainTips.Tips;

namespace ChainTips.Server.Tests.Pages;

internal sealed class PayPageTextTests
{
    private static IEnumerable<PaymentRequestStatus> Statuses => Enum.GetValues<PaymentRequestStatus>();

    private static IEnumerable<PaymentRequestExceptions> Exceptions =>
        Enum.GetValues<PaymentRequestExceptions>().Where(one => one != PaymentRequestExceptions.None);

    [Test]
    public void Every_status_has_its_own_text() =>
        Assert.That(Statuses.Select(PayPageText.HeadlineOf).Distinct().Count(), Is.EqualTo(Statuses.Count()));

    [Test]
    public void Every_exception_has_its_own_text_in_every_status()
    {
        foreach (PaymentRequestStatus status in Statuses)
        {
            PaymentRequestState state = new(status, Exceptions.Aggregate((all, one) => all | one), 9, 0);

            Assert.That(PayPageText.NotesOf(Request, state).Distinct().Count(), Is.EqualTo(Exceptions.Count()));
        }
    }

    [TestCase(PaymentRequestStatus.Open, 3, "0.000003 TUSD was received; 0.000002 TUSD is missing.")]
    [TestCase(PaymentRequestStatus.Expired, 3, "0.000003 TUSD was received; 0.000002 TUSD is missing.")]
    [TestCase(PaymentRequestStatus.Cancelled, 3, "0.000003 TUSD was received, less than was asked for. Ask whoever sent you here to give it back.")]
    public void An_underpaid_request_says_what_is_missing(PaymentRequestStatus status, int received, string text) =>
        Assert.That(
            PayPageText.NotesOf(Request, new PaymentRequestState(status, PaymentRequestExceptions.Underpaid, (UInt128)received, 0)),
            Is.EqualTo(new[] { text }));

    [Test]
    public void An_overpaid_request_says_how_much_was_too_much() =>
        Assert.That(
            PayPageText.NotesOf(Request, new PaymentRequestState(PaymentRequestStatus.Settled, PaymentRequestExceptions.Overpaid, 9, 1)),
            Is.EqualTo(new[] { "0.000003 TUSD more was received than was asked for. Ask whoever sent you here to give it back." }));

    private static PaymentRequest Request
    {
        get
        {
            Id<PaymentRequest> id = IdSource.Random<PaymentRequest>();
            Token token = new(31337, LocalChain.Token, "TUSD", 6);
            return new PaymentRequest(
                id, default, PaymentRequestKind.Tip, default, null, LocalChain.Payee, token, new AskedAmount.Fixed(5), "",
                PaymentReference.Create(id.ToString()), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        }
    }
}
