using ChainTips.Chain;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Proofs;
using ChainTips.Ledger;
using ChainTips.Receipts;
using ChainTips.Tips;

namespace ChainTips;

/// <summary>
/// Writes the receipts that are due: a settled payment gets its receipt's id at once, and the receipt itself as soon as its chain
/// proof was read. A payer who asks before gets it made then.
/// </summary>
/// <param name="database">Where it is written.</param>
/// <param name="source">The chain of the payments.</param>
/// <param name="chainId">The chain's id.</param>
/// <param name="key">The gateway's key.</param>
/// <param name="clock">The gateway's own time.</param>
public sealed class ReceiptIssuer(
    IGatewayDatabase database, IChainSource source, ulong chainId, PrivateKey key, TimeProvider clock)
{
    private const int AtOnce = 50;

    /// <summary>The chain whose receipts are written here.</summary>
    public ulong ChainId => chainId;

    /// <summary>Writes some of the receipts that are due, oldest first.</summary>
    /// <returns>How many were written; none when none are due.</returns>
    /// <exception cref="EthereumRpcException">The node did not answer as it should; what was written before stays.</exception>
    public async Task<int> WriteDueAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Receipt> due;
        await using (IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken))
        {
            due = await transaction.Receipts.ListDueAsync(chainId, AtOnce, cancellationToken);
        }

        foreach (Receipt receipt in due)
        {
            await WriteAsync(receipt, cancellationToken);
        }

        return due.Count;
    }

    /// <summary>Writes one receipt, unless it was written meanwhile.</summary>
    /// <returns>The text that is kept.</returns>
    /// <exception cref="EthereumRpcException">The node did not answer as it should; nothing is written.</exception>
    public async Task<string> WriteAsync(Receipt receipt, CancellationToken cancellationToken)
    {
        BookedPayment booked = await ReadPaymentAsync(receipt, cancellationToken);
        Payment payment = booked.Payment;
        Tip tip = payment.Tip;
        InclusionEvidence? evidence = await source.ReadEvidenceAsync(tip.Block, tip.TransactionIndex, cancellationToken);
        DateTimeOffset now = clock.GetUtcNow();
        SignedReceipt signed = SignedReceipt.Sign(
            ReceiptDocument.Of(receipt.Id, WithParent(payment, evidence), now, booked.Evidence),
            evidence is null ? null : ReceiptProof.Of(evidence),
            X402Artifacts.Of(payment, now, key),
            key);
        await using IGatewayTransaction transaction = await database.BeginAsync(cancellationToken);
        await transaction.Receipts.WriteAsync(receipt, signed.ToJson(), cancellationToken);
        Receipt? kept = await transaction.Receipts.FindAsync(receipt.Id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return kept?.Document ?? throw new InvalidOperationException($"The receipt {receipt.Id} is gone.");
    }

    /// <remarks>The parent of a block whose header was not read when the payment was found is known by its proof.</remarks>
    private static Payment WithParent(Payment payment, InclusionEvidence? evidence) =>
        payment.Tip.Block.ParentHash.IsZero && evidence is not null
            && ConsensusHeader.TryDecode(evidence.Header.Span, out ConsensusHeader? header, out _)
            ? payment with { Tip = payment.Tip with { Block = payment.Tip.Block with { ParentHash = header.ParentHash } } }
            : payment;

    private async Task<BookedPayment> ReadPaymentAsync(Receipt receipt, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        return await transaction.Ledger.FindPaymentAsync(receipt.PlatformId, receipt.PaymentId, cancellationToken)
            ?? throw new InvalidOperationException($"The payment {receipt.PaymentId} of receipt {receipt.Id} is gone.");
    }
}
