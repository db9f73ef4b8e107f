using ChainTips.Ethereum.Primitives;
using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>Whether a transfer is one that a post or request can be paid by.</summary>
public static class SubjectTerms
{
    /// <summary>Finds why it cannot.</summary>
    /// <returns>Null when it can.</returns>
    public static RungVerdict.Refuses? FindFault(LooseTransfer transfer, PaymentSubject subject)
    {
        if (subject is PaymentSubject.OfRequest asked && asked.Request.Token.ChainId != transfer.Location.ChainId)
        {
            return new RungVerdict.Refuses(
                subject,
                RefusalReason.ChainDiffers,
                $"The request {asked.Request.Id} asks for a payment on chain {asked.Request.Token.ChainId}; this one is on chain {transfer.Location.ChainId}.");
        }

        if (subject.RequiredPayer is Address payer && transfer.From != payer)
        {
            return new RungVerdict.Refuses(
                subject, RefusalReason.PayerDiffers, $"{subject.Reference.SubjectId} is to be paid by {payer}; this transfer came from {transfer.From}.");
        }

        if (!subject.IsPaidTo(transfer.To))
        {
            return new RungVerdict.Refuses(
                subject,
                RefusalReason.PayeeDiffers,
                $"{subject.Reference.SubjectId} is not paid to {transfer.To}, where this transfer went.");
        }

        return transfer.From != transfer.To
            ? null
            : new RungVerdict.Refuses(
                subject, RefusalReason.SelfPaid, $"{transfer.From} paid {subject.Reference.SubjectId} to himself, which moves nothing.");
    }
}
