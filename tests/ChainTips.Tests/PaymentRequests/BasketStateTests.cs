using ChainTips.PaymentRequests;
using static ChainTips.PaymentRequests.PaymentRequestExceptions;
using static ChainTips.PaymentRequests.PaymentRequestStatus;

namespace ChainTips.Tests.PaymentRequests;

internal sealed class BasketStateTests
{
    [TestCase("Open Open", Open)]
    [TestCase("Settled Open", Open)]
    [TestCase("Expired Open", Open)]
    [TestCase("Settled Expired", Expired)]
    [TestCase("Settled Pending Paid", Pending)]
    [TestCase("Settled Paid", Paid)]
    [TestCase("Settled Settled", Settled)]
    [TestCase("Settled Cancelled", Settled, Description = "what was taken back is not waited for")]
    [TestCase("Cancelled Cancelled", Cancelled)]
    [TestCase("Cancelled Open", Open)]
    public void A_basket_is_as_far_as_its_last_item(string items, PaymentRequestStatus expected) =>
        Assert.That(BasketState.Of(StatesOf(items), false).Status, Is.EqualTo(expected));

    [TestCase("Open Settled")]
    [TestCase("Settled Settled")]
    public void A_basket_that_was_taken_back_stays_so(string items) =>
        Assert.That(BasketState.Of(StatesOf(items), true).Status, Is.EqualTo(Cancelled));

    [Test]
    public void What_is_out_of_the_ordinary_with_an_item_is_so_with_the_basket()
    {
        PaymentRequestState state = BasketState.Of([new(Settled, Overpaid, 7, 2), new(Settled, Late, 5, 0)], false);

        Assert.That(state, Is.EqualTo(new PaymentRequestState(Settled, Overpaid | Late, 12, 2)));
    }

    [TestCase("Settled Open", 5, Underpaid)]
    [TestCase("Settled Expired", 5, Underpaid)]
    [TestCase("Open Open", 0, None)]
    [TestCase("Settled Settled", 5, None)]
    public void A_basket_is_underpaid_when_a_part_of_it_is_paid(string items, int received, PaymentRequestExceptions expected)
    {
        PaymentRequestState[] states = [.. StatesOf(items)];
        states[0] = states[0] with { Received = (UInt128)received };

        Assert.That(BasketState.Of(states, false).Exceptions, Is.EqualTo(expected));
    }

    [Test]
    public void More_than_128_bits_hold_is_as_much_as_they_hold() =>
        Assert.That(BasketState.Of([new(Settled, None, UInt128.MaxValue, 0), new(Settled, None, 1, 0)], false).Received, Is.EqualTo(UInt128.MaxValue));

    private static PaymentRequestState[] StatesOf(string items) =>
        [.. items.Split(' ').Select(status => new PaymentRequestState(Enum.Parse<PaymentRequestStatus>(status), None, 0, 0))];
}
