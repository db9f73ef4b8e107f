using System.Globalization;
using System.Text.Json;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;
using ChainTips.Tips;

namespace ChainTips.Receipts;

/// <summary>Checks a receipt without a network: header hash → receipts root → logs → payment reference → what was paid for.</summary>
/// <remarks>That the block is canonical cannot be seen offline: it needs one trusted block hash, or one question to a node.</remarks>
public static class ReceiptVerifier
{
    /// <summary>Reads and checks a receipt.</summary>
    /// <param name="json">The text of the receipt.</param>
    /// <param name="expectedSigner">The gateway that must have signed it; null when any may have.</param>
    /// <param name="receipt">The receipt; null when the text is none.</param>
    /// <returns>Each check; the receipt is right when all of them hold.</returns>
    public static IReadOnlyList<ReceiptCheck> Verify(string json, Address? expectedSigner, out SignedReceipt? receipt)
    {
        try
        {
            receipt = SignedReceipt.Parse(json);
        }
        catch (JsonException error)
        {
            receipt = null;
            return [new ReceiptCheck("format", error.Message)];
        }

        SignedReceipt signed = receipt;
        List<ReceiptCheck> checks =
        [
            new("format", null),
            Check("signature", () => FindSignatureFault(signed, expectedSigner)),
            Check("x402 signatures", () => FindX402Fault(signed)),
            Check("payment reference", () => FindReferenceFault(signed.Receipt)),
            Check("terms", () => FindTermsFault(signed.Receipt)),
        ];
        if (signed.Proof is ReceiptProof proof)
        {
            checks.Add(Check("header", () => FindHeaderFault(signed.Receipt, proof)));
            checks.Add(Check("receipts root and logs", () => FindInclusionFault(signed.Receipt, proof)));
        }

        return checks;
    }

    private static ReceiptCheck Check(string name, Func<string?> findFault)
    {
        try
        {
            return new ReceiptCheck(name, findFault());
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return new ReceiptCheck(name, error.Message);
        }
    }

    private static string? FindSignatureFault(SignedReceipt signed, Address? expected)
    {
        Address signer = Address.Parse(signed.Signer);
        return expected is Address demanded && demanded != signer
            ? $"it is signed by {signer}, not by {demanded}"
            : FindRecoveryFault(signed.Digest(), signed.Signature, signer);
    }

    private static string? FindX402Fault(SignedReceipt signed)
    {
        Address signer = Address.Parse(signed.Signer);
        X402Receipt paid = signed.X402.Receipt.Payload;
        return paid.Transaction != signed.Receipt.Transfer.TransactionHash || paid.Payer != signed.Receipt.Terms.Payer
            ? "the x402 receipt is for another payment"
            : FindRecoveryFault(paid.Digest(), signed.X402.Receipt.Signature, signer)
                ?? (signed.X402.Offer is X402Signed<X402Offer> offer ? FindRecoveryFault(offer.Payload.Digest(), offer.Signature, signer) : null);
    }

    private static string? FindRecoveryFault(Hash32 digest, string signature, Address signer)
    {
        Signature parsed = Signature.Parse(Hex.Parse(signature));
        return parsed.ToString() != signature
            ? "the signature is not in its one form: 65 bytes, v 27 or 28"
            : !Secp256k1.Default.TryRecover(digest, parsed, out Address recovered)
                ? "no key gives this signature"
                : recovered == signer ? null : $"it was signed by {recovered}, and names {signer}";
    }

    private static string? FindReferenceFault(ReceiptDocument receipt)
    {
        ReceiptPreimage preimage = receipt.ReferencePreimage;
        PaymentReference reference = new(preimage.Id, Hash32.Parse(preimage.Salt));
        string? subject = receipt.Terms.PaymentRequest ?? receipt.Terms.Post;
        return reference.SubjectHash.ToString() != preimage.IdHash
            ? $"the id {preimage.Id} hashes to {reference.SubjectHash}"
            : reference.Value.ToString() != preimage.PaymentReference
                ? $"id and salt give the reference {reference.Value}"
                : receipt.Log is ReceiptLog log && (log.Topics.Count != 4 || log.Topics[1] != preimage.PaymentReference)
                    ? "the log names another reference"
                    : subject != preimage.Id ? $"the terms are for {subject}, the reference is that of {preimage.Id}" : null;
    }

    private static string? FindTermsFault(ReceiptDocument receipt)
    {
        ReceiptTerms terms = receipt.Terms;
        if ((receipt.Match.Rung == ReceiptMatch.Contract) != (receipt.Log is not null))
        {
            return "a payment through the contract has its log, and no other payment has one";
        }

        if (TokenTransfer.Decode(ToLog(receipt.Transfer)) is not TokenTransfer transfer)
        {
            return "the log is not that of a transfer";
        }

        bool isTransferred = terms.Token == receipt.Transfer.Address
            && terms.Payer == transfer.From.ToString() && terms.Payee == transfer.To.ToString() && terms.Amount == transfer.Amount.ToString();
        return !isTransferred ? "terms and Transfer do not agree" : receipt.Log is ReceiptLog log ? FindTipFault(receipt, log, transfer) : null;
    }

    private static string? FindTipFault(ReceiptDocument receipt, ReceiptLog log, TokenTransfer transfer)
    {
        ReceiptTerms terms = receipt.Terms;
        if (TipSent.Decode(ToLog(log)) is not TipSent tip || log.Topics[0] != TipSent.Topic.ToString())
        {
            return "the logs are not those of a tip";
        }

        bool agrees = terms.Router == log.Address
            && tip.Token == transfer.Token && tip.Payer == transfer.From && tip.Payee == transfer.To && tip.Amount == transfer.Amount
            && receipt.Transfer.Position < log.Position
            && receipt.Transfer.TransactionHash == log.TransactionHash;
        return agrees ? null : "terms, TipSent and Transfer do not agree";
    }

    private static string? FindHeaderFault(ReceiptDocument receipt, ReceiptProof proof)
    {
        Hash32 hash = Keccak256.Hash(Hex.Parse(proof.Header));
        if (hash.ToString() != receipt.Block.Hash)
        {
            return $"the header hashes to {hash}, the block is {receipt.Block.Hash}";
        }

        ConsensusHeader header = DecodeHeader(proof);
        return header.Number.Value != receipt.Block.Number
            || header.ParentHash.ToString() != receipt.Block.ParentHash
            || (long)header.Timestamp != receipt.Block.Timestamp.ToUnixTimeSeconds()
            ? "number, parent or time of the block are not those of its header"
            : null;
    }

    private static ConsensusHeader DecodeHeader(ReceiptProof proof) =>
        ConsensusHeader.TryDecode(Hex.Parse(proof.Header), out ConsensusHeader? header, out string? error)
            ? header
            : throw new FormatException(error);

    private static string? FindInclusionFault(ReceiptDocument receipt, ReceiptProof proof)
    {
        ConsensusHeader header = DecodeHeader(proof);
        ReadOnlyMemory<byte>[] nodes = [.. proof.Nodes.Select(node => (ReadOnlyMemory<byte>)Hex.Parse(node))];
        InclusionProofFailure failure = InclusionProof.Verify(
            header.ReceiptsRoot, proof.TransactionIndex, nodes, out ReadOnlyMemory<byte> leaf);
        if (failure != InclusionProofFailure.None)
        {
            return $"the proof does not lead from the receipts root to transaction {proof.TransactionIndex.ToString(CultureInfo.InvariantCulture)}: {failure}";
        }

        return !ConsensusReceipt.TryDecode(leaf.Span, out ConsensusReceipt? proven, out string? error)
            ? error
            : !proven.Succeeded
                ? "the transaction failed"
                : (receipt.Log is ReceiptLog log ? FindLogFault(log, proven) : null) ?? FindLogFault(receipt.Transfer, proven);
    }

    private static string? FindLogFault(ReceiptLog stated, ConsensusReceipt proven) =>
        stated.Position < 0 || stated.Position >= proven.Logs.Count
            ? $"the transaction has no log at position {stated.Position.ToString(CultureInfo.InvariantCulture)}"
            : proven.Logs[stated.Position].Equals(ToLog(stated)) ? null : $"the log at position {stated.Position.ToString(CultureInfo.InvariantCulture)} is another one";

    private static ChainLog ToLog(ReceiptLog log) => new(
        Address.Parse(log.Address), [.. log.Topics.Select(Hash32.Parse)], Hex.Parse(log.Data), log.Position);
}
