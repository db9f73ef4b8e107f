using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Receipts;

/// <summary>The chain proof of a receipt: header hash → receipts root → transaction receipt → logs.</summary>
/// <param name="Header">The block's header, RLP in hex.</param>
/// <param name="TransactionIndex">The transaction's place in the block, from 0.</param>
/// <param name="Nodes">The nodes of the receipts trie from its root to the transaction's receipt, in hex (EIP-1186).</param>
public sealed record ReceiptProof(string Header, int TransactionIndex, IReadOnlyList<string> Nodes)
{
    /// <summary>The proof as a receipt carries it.</summary>
    public static ReceiptProof Of(InclusionEvidence evidence) => new(
        Hex.Format(evidence.Header.Span),
        evidence.TransactionIndex,
        [.. evidence.Nodes.Select(node => Hex.Format(node.Span))]);
}
