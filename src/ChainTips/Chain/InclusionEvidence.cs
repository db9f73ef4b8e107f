namespace ChainTips.Chain;

/// <summary>What shows offline that a transaction's receipt is in a block.</summary>
/// <param name="Header">The block's header, RLP; its Keccak-256 hash is the block's hash.</param>
/// <param name="TransactionIndex">The transaction's place in the block, from 0: its key in the receipts trie.</param>
/// <param name="Nodes">The nodes of the receipts trie from the root to the receipt (EIP-1186).</param>
public sealed record InclusionEvidence(
    ReadOnlyMemory<byte> Header, int TransactionIndex, IReadOnlyList<ReadOnlyMemory<byte>> Nodes);
