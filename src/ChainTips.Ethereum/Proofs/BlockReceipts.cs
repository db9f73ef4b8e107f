using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Proofs;

/// <summary>
/// What a header commits to about the receipts of its block, all of them in order (Yellow Paper, section 4.4.1).
/// </summary>
public static class BlockReceipts
{
    /// <summary>The receipts root of the header.</summary>
    public static Hash32 Root(IEnumerable<ConsensusReceipt> receipts) => OrderedTrie.Root(Encode(receipts));

    /// <summary>The logs bloom of the header.</summary>
    public static LogsBloom Bloom(IEnumerable<ConsensusReceipt> receipts) =>
        LogsBloom.Of(receipts.SelectMany<ConsensusReceipt, ChainLog>(receipt => receipt.Logs));

    /// <summary>The nodes that prove the receipt at an index, for <see cref="InclusionProof"/> to check.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Prove(IEnumerable<ConsensusReceipt> receipts, int index) =>
        InclusionProof.Create([.. Encode(receipts)], index);

    private static IEnumerable<ReadOnlyMemory<byte>> Encode(IEnumerable<ConsensusReceipt> receipts) =>
        receipts.Select(receipt => (ReadOnlyMemory<byte>)receipt.Encode());
}
