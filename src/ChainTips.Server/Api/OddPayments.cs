using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Tips;

namespace ChainTips.Server.Api;

/// <summary>The payments that are credited and yet wait for somebody: in another token than was asked for, or more than that.</summary>
internal static class OddPayments
{
    /// <summary>Those of which not all was given back that is odd, newest first, in the form of the inbox.</summary>
    public static async Task<IReadOnlyList<RefusedTipView>> ListAsync(
        IGatewayTransaction books, Id<Platform> platformId, FinalityByAmount finality, int limit, CancellationToken cancellationToken)
    {
        List<RefusedTipView> views = [];
        foreach (BookedPayment booked in await books.Ledger.ListOddAsync(platformId, limit, cancellationToken))
        {
            PaymentRequest request = ((PaymentSubject.OfRequest)booked.Payment.Subject).Request;
            RefusedTip? item = booked.Payment.Tip.Amount.Token != request.Token
                ? await FindWrongTokenAsync(books, booked.Payment, request, cancellationToken)
                : await FindRestAsync(books, booked.Payment, request, finality, cancellationToken);
            if (item is not null)
            {
                views.Add(RefusedTipView.Of(item) with { Payment = booked.Payment.Id.ToString(), PaymentRequest = request.Id.ToString() });
            }
        }

        return views;
    }

    private static async Task<RefusedTip?> FindWrongTokenAsync(
        IGatewayTransaction books, Payment payment, PaymentRequest request, CancellationToken cancellationToken)
    {
        UInt128 left = payment.Tip.Amount.BaseUnits;
        foreach (TrackedRequest refund in await books.PaymentRequests.ListRefundsAsync(payment.Id.Bits, cancellationToken))
        {
            UInt128 returned = refund.StateBy(FinalityByAmount.AlwaysFinal).Received;
            left -= UInt128.Min(left, returned);
        }

        return left == 0
            ? null
            : ToItem(payment, left, RefusalReason.WrongToken, $"{request.Id} asks for {request.Token.Symbol} and was paid {payment.Tip.Amount}, which is credited to the payee.");
    }

    private static async Task<RefusedTip?> FindRestAsync(
        IGatewayTransaction books, Payment payment, PaymentRequest request, FinalityByAmount finality, CancellationToken cancellationToken)
    {
        TrackedRequest tracked = (await books.PaymentRequests.FindAsync(request.Id, cancellationToken))!;
        PaymentRequestState state = tracked.StateBy(finality);
        return !state.Exceptions.HasFlag(PaymentRequestExceptions.Overpaid) || state.Held <= request.Amount.Most
            ? null
            : ToItem(
                payment,
                state.Held - request.Amount.Most,
                RefusalReason.Overpaid,
                $"{request.Id} asks for {request.Amount.Most} base units of {request.Token.Symbol} at most and holds {state.Held}; all of it is credited to the payee.");
    }

    private static RefusedTip ToItem(Payment payment, UInt128 baseUnits, RefusalReason reason, string explanation)
    {
        Tip tip = payment.Tip;
        TipSent stated = new(tip.PaymentReference, tip.Payer, tip.Payee, tip.Amount.Token.Address, baseUnits, Ethereum.Primitives.UInt256.Zero);
        return new RefusedTip(tip.Location with { Position = tip.TransferPosition }, tip.Block, tip.Router, stated, reason, explanation);
    }
}
