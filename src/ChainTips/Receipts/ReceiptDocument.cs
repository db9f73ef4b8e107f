using System.Globalization;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips.Receipts;

/// <summary>What a receipt states: the terms, the log, the block, and what the reference on the chain was made from.</summary>
/// <param name="Id">The receipt's id.</param>
/// <param name="PaymentId">The payment's id.</param>
/// <param name="Status">Always <c>settled</c>: a receipt is issued when the block is final.</param>
/// <param name="IssuedAt">When it was issued, RFC 3339.</param>
/// <param name="Terms">What was paid to whom, and for what.</param>
/// <param name="Match">By which evidence the transfer was matched to what it was for.</param>
/// <param name="Log">The contract's log, which names the reference; null for a payment that did not go through the contract.</param>
/// <param name="Transfer">The token's log, the proof that money moved.</param>
/// <param name="Block">The final block that holds both.</param>
/// <param name="ReferencePreimage">What links the reference on the chain to the request or post; only the receipt has it.</param>
public sealed record ReceiptDocument(
    string Id,
    string PaymentId,
    string Status,
    DateTimeOffset IssuedAt,
    ReceiptTerms Terms,
    ReceiptMatch Match,
    ReceiptLog? Log,
    ReceiptLog Transfer,
    ReceiptBlock Block,
    ReceiptPreimage ReferencePreimage)
{
    /// <summary>Writes the receipt of a settled payment.</summary>
    /// <param name="id">The receipt's id.</param>
    /// <param name="payment">The payment.</param>
    /// <param name="issuedAt">When it is issued.</param>
    /// <param name="evidence">Why it was matched so; null for one of the contract, whose log says it.</param>
    public static ReceiptDocument Of(Id<Receipt> id, Payment payment, DateTimeOffset issuedAt, MatchEvidence? evidence = null)
    {
        Tip tip = payment.Tip;
        PaymentReference reference = payment.Subject.Reference;
        return new ReceiptDocument(
            id.ToString(), payment.Id.ToString(), "settled", issuedAt, ReceiptTerms.Of(payment),
            ReceiptMatch.Of(payment, evidence), payment.Rung == MatchRung.Contract ? TipLog(tip) : null, TransferLog(tip),
            new ReceiptBlock(tip.Block.Number.Value, tip.Block.Hash.ToString(), tip.Block.ParentHash.ToString(), tip.Timestamp),
            new ReceiptPreimage(reference.SubjectId, reference.SubjectHash.ToString(), reference.Salt.ToString(), reference.Value.ToString()));
    }

    private static ReceiptLog TipLog(Tip tip) => new(
        tip.Router.ToString(),
        [TipSent.Topic.ToString(), tip.PaymentReference.ToString(), TopicOf(tip.Payer), TopicOf(tip.Payee)],
        Hex.Format(new AbiWriter().Write(tip.Amount.Token.Address).Write((UInt256)tip.Amount.BaseUnits).Write(UInt256.Zero).ToArray()),
        tip.Location.TransactionHash.ToString(),
        tip.Location.Position);

    private static ReceiptLog TransferLog(Tip tip) => new(
        tip.Amount.Token.Address.ToString(),
        [TokenTransfer.Topic.ToString(), TopicOf(tip.Payer), TopicOf(tip.Payee)],
        Hex.Format(new AbiWriter().Write((UInt256)tip.Amount.BaseUnits).ToArray()),
        tip.Location.TransactionHash.ToString(),
        tip.TransferPosition);

    private static string TopicOf(Address address) => Hex.Format(new AbiWriter().Write(address).ToArray());
}

/// <summary>What was paid.</summary>
/// <param name="ChainId">The chain (EIP-155).</param>
/// <param name="Router">The tipping contract.</param>
/// <param name="Token">The token's contract.</param>
/// <param name="Symbol">What people call the token.</param>
/// <param name="Decimals">The token's decimal places.</param>
/// <param name="Amount">The amount in base units, decimal digits.</param>
/// <param name="Payer">Who paid.</param>
/// <param name="Payee">Who was paid.</param>
/// <param name="Creator">The creator's id.</param>
/// <param name="Post">The post's id, if it was for a post.</param>
/// <param name="PaymentRequest">The payment request's id, if there was one.</param>
public sealed record ReceiptTerms(
    ulong ChainId, string Router, string Token, string Symbol, int Decimals, string Amount,
    string Payer, string Payee, string Creator, string? Post, string? PaymentRequest)
{
    internal static ReceiptTerms Of(Payment payment)
    {
        Tip tip = payment.Tip;
        return new ReceiptTerms(
            tip.Location.ChainId, tip.Router.ToString(), tip.Amount.Token.Address.ToString(), tip.Amount.Token.Symbol,
            tip.Amount.Token.Decimals, tip.Amount.BaseUnits.ToString(CultureInfo.InvariantCulture), tip.Payer.ToString(),
            tip.Payee.ToString(), payment.Subject.CreatorId.ToString(), payment.Subject.PostId?.ToString(),
            payment.Subject is PaymentSubject.OfRequest request ? request.Request.Id.ToString() : null);
    }
}

/// <summary>By which evidence a transfer was matched.</summary>
/// <param name="Rung"><c>contract</c>, whose log proves it; or <c>authorization</c>, <c>deposit_address</c>, <c>calldata</c>, <c>claim</c>, <c>operator</c>, of which the gateway tells.</param>
/// <param name="Evidence">What the gateway tells; null where a log says it.</param>
public sealed record ReceiptMatch(string Rung, string? Evidence)
{
    /// <summary>The name of the rung whose match the receipt itself proves.</summary>
    public const string Contract = "contract";

    internal static ReceiptMatch Of(in Payment payment, MatchEvidence? evidence) => new(
        payment.Rung switch
        {
            MatchRung.Contract => Contract,
            MatchRung.Authorization => "authorization",
            MatchRung.DepositAddress => "deposit_address",
            MatchRung.Calldata => "calldata",
            MatchRung.Claim => "claim",
            MatchRung.Operator => "operator",
            _ => throw new System.Diagnostics.UnreachableException(),
        },
        evidence?.Explanation);
}

/// <summary>A log as the node gives it.</summary>
/// <param name="Address">The contract that emitted it.</param>
/// <param name="Topics">The indexed words, 32 bytes each.</param>
/// <param name="Data">The other words.</param>
/// <param name="TransactionHash">The transaction.</param>
/// <param name="Position">The log's place in the transaction's own receipt, from 0.</param>
public sealed record ReceiptLog(
    string Address, IReadOnlyList<string> Topics, string Data, string TransactionHash, int Position);

/// <summary>The block that holds the payment.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="ParentHash">The hash of the block before it.</param>
/// <param name="Timestamp">Its time.</param>
public sealed record ReceiptBlock(ulong Number, string Hash, string ParentHash, DateTimeOffset Timestamp);

/// <summary>What the payment reference was made from: <c>keccak256(abi.encode(keccak256(id), salt))</c>.</summary>
/// <param name="Id">The id of the payment request or post.</param>
/// <param name="IdHash">The keccak-256 hash of the id in UTF-8.</param>
/// <param name="Salt">The salt, 32 bytes.</param>
/// <param name="PaymentReference">The reference that comes out.</param>
public sealed record ReceiptPreimage(string Id, string IdHash, string Salt, string PaymentReference);
