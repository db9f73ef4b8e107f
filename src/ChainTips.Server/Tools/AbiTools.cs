using System.Text.Json;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Server.Tools;

/// <summary>The Solidity ABI: values to bytes and back, and the hashes of signatures.</summary>
internal static class AbiTools
{
    /// <summary>Encodes values as <c>abi.encode</c> does.</summary>
    public static void Encode(ToolInput input, Utf8JsonWriter output)
    {
        AbiType[] types = AbiJson.ReadTypes(input.Element("types"));
        IReadOnlyList<AbiValue> values = AbiJson.ReadMembers(types, input.Element("values"));
        output.WriteString("data", Hex.Format(AbiEncoder.Encode(types, values)));
    }

    /// <summary>Decodes what <c>abi.encode</c> encoded.</summary>
    public static void Decode(ToolInput input, Utf8JsonWriter output)
    {
        AbiType[] types = AbiJson.ReadTypes(input.Element("types"));
        byte[] data = input.Bytes("data");
        if (!AbiDecoder.TryDecode(types, data, out IReadOnlyList<AbiValue>? values, out AbiDecodeFailure failure))
        {
            throw new FormatException($"The data is no encoding of these types: {failure}.");
        }

        output.WritePropertyName("values");
        AbiJson.WriteList(output, values);
    }

    /// <summary>The first four bytes of a function's signature hash.</summary>
    public static void Selector(ToolInput input, Utf8JsonWriter output) =>
        output.WriteString("selector", Hex.Format(AbiFunction.Parse(input.Text("signature")).Selector.Span));

    /// <summary>The hash of an event's signature.</summary>
    public static void Topic(ToolInput input, Utf8JsonWriter output) =>
        output.WriteString("topic", AbiEvent.Parse(input.Text("signature")).Topic.ToString());
}
