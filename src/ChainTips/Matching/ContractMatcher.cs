using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>The first rung of the ladder: the contract's log names the reference, and the payee must agree with it.</summary>
/// <remarks>
/// Anybody can send a tip to himself with somebody else's reference. So the payee of the transfer must be that of the request or
/// post; otherwise nobody is credited, and the reason is kept. Of another amount or in another allowed token the money is the
/// payee's all the same: it is credited, and the request's state says what is out of the ordinary with it.
/// </remarks>
public static class ContractMatcher
{
    /// <summary>Finds why a tip is no payment for what its reference names.</summary>
    /// <param name="tip">The tip.</param>
    /// <param name="subject">What its reference names; null when it was never issued.</param>
    /// <returns>Null when the tip is a payment for the subject, on its terms.</returns>
    public static UnmatchedTip? FindFault(in Tip tip, PaymentSubject? subject) => subject switch
    {
        null => Refuse(tip, null, RefusalReason.UnknownReference,
            $"The payment reference {tip.PaymentReference} is that of no payment request and no post."),
        PaymentSubject.OfPost post => MatchPayee(tip, post, post.Payee),
        PaymentSubject.OfRequest request => MatchRequest(tip, request),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static UnmatchedTip? MatchRequest(in Tip tip, PaymentSubject.OfRequest subject)
    {
        PaymentRequest request = subject.Request;
        Token paid = tip.Amount.Token;
        if (paid.ChainId != request.Token.ChainId)
        {
            return Refuse(tip, subject, RefusalReason.ChainDiffers,
                $"The request {request.Id} asks for a payment on chain {request.Token.ChainId}; this one is on chain {paid.ChainId}.");
        }

        if (subject.RequiredPayer is Address payer && tip.Payer != payer)
        {
            return Refuse(tip, subject, RefusalReason.PayerDiffers,
                $"{request.Id} is to be paid by {payer}; this tip came from {tip.Payer}.");
        }

        return request.Kind == PaymentRequestKind.Basket
            ? Refuse(tip, subject, RefusalReason.PayeeDiffers,
                $"{request.Id} is a basket, whose items are paid by references of their own; nobody is paid by its own one.")
            : MatchPayee(tip, subject, request.Payee);
    }

    private static UnmatchedTip? MatchPayee(in Tip tip, PaymentSubject subject, Address payee)
    {
        if (!PayeesOf(subject, payee).Contains(tip.Payee))
        {
            return Refuse(tip, subject, RefusalReason.PayeeDiffers,
                $"{subject.Reference.SubjectId} is paid to {string.Join(" and ", PayeesOf(subject, payee))}; this tip went to {tip.Payee}.");
        }

        return tip.Payer != tip.Payee
            ? null
            : Refuse(tip, subject, RefusalReason.SelfPaid, $"{tip.Payee} paid {subject.Reference.SubjectId} to himself, which moves nothing.");
    }

    /// <summary>A request of a post that several made is paid to each of them; of the parts see <see cref="SplitMatcher"/>.</summary>
    private static IReadOnlyList<Address> PayeesOf(PaymentSubject subject, Address payee) =>
        subject is PaymentSubject.OfRequest { Request.Payees: not null } request ? request.Request.Split.Payees : [payee];

    private static UnmatchedTip Refuse(in Tip tip, PaymentSubject? subject, RefusalReason reason, string explanation)
    {
        TipSent stated = new(
            tip.PaymentReference, tip.Payer, tip.Payee, tip.Amount.Token.Address, tip.Amount.BaseUnits, tip.Fee?.BaseUnits ?? UInt128.Zero);
        return new UnmatchedTip(
            new RefusedTip(tip.Location, tip.Block, tip.Router, stated, reason, explanation) { TransferPosition = tip.TransferPosition }, subject);
    }
}
