using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>The first rung: the tipping contract's own log owns the transfer and names what it is for.</summary>
/// <remarks>Whole blocks of tips are matched by <see cref="ContractMatcher"/> itself; only a tip that it refuses comes here, for the other rungs to look at.</remarks>
public sealed class ContractRung : IMatchRung
{
    /// <inheritdoc/>
    public MatchRung Rung => MatchRung.Contract;

    /// <inheritdoc/>
    public void Collect(LooseTransfer transfer, MatchQuestions questions)
    {
        if (transfer.Stated is Tip tip)
        {
            questions.References.Add(tip.PaymentReference);
        }
    }

    /// <inheritdoc/>
    public RungVerdict Judge(LooseTransfer transfer, MatchKnowledge knowledge)
    {
        if (transfer.Stated is not Tip tip)
        {
            return new RungVerdict.Passes("No TipSent of the tipping contract owns the transfer.");
        }

        PaymentSubject? subject = knowledge.Subjects.GetValueOrDefault(tip.PaymentReference);
        return ContractMatcher.FindFault(tip, subject) is UnmatchedTip unmatched
            ? new RungVerdict.Refuses(subject, unmatched.Tip.Reason, unmatched.Tip.Explanation)
            : knowledge.SplitFaults.TryGetValue(tip.Location, out string? fault)
                ? new RungVerdict.Refuses(subject, RefusalReason.SplitDiffers, fault)
                : new RungVerdict.Takes(subject!.PaymentKind, subject, Explain(tip, subject));
    }

    /// <summary>Why a tip is a payment of what its reference names, as a sentence.</summary>
    public static string Explain(in Tip tip, PaymentSubject subject) =>
        $"TipSent at position {tip.Location.Position} names the reference of {subject.Reference.SubjectId}; the Transfer at position {tip.TransferPosition} of the same receipt moved {tip.Amount} from {tip.Payer} to {tip.Payee}.";
}
