using System.Globalization;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips.Server.Api;

/// <summary>A payment with the evidence of its match.</summary>
/// <param name="Id">The payment's id.</param>
/// <param name="Kind">What the transfer was: <c>payment</c>, <c>deposit</c> at a deposit address, its <c>delivery</c> to a payee, <c>refund</c>, <c>doubt</c> that waits for a decision, or its <c>assignment</c>.</param>
/// <param name="Status"><c>pending</c>: seen, its block can still be reverted. <c>settled</c>: final. <c>voided</c>: its block left the chain.</param>
/// <param name="Receipt">The receipt's id; null until it is settled.</param>
/// <param name="Creator">The creator that was paid.</param>
/// <param name="Post">The post that was paid for, if it was one.</param>
/// <param name="PaymentRequest">The payment request that was paid, if there was one.</param>
/// <param name="Token">The token.</param>
/// <param name="Amount">What the payee received, in base units.</param>
/// <param name="Transfers">How many transfers it is: more than one where the block held several of less than the policy's minimum, which are booked as a sum.</param>
/// <param name="Payer">Who paid; the first of them when it is a sum.</param>
/// <param name="Payee">Who was paid.</param>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="Block">The block that it was seen in.</param>
/// <param name="Evidence">Why it was matched so.</param>
/// <param name="SeenAt">When the gateway recorded it.</param>
/// <param name="StatusSince">When it took its status.</param>
internal sealed record PaymentView(
    string Id,
    string Kind,
    string Status,
    string? Receipt,
    string Creator,
    string? Post,
    string? PaymentRequest,
    TokenView Token,
    string Amount,
    int Transfers,
    string Payer,
    string Payee,
    string TransactionHash,
    BlockView Block,
    EvidenceView Evidence,
    DateTimeOffset SeenAt,
    DateTimeOffset StatusSince)
{
    /// <summary>The view of a payment.</summary>
    /// <param name="booked">The payment and its state.</param>
    public static PaymentView Of(BookedPayment booked)
    {
        Tip tip = booked.Payment.Tip;
        PaymentSubject subject = booked.Payment.Subject;
        return new PaymentView(
            booked.Payment.Id.ToString(),
            PaymentRequestView.NameOf(booked.Payment.Kind),
            PaymentRequestView.NameOf(booked.State),
            booked.State == EntryState.Settled && Receipts.Receipt.DueFor(booked.Payment, booked.StateSince) is not null ? Receipts.Receipt.IdOf(booked.Payment.Id).ToString() : null,
            subject.CreatorId.ToString(),
            subject.PostId?.ToString(),
            subject is PaymentSubject.OfRequest request ? request.Request.Id.ToString() : null,
            TokenView.Of(tip.Amount.Token),
            tip.Amount.BaseUnits.ToString(CultureInfo.InvariantCulture),
            booked.Payment.Others + 1,
            tip.Payer.ToString(),
            tip.Payee.ToString(),
            tip.Location.TransactionHash.ToString(),
            new BlockView(tip.Block.Number.Value, tip.Block.Hash.ToString(), tip.Timestamp),
            EvidenceView.Of(booked),
            booked.RecordedAt,
            booked.StateSince);
    }
}

/// <summary>A block.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Timestamp">Its time.</param>
internal sealed record BlockView(ulong Number, string Hash, DateTimeOffset Timestamp);

/// <summary>Why a payment was matched to its request or post.</summary>
/// <param name="Rung">By which kind of evidence; <c>contract</c> is the strongest.</param>
/// <param name="PaymentReference">The reference of what was paid for.</param>
/// <param name="Names">The payment request or post that the reference was made for.</param>
/// <param name="TipLog">The log beside the transfer that says what it was for: the contract's, or that of an authorization; null where there is none.</param>
/// <param name="TransferLog">The token's own log: the proof that money moved.</param>
/// <param name="Explanation">The same as a sentence.</param>
/// <param name="Others">Why no stronger kind of evidence took the transfer.</param>
internal sealed record EvidenceView(
    string Rung, string PaymentReference, string Names, LogView? TipLog, LogView TransferLog, string Explanation, IReadOnlyList<RungNoteView> Others)
{
    public static EvidenceView Of(BookedPayment booked)
    {
        Payment payment = booked.Payment;
        Tip tip = payment.Tip;
        LogView transfer = new("Transfer", tip.Amount.Token.Address.ToString(), tip.TransferPosition);
        if (booked.Evidence is MatchEvidence evidence)
        {
            return new EvidenceView(
                PaymentRequestView.NameOf(payment.Rung),
                tip.PaymentReference.ToString(),
                payment.Subject.Reference.SubjectId,
                payment.Rung == MatchRung.Authorization
                    ? new LogView("AuthorizationUsed", tip.Router.ToString(), tip.Location.Position)
                    : null,
                transfer,
                evidence.Explanation,
                [.. evidence.Notes.Select(note => new RungNoteView(PaymentRequestView.NameOf(note.Rung), note.Why))]);
        }

        return new EvidenceView(
            PaymentRequestView.NameOf(payment.Rung),
            tip.PaymentReference.ToString(),
            payment.Subject.Reference.SubjectId,
            new LogView("TipSent", tip.Router.ToString(), tip.Location.Position),
            transfer,
            $"TipSent at position {tip.Location.Position} names the reference of {payment.Subject.Reference.SubjectId}; the Transfer at position "
            + $"{tip.TransferPosition} of the same receipt moved {tip.Amount} from {tip.Payer} to {tip.Payee}, who is its payee.",
            []);
    }
}

/// <summary>Why a rung of the matching ladder did not take a transfer.</summary>
/// <param name="Rung">The rung.</param>
/// <param name="Why">Why.</param>
internal sealed record RungNoteView(string Rung, string Why);

/// <summary>Where a log stands in the receipt of the payment's transaction.</summary>
/// <param name="Event">The name of the event.</param>
/// <param name="Address">The contract that emitted it.</param>
/// <param name="Position">Its place in the receipt, from 0.</param>
internal sealed record LogView(string Event, string Address, int Position);
