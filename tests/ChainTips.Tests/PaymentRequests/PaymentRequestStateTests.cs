using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Testing;

namespace ChainTips.Tests.PaymentRequests;

/// <remarks>
/// Payments are written as words: the amount, what came of it (seen, safe, final, reverted), and before that what is odd about it:
/// "late" for a block at the expiry, "other" for another token, "refund" for money that went back. Each stands in a block of its
/// own, the first in block 1. The chain's time is given in seconds before (-) or after the expiry.
/// </remarks>
internal sealed class PaymentRequestStateTests
{
    private const string Fixed = "5";
    private const string Tolerant = "5~1";
    private const string Open = "5-8";

    private static readonly DateTimeOffset Expiry = RequestFor(Fixed).ExpiresAt;

    [TestCase("", Fixed, null, "Open", "None", Description = "while the head is unknown nothing expires")]
    [TestCase("", Fixed, -1, "Open", "None")]
    [TestCase("", Fixed, 0, "Expired", "None")]
    [TestCase("", Fixed, 1, "Expired", "None")]
    [TestCase("5 seen", Fixed, -1, "Pending", "None")]
    [TestCase("5 seen", Fixed, 1, "Pending", "None", Description = "a payment in time does not expire")]
    [TestCase("5 safe", Fixed, -1, "Pending", "None")]
    [TestCase("5 final", Fixed, -1, "Settled", "None")]
    [TestCase("5 final", Fixed, 1, "Settled", "None")]
    [TestCase("late 5 seen", Fixed, 1, "Pending", "Late")]
    [TestCase("late 5 final", Fixed, 1, "Settled", "Late")]
    [TestCase("late 5 final", Open, 1, "Settled", "Late")]
    [TestCase("late 7 final", Fixed, 1, "Settled", "Overpaid, Late", Description = "BTCPay #4146: a late payment of too much is both")]
    [TestCase("4 final", Fixed, -1, "Open", "Underpaid")]
    [TestCase("4 final", Fixed, 0, "Expired", "Underpaid")]
    [TestCase("4 final,late 1 seen", Fixed, 0, "Pending", "Late")]
    [TestCase("late 4 final", Fixed, 0, "Expired", "Underpaid, Late")]
    [TestCase("2 final,3 seen", Fixed, -1, "Pending", "None", Description = "every payment that was needed must be final")]
    [TestCase("2 final,3 final", Fixed, -1, "Settled", "None")]
    [TestCase("6 seen", Fixed, -1, "Pending", "Overpaid")]
    [TestCase("3 final,3 final", Fixed, -1, "Settled", "Overpaid", Description = "enough only with the second, so it is no duplicate")]
    [TestCase("5 seen,5 seen", Fixed, -1, "Pending", "Overpaid, Duplicate")]
    [TestCase("5 final,5 seen", Fixed, -1, "Settled", "Overpaid, Duplicate", Description = "what was not needed takes nothing back")]
    [TestCase("5 final,late 5 final", Fixed, 1, "Settled", "Overpaid, Late, Duplicate")]
    [TestCase("4 final", Tolerant, -1, "Settled", "None")]
    [TestCase("3 final", Tolerant, -1, "Open", "Underpaid")]
    [TestCase("4 final,1 final", Tolerant, -1, "Settled", "None", Description = "the rest is no duplicate")]
    [TestCase("4 final,2 final", Tolerant, -1, "Settled", "Overpaid, Duplicate")]
    [TestCase("4 final", Open, -1, "Open", "Underpaid")]
    [TestCase("5 final,3 seen", Open, -1, "Settled", "None", Description = "an open request may be paid often")]
    [TestCase("5 final,4 seen", Open, -1, "Settled", "Overpaid")]
    [TestCase("9 seen", Open, -1, "Pending", "Overpaid")]
    [TestCase("other 5 final", Fixed, -1, "Open", "WrongToken", Description = "it counts for nothing of the amount")]
    [TestCase("other 5 final", Fixed, 0, "Expired", "WrongToken")]
    [TestCase("late other 5 final", Fixed, 0, "Expired", "Late, WrongToken")]
    [TestCase("other 5 final,5 final", Fixed, -1, "Settled", "WrongToken")]
    [TestCase("5 reverted", Fixed, -1, "Open", "Reverted")]
    [TestCase("5 reverted", Fixed, null, "Open", "Reverted")]
    [TestCase("5 reverted", Fixed, 0, "Expired", "Reverted")]
    [TestCase("5 reverted,5 reverted", Fixed, -1, "Open", "Reverted")]
    [TestCase("5 reverted,5 seen", Fixed, -1, "Pending", "None", Description = "another took its place")]
    [TestCase("5 reverted,4 seen", Fixed, -1, "Open", "Underpaid, Reverted")]
    [TestCase("5 reverted,5 final", Fixed, -1, "Settled", "None")]
    [TestCase("5 final,5 reverted", Fixed, -1, "Settled", "None")]
    [TestCase("5 reverted,5 seen,5 seen", Fixed, -1, "Pending", "Overpaid, Duplicate")]
    [TestCase("other 5 reverted", Fixed, -1, "Open", "None", Description = "nothing that was needed is gone")]
    [TestCase("late 5 reverted", Fixed, -1, "Open", "Reverted", Description = "what left the chain was not late")]
    [TestCase("late 5 reverted,5 seen", Fixed, 1, "Pending", "None")]
    [TestCase("5 final,refund 5 seen", Fixed, -1, "Settled", "Refunded")]
    [TestCase("5 final,refund 1 seen", Fixed, -1, "Settled", "Refunded")]
    [TestCase("7 final,refund 2 seen", Fixed, -1, "Settled", "Refunded", Description = "the rest went back")]
    [TestCase("7 final,refund 1 seen", Fixed, -1, "Settled", "Overpaid, Refunded")]
    [TestCase("4 final,refund 4 seen", Fixed, -1, "Open", "Refunded")]
    [TestCase("4 final,refund 4 seen,1 seen", Fixed, -1, "Open", "Underpaid, Refunded", Description = "what went back is not enough any more")]
    [TestCase("4 final,refund 2 seen", Fixed, 0, "Expired", "Underpaid, Refunded")]
    [TestCase("5 final,refund 5 reverted", Fixed, -1, "Settled", "None")]
    [TestCase("5 reverted,refund 5 seen", Fixed, -1, "Open", "Reverted, Refunded", Description = "given back before it was final")]
    [TestCase("other 5 final,refund other 5 seen", Fixed, -1, "Open", "WrongToken, Refunded")]
    public void The_state_is_a_function_of_the_payments_and_the_time_of_the_chain(
        string payments, string asked, int? chainTime, string status, string exceptions)
    {
        PaymentRequestState state = StateOf(payments, asked, chainTime, null, FinalityByAmount.AlwaysFinal);

        Assert.That((state.Status.ToString(), state.Exceptions.ToString()), Is.EqualTo((status, exceptions)));
    }

    [TestCase("", 0, "Cancelled", "None")]
    [TestCase("5 seen", 0, "Cancelled", "Late")]
    [TestCase("5 final", 0, "Cancelled", "Late")]
    [TestCase("7 final,5 final", 0, "Cancelled", "Overpaid, Late, Duplicate")]
    [TestCase("4 final", 0, "Cancelled", "Underpaid, Late")]
    [TestCase("4 final", 1, "Cancelled", "Underpaid", Description = "it came before")]
    [TestCase("4 final,1 final", 1, "Cancelled", "Late")]
    [TestCase("5 final", 1, "Cancelled", "Late", Description = "a reorg put it before; the cancellation knew nothing of it")]
    [TestCase("5 seen", 1, "Cancelled", "Late")]
    [TestCase("5 reverted", 0, "Cancelled", "Reverted")]
    [TestCase("5 final,refund 5 seen", 0, "Cancelled", "Late, Refunded")]
    [TestCase("late 5 final", 0, "Cancelled", "Late")]
    public void Nothing_changes_the_status_of_a_cancelled_request(string payments, int afterBlock, string status, string exceptions)
    {
        foreach (int at in new[] { -10, 10 })
        {
            Cancellation cancellation = new(Expiry.AddSeconds(at), new BlockNumber((ulong)afterBlock));
            PaymentRequestState state = StateOf(payments, Fixed, 20, cancellation, FinalityByAmount.AlwaysFinal);

            Assert.That((state.Status.ToString(), state.Exceptions.ToString()), Is.EqualTo((status, exceptions)));
        }
    }

    [Test]
    public void What_came_before_the_gateway_saw_any_block_is_after_a_cancellation() =>
        Assert.That(
            StateOf("5 final", Fixed, -1, new Cancellation(Expiry, null), FinalityByAmount.AlwaysFinal).Exceptions,
            Is.EqualTo(PaymentRequestExceptions.Late));

    [TestCase("2 seen", "2", "Paid")]
    [TestCase("3 seen", "3", "Pending")]
    [TestCase("3 safe", "3", "Paid")]
    [TestCase("4 safe", "4", "Paid")]
    [TestCase("5 safe", "5", "Pending")]
    [TestCase("5 final", "5", "Settled")]
    [TestCase("1 seen,1 seen,1 seen", "3", "Pending", Description = "small parts of a larger amount are no small amount")]
    [TestCase("1 final,2 safe", "3", "Paid", Description = "the least final part decides")]
    [TestCase("2 safe,1 seen", "3", "Pending")]
    [TestCase("2 seen,2 seen", "2", "Paid", Description = "what was not needed does not decide")]
    [TestCase("2 reverted", "2", "Open")]
    public void How_final_a_payment_must_be_to_count_as_paid_depends_on_the_amount(string payments, string asked, string status)
    {
        FinalityByAmount finality = new([KeyValuePair.Create(Sample.Usdc with { Symbol = "any" }, new FinalityThresholds(2, 4))]);

        Assert.That(StateOf(payments, asked, -1, null, finality).Status.ToString(), Is.EqualTo(status));
    }

    [TestCase("", Fixed, 0, 5, 5)]
    [TestCase("3 seen,other 9 seen", Fixed, 3, 2, 2)]
    [TestCase("3 seen,refund 1 seen", Fixed, 3, 3, 3)]
    [TestCase("3 seen", Tolerant, 3, 2, 2, Description = "what is missing is missing of what was asked for")]
    [TestCase("3 seen", Open, 3, 2, 5)]
    [TestCase("5 seen", Open, 5, 0, 0)]
    [TestCase("9 seen,2 reverted", Open, 9, 0, 0)]
    public void The_sums_are_those_of_the_live_payments(string payments, string asked, int received, int missing, int room)
    {
        PaymentRequestState state = StateOf(payments, asked, -1, null, FinalityByAmount.AlwaysFinal);
        AskedAmount amount = RequestFor(asked).Amount;

        Assert.That(
            (state.Received, state.MissingOf(amount), state.RoomOf(amount)), Is.EqualTo(((UInt128)received, (UInt128)missing, (UInt128)room)));
    }

    [Test]
    [Description("A token that states more than there can be must not keep a page from being shown")]
    public void Sums_beyond_128_bits_do_not_fail()
    {
        RequestPayment all = PaymentOf("5 final", 1) with { BaseUnits = UInt128.MaxValue };

        PaymentRequestState state = PaymentRequestState.Of(
            RequestFor(Open), new RequestFacts([all, all], null, null), FinalityByAmount.AlwaysFinal);

        Assert.That(state.Received, Is.EqualTo(UInt128.MaxValue));
        Assert.That(state.Exceptions, Is.EqualTo(PaymentRequestExceptions.Overpaid));
    }

    [Test]
    public void A_tolerance_leaves_something_to_ask_for() =>
        Assert.That(() => new AskedAmount.Fixed(5, 5), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("5 base units"));

    [Test]
    public void What_counts_when_seen_counts_when_safe() =>
        Assert.That(() => new FinalityThresholds(5, 4), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("5 or more"));

    private static PaymentRequestState StateOf(
        string payments, string asked, int? chainTime, Cancellation? cancellation, FinalityByAmount finality)
    {
        RequestPayment[] facts = [.. payments.Split(',', StringSplitOptions.RemoveEmptyEntries).Select((words, i) => PaymentOf(words, i + 1))];
        DateTimeOffset? now = chainTime is int seconds ? Expiry.AddSeconds(seconds) : null;
        return PaymentRequestState.Of(RequestFor(asked), new RequestFacts(facts, cancellation, now), finality);
    }

    private static RequestPayment PaymentOf(string text, int block)
    {
        string[] words = text.Split(' ');
        return new RequestPayment(
            words.Contains("refund") ? RequestPaymentKind.Refund : RequestPaymentKind.Payment,
            UInt128.Parse(words[^2], null),
            !words.Contains("other"),
            Enum.Parse<PaymentFinality>(words[^1], ignoreCase: true),
            words.Contains("late") ? Expiry : Expiry.AddSeconds(-1),
            new PaymentPlace(new BlockNumber((ulong)block), 0, 0));
    }

    private static PaymentRequest RequestFor(string asked)
    {
        UInt128[] numbers = [.. asked.Split('-', '~').Select(number => UInt128.Parse(number, null))];
        AskedAmount amount = asked.Contains('-', StringComparison.Ordinal)
            ? new AskedAmount.Open(numbers[0], numbers[1])
            : new AskedAmount.Fixed(numbers[0], numbers.ElementAtOrDefault(1));
        return Given.Request(Given.Creator(Given.PlatformId), amount);
    }
}
