using System.Text.Json;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Server.Tools;

/// <summary>RLP, the serialisation of the Yellow Paper's appendix B: bytes are hex strings, lists are arrays.</summary>
internal static class RlpTools
{
    /// <summary>Encodes bytes or a list.</summary>
    public static void Encode(ToolInput input, Utf8JsonWriter output) =>
        output.WriteString("data", Hex.Format(ReadItem(input.Element("value"), "value", 0).Encode()));

    /// <summary>Decodes exactly one item; only its canonical encoding is accepted.</summary>
    public static void Decode(ToolInput input, Utf8JsonWriter output)
    {
        RlpItem item = RlpItem.Decode(input.Bytes("data"));
        output.WritePropertyName("value");
        WriteItem(item, output);
    }

    private static RlpItem ReadItem(JsonElement value, string name, int depth)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return Hex.TryParse(ToolInput.ReadText(value, name), out byte[]? bytes, out string? error)
                ? new RlpItem(bytes)
                : throw new FormatException($"{name}: {error}");
        }

        if (value.ValueKind != JsonValueKind.Array || depth == RlpItem.MaxDepth)
        {
            throw new FormatException(
                $"'{name}' must be made of hex strings with 0x and of arrays of them, {RlpItem.MaxDepth} deep at most.");
        }

        List<RlpItem> items = new(value.GetArrayLength());
        foreach (JsonElement item in value.EnumerateArray())
        {
            items.Add(ReadItem(item, name, depth + 1));
        }

        return new RlpItem(items);
    }

    /// <summary>A decoded tree is at most <see cref="RlpItem.MaxDepth"/> deep, which is below what the writer allows.</summary>
    private static void WriteItem(RlpItem item, Utf8JsonWriter output)
    {
        if (!item.IsList)
        {
            output.WriteStringValue(Hex.Format(item.Bytes.Span));
            return;
        }

        output.WriteStartArray();
        foreach (RlpItem inner in item.Items)
        {
            WriteItem(inner, output);
        }

        output.WriteEndArray();
    }
}
