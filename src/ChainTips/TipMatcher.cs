using System.Runtime.InteropServices;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Matching.Calldata;
using ChainTips.Tips;

namespace ChainTips;

/// <summary>The first half of the flow, which writes nothing: chain log → decoded tip → match. Not thread-safe.</summary>
/// <remarks>
/// Tips of the contract are matched straight away, for a backfill holds nothing else by the hundred thousand. All other transfers, and those whose
/// tip is refused, climb the ladder.
/// </remarks>
internal sealed class TipMatcher
{
    /// <summary>How many subjects are remembered; posts and requests are never changed, so they may be for ever.</summary>
    private const int MostSubjects = 20_000;

    private readonly IdSource _ids;
    private readonly ulong _chainId;
    private readonly TipDecoder _decoder;
    private readonly MatchLadder _ladder;
    private readonly DecodedTips _decoded = new();
    private readonly MatchQuestions _questions = new();
    private readonly MatchKnowledge _knowledge = new();
    private readonly List<JournalEntry> _entries = [];
    private readonly List<UnmatchedTip> _unmatched = [];
    private SmallPayments? _small;

    /// <summary>Matches the blocks of one chain.</summary>
    /// <param name="ids">Derives the payments' ids.</param>
    /// <param name="settings">The chain that the blocks are of.</param>
    /// <param name="withDecisions">
    /// Whether claims and the operator's decisions count. They are booked when they are made, so the pipeline leaves them alone, and only an audit,
    /// which finds them in the books, looks for them on the chain.
    /// </param>
    public TipMatcher(IdSource ids, ChainSettings settings, bool withDecisions = false)
    {
        _ids = ids;
        _chainId = settings.ChainId;
        _decoder = new TipDecoder(settings);
        IMatchRung[] decisions = withDecisions ? [new DecisionRung(MatchRung.Claim), new DecisionRung(MatchRung.Operator)] : [];
        _ladder = new MatchLadder(
            [new ContractRung(), new AuthorizationRung(), new DepositRung(), new CalldataRung(settings.EntryPoints), .. decisions]);
    }

    /// <summary>Decodes the payments of some blocks, and finds what each was for.</summary>
    public async Task<MatchedTips> MatchAsync(
        IReferenceBook references, IReadOnlyList<ObservedBlock> blocks, CancellationToken cancellationToken)
    {
        _decoded.Clear();
        foreach (ObservedBlock block in blocks)
        {
            _decoder.Decode(block, _decoded);
        }

        _entries.Clear();
        _unmatched.Clear();
        await MatchTipsAsync(references, cancellationToken);

        // Before the next question, which may make room by forgetting.
        UnmatchedTip[] refused = [.. _decoded.Refused.Select(WithSubject).Where(IsNews)];
        if (_decoded.Loose.Count > 0)
        {
            await ClimbAsync(references, cancellationToken);
        }

        _unmatched.AddRange(refused);
        _small ??= new SmallPayments(await references.ListSumLimitsAsync(_chainId, cancellationToken));
        _small.Sum(_entries);
        AssignDoubts();
        return new MatchedTips(_entries, _unmatched);
    }

    private async Task MatchTipsAsync(IReferenceBook references, CancellationToken cancellationToken)
    {
        _questions.Clear();
        foreach (ref readonly Tip tip in CollectionsMarshal.AsSpan(_decoded.Tips))
        {
            _questions.References.Add(tip.PaymentReference);
        }

        foreach (RefusedTip refused in _decoded.Refused)
        {
            if (refused.Stated is TipSent stated)
            {
                _questions.References.Add(stated.PaymentReference);
            }
        }

        await LookUpSubjectsAsync(references, cancellationToken);
        Hash32[] withFee = [.. _decoded.Tips.Where(tip => tip.Fee is not null).Select(tip => tip.PaymentReference).Distinct()];
        _knowledge.FeeReceivers = await references.FindFeeReceiversAsync(withFee, cancellationToken);
        _knowledge.SplitFaults = SplitMatcher.FindFaults(_decoded.Tips, _decoded.Refused, _knowledge.Subjects);
        foreach (ref readonly Tip tip in CollectionsMarshal.AsSpan(_decoded.Tips))
        {
            PaymentSubject? subject = _knowledge.Subjects.GetValueOrDefault(tip.PaymentReference);
            if (ContractMatcher.FindFault(tip, subject) is null && !_knowledge.SplitFaults.ContainsKey(tip.Location))
            {
                Payment payment = ToPayment(
                    FeeMatcher.Settle(tip, subject!, _knowledge.FeeReceivers), subject!, MatchRung.Contract, subject!.PaymentKind);
                _entries.Add(JournalEntry.Of(payment) with { Evidence = FeeMatcher.Explain(tip, subject, _knowledge.FeeReceivers) });
            }
            else
            {
                _decoded.Loose.Add(LooseTransfer.Of(tip));
            }
        }
    }

    /// <summary>Anybody may have the contract fail to pay anybody; only with a payment request does it say why something is missing.</summary>
    private static bool IsNews(UnmatchedTip unmatched) =>
        unmatched.Tip.Reason != RefusalReason.PayeeFailed || unmatched.Subject is PaymentSubject.OfRequest;

    private UnmatchedTip WithSubject(RefusedTip refused) =>
        new(refused, refused.Stated is TipSent stated ? _knowledge.Subjects.GetValueOrDefault(stated.PaymentReference) : null);

    private async Task LookUpSubjectsAsync(IReferenceBook references, CancellationToken cancellationToken)
    {
        if (_knowledge.Subjects.Count > MostSubjects)
        {
            _knowledge.Subjects.Clear();
        }

        _questions.References.ExceptWith(_knowledge.Subjects.Keys);
        if (_questions.References.Count > 0)
        {
            foreach ((Hash32 reference, PaymentSubject subject) in await references.FindAsync(_questions.References, cancellationToken))
            {
                _knowledge.Subjects.Add(reference, subject);
            }
        }
    }

    /// <summary>Lets every other transfer climb the ladder, after one question of each kind.</summary>
    private async Task ClimbAsync(IReferenceBook references, CancellationToken cancellationToken)
    {
        _questions.Clear();
        foreach (LooseTransfer transfer in _decoded.Loose)
        {
            _ladder.Collect(transfer, _questions);
        }

        await LookUpSubjectsAsync(references, cancellationToken);
        _knowledge.Terms = await references.FindTermsAsync(_questions.Nonces, cancellationToken);
        _knowledge.Forwarders = await references.FindForwardersAsync(_questions.Addresses, cancellationToken);
        _knowledge.Decisions = await references.FindDecisionsAsync(_questions.Positions, cancellationToken);
        int tips = _entries.Count;
        foreach (LooseTransfer transfer in _decoded.Loose)
        {
            Climb(transfer);
        }

        // The transfers of refused tips stand behind all others.
        if (_decoded.Tips.Count > 0 && tips < _entries.Count)
        {
            _entries.Sort(InOrderOfTheChain);
        }
    }

    private void Climb(LooseTransfer transfer)
    {
        switch (_ladder.Climb(transfer, _knowledge))
        {
            case LadderResult.Matched matched:
                Payment payment = ToPayment(
                    transfer.ToTip(matched.Rung, matched.Taken.Subject.Reference.Value), matched.Taken.Subject, matched.Rung, matched.Taken.Kind);
                _entries.Add(JournalEntry.Of(payment) with { Evidence = new MatchEvidence(matched.Taken.Evidence, matched.Notes) });
                break;
            case LadderResult.Unmatched { Refused: RungVerdict.Refuses refused }:
                _unmatched.Add(new UnmatchedTip(transfer.ToRefused(refused.Reason, refused.Why), refused.Subject));
                break;
            case LadderResult.Unmatched:
                // Money between strangers, or a creator's private matter: it is not ours to record.
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>What was received in doubt is credited for what the decision says.</summary>
    private void AssignDoubts()
    {
        for (int i = _knowledge.Decisions.Count == 0 ? -1 : _entries.Count - 1; i >= 0; i--)
        {
            Payment doubt = _entries[i].Payment;
            LogPosition transfer = doubt.Tip.Location with { Position = doubt.Tip.TransferPosition };
            if (doubt.Kind == PaymentKind.Doubt
                && _knowledge.Decisions.TryGetValue(transfer, out MatchDecision? decision)
                && decision.Subject.IsPaidTo(doubt.Tip.Payee))
            {
                // Decisions are chained by hashes of their own, as those of all direct payments are: see TransferForms.
                Tip tip = doubt.Tip with { Location = transfer, Router = Address.Zero, PaymentReference = decision.Subject.Reference.Value };
                Payment assigned = new(PaymentIds.OfAssignment(_ids, transfer), tip, decision.Subject, decision.Rung, PaymentKind.Assignment);
                _entries.Add(JournalEntry.Of(assigned) with { Evidence = new MatchEvidence(decision.Note, []) });
            }
        }
    }

    private Payment ToPayment(in Tip tip, PaymentSubject subject, MatchRung rung, PaymentKind kind) =>
        new(PaymentIds.OfTransfer(_ids, tip.Location with { Position = tip.TransferPosition }), tip, subject, rung, kind);

    private static int InOrderOfTheChain(JournalEntry left, JournalEntry right) => OrderOf(left.Payment.Tip).CompareTo(OrderOf(right.Payment.Tip));

    private static (ulong Block, int Transaction, int Position) OrderOf(in Tip tip) =>
        (tip.Block.Number.Value, tip.TransactionIndex, tip.Location.Position);
}
