using System.Numerics;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Server.Tools;

/// <summary>What a block header commits to, recomputed from what a node tells, and proofs of single receipts.</summary>
internal static class ProofTools
{
    /// <summary>Receipts root and bloom of all receipts of a block, as <c>eth_getBlockReceipts</c> gives them.</summary>
    public static void ReceiptsRoot(ToolInput input, Utf8JsonWriter output)
    {
        IReadOnlyList<ConsensusReceipt> receipts = ConsensusReceipt.ListFromJson(input.Element("receipts"));
        output.WriteString("root", BlockReceipts.Root(receipts).ToString());
        output.WriteString("bloom", BlockReceipts.Bloom(receipts).ToString());
    }

    /// <summary>The nodes that lead from the receipts root of a block to one of its receipts (EIP-1186).</summary>
    public static void ReceiptProof(ToolInput input, Utf8JsonWriter output)
    {
        IReadOnlyList<ConsensusReceipt> receipts = ConsensusReceipt.ListFromJson(input.Element("receipts"));
        int index = Index(input);
        if (index >= receipts.Count)
        {
            throw new FormatException(
                $"index: it is {index}, and the block has {receipts.Count} receipts; count from 0.");
        }

        output.WriteString("root", BlockReceipts.Root(receipts).ToString());
        output.WriteStartArray("nodes");
        foreach (ReadOnlyMemory<byte> node in BlockReceipts.Prove(receipts, index))
        {
            output.WriteStringValue(Hex.Format(node.Span));
        }

        output.WriteEndArray();
    }

    /// <summary>What a root commits to at an index, if the nodes prove it.</summary>
    public static void ProofVerify(ToolInput input, Utf8JsonWriter output)
    {
        InclusionProofFailure failure = InclusionProof.Verify(
            input.Hash("root"), Index(input), Nodes(input), out ReadOnlyMemory<byte> value);
        if (failure != InclusionProofFailure.None)
        {
            throw new FormatException(
                $"nodes: they prove nothing ({failure}); give those of this root and index, all in order.");
        }

        output.WriteString("value", Hex.Format(value.Span));
    }

    /// <summary>The hash of a block, as <c>eth_getBlockByHash</c> gives it; the hash that it names is not read.</summary>
    public static void BlockHash(ToolInput input, Utf8JsonWriter output) =>
        output.WriteString("hash", ConsensusHeader.FromJson(input.Element("block")).ComputeHash().ToString());

    private static int Index(ToolInput input)
    {
        BigInteger index = input.Integer("index");
        return index.Sign >= 0 && index <= int.MaxValue
            ? (int)index
            : throw new FormatException($"index: {index} is not from 0 to {int.MaxValue}.");
    }

    private static List<ReadOnlyMemory<byte>> Nodes(ToolInput input)
    {
        JsonElement nodes = input.Element("nodes");
        if (nodes.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("nodes: it must be an array of hex strings with 0x.");
        }

        List<ReadOnlyMemory<byte>> read = new(nodes.GetArrayLength());
        foreach (JsonElement node in nodes.EnumerateArray())
        {
            bool isText = node.ValueKind == JsonValueKind.String;
            string text = isText ? ToolInput.ReadText(node, "nodes") : node.GetRawText();
            read.Add(Hex.TryParse(text, out byte[]? bytes, out string? error)
                ? bytes
                : throw new FormatException($"nodes: {error}"));
        }

        return read;
    }
}
