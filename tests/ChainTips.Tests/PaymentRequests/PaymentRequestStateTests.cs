using ChainTips.PaymentRequests;
using ChainTips.Testing;

namespace ChainTips.Tests.PaymentRequests;

internal sealed class PaymentRequestStateTests
{
    private static readonly DateTimeOffset Expiry = Request(isFixed: true).ExpiresAt;

    /// <remarks>
    /// Payments are written as words: seen, settled, voided; with "late" before it, in a block at the expiry. The chain's time is
    /// given in seconds before (-) or after the expiry.
    /// </remarks>
    [TestCase("", true, null, "Open", "None", Description = "while the head is unknown nothing expires")]
    [TestCase("", true, -1, "Open", "None")]
    [TestCase("", true, 0, "Expired", "None")]
    [TestCase("", true, 1, "Expired", "None")]
    [TestCase("seen", true, -1, "Pending", "None")]
    [TestCase("seen", true, 1, "Pending", "None", Description = "a payment in time does not expire")]
    [TestCase("settled", true, -1, "Settled", "None")]
    [TestCase("settled", true, 1, "Settled", "None")]
    [TestCase("late seen", true, 1, "Pending", "Late")]
    [TestCase("late settled", true, 1, "Settled", "Late")]
    [TestCase("late settled", false, 1, "Settled", "Late")]
    [TestCase("seen,seen", true, -1, "Pending", "Duplicate")]
    [TestCase("settled,seen", true, -1, "Pending", "Duplicate", Description = "every payment must be final")]
    [TestCase("settled,settled", true, -1, "Settled", "Duplicate")]
    [TestCase("settled,late settled", true, 1, "Settled", "Duplicate", Description = "a duplicate outweighs lateness")]
    [TestCase("seen,seen", false, -1, "Pending", "None", Description = "an open request may be paid often")]
    [TestCase("settled,settled", false, -1, "Settled", "None")]
    [TestCase("settled,late seen", false, 1, "Pending", "Late")]
    [TestCase("voided", true, -1, "Open", "Reverted")]
    [TestCase("voided", true, null, "Open", "Reverted")]
    [TestCase("voided", true, 0, "Expired", "Reverted")]
    [TestCase("voided,voided", true, -1, "Open", "Reverted")]
    [TestCase("voided,seen", true, -1, "Pending", "None", Description = "another took its place")]
    [TestCase("voided,settled", true, -1, "Settled", "None")]
    [TestCase("voided,seen,seen", true, -1, "Pending", "Duplicate")]
    [TestCase("late voided", true, -1, "Open", "Reverted", Description = "what left the chain was not late")]
    [TestCase("late voided,seen", true, 1, "Pending", "None")]
    public void The_state_is_a_function_of_the_payments_and_the_time_of_the_chain(
        string payments, bool isFixed, int? chainTime, string status, string exception)
    {
        RequestPayment[] facts = [.. payments.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(PaymentOf)];
        DateTimeOffset? now = chainTime is int seconds ? Expiry.AddSeconds(seconds) : null;

        PaymentRequestState state = PaymentRequestState.Of(Request(isFixed), facts, now);

        Assert.That(state.Status.ToString(), Is.EqualTo(status));
        Assert.That(state.Exception.ToString(), Is.EqualTo(exception));
    }

    private static RequestPayment PaymentOf(string words) => new(
        IsLive: !words.EndsWith("voided", StringComparison.Ordinal),
        IsSettled: words.EndsWith("settled", StringComparison.Ordinal),
        BlockTime: words.StartsWith("late", StringComparison.Ordinal) ? Expiry : Expiry.AddSeconds(-1));

    private static PaymentRequest Request(bool isFixed) => Given.Request(
        Given.Creator(Given.PlatformId), isFixed ? new AskedAmount.Fixed(5) : new AskedAmount.Open(5, 8));
}
