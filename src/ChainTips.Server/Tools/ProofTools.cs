using System.Text.Json;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Server.Tools;

/// <summary>What a block header commits to, recomputed from what a node tells.</summary>
internal static class ProofTools
{
    /// <summary>Receipts root and bloom of all receipts of a block, as <c>eth_getBlockReceipts</c> gives them.</summary>
    public static void ReceiptsRoot(ToolInput input, Utf8JsonWriter output)
    {
        IReadOnlyList<ConsensusReceipt> receipts = ConsensusReceipt.ListFromJson(input.Element("receipts"));
        output.WriteString("root", BlockReceipts.Root(receipts).ToString());
        output.WriteString("bloom", BlockReceipts.Bloom(receipts).ToString());
    }

    /// <summary>The hash of a block, as <c>eth_getBlockByHash</c> gives it; the hash that it names is not read.</summary>
    public static void BlockHash(ToolInput input, Utf8JsonWriter output) =>
        output.WriteString("hash", ConsensusHeader.FromJson(input.Element("block")).ComputeHash().ToString());
}
