using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ChainTips.Ethereum.PaymentUris;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Server.Tools;

/// <summary>URLs of payments (EIP-681), taken apart and put together.</summary>
internal static class PaymentUriTools
{
    /// <summary>The parts of a URL, or the URL of its parts.</summary>
    public static void Convert(ToolInput input, Utf8JsonWriter output)
    {
        if (input.Has("uri"))
        {
            WriteParts(PaymentUri.Parse(input.Text("uri")), output);
        }
        else
        {
            output.WriteString("uri", FromParts(input).ToString());
        }
    }

    private static void WriteParts(PaymentUri uri, Utf8JsonWriter output)
    {
        WriteIfThere(output, "prefix", uri.HasPayPrefix ? "pay" : null);
        output.WriteString("target", uri.Target.Text);
        WriteIfThere(output, "chainId", uri.ChainId?.ToString());
        WriteIfThere(output, "function", uri.Function);
        if (uri.Parameters.Count > 0)
        {
            WriteParameters(uri.Parameters, output);
        }

        WriteIfThere(output, "value", uri.Value?.ToString());
        WriteIfThere(output, "gas", uri.Gas?.ToString());
        WriteIfThere(output, "gasLimit", uri.GasLimit?.ToString());
        WriteIfThere(output, "gasPrice", uri.GasPrice?.ToString());
    }

    private static void WriteParameters(IReadOnlyList<PaymentParameter> parameters, Utf8JsonWriter output)
    {
        output.WriteStartArray("parameters");
        foreach (PaymentParameter parameter in parameters)
        {
            output.WriteStartObject();
            output.WriteString("type", parameter.Type);
            output.WriteString("value", parameter.Value);
            output.WriteEndObject();
        }

        output.WriteEndArray();
    }

    /// <remarks>The URL is read back, so that whatever is wrong with a part is found where URLs are checked.</remarks>
    private static PaymentUri FromParts(ToolInput input)
    {
        string targetText = input.Text("target");
        PaymentUri uri = new()
        {
            Target = PaymentTarget.TryParse(targetText, out PaymentTarget? target, out string? error)
                ? target
                : throw new FormatException(error),
            HasPayPrefix = HasPayPrefix(input),
            ChainId = Number(input, "chainId"),
            Function = input.Has("function") ? input.Text("function") : null,
            Parameters = Parameters(input),
            Value = Number(input, "value"),
            Gas = Number(input, "gas"),
            GasLimit = Number(input, "gasLimit"),
            GasPrice = Number(input, "gasPrice"),
        };
        return PaymentUri.Parse(uri.ToString());
    }

    private static bool HasPayPrefix(ToolInput input)
    {
        string prefix = input.Has("prefix") ? input.Text("prefix") : string.Empty;
        return prefix is "" or "pay" ? prefix.Length > 0 : throw new FormatException("prefix: it can only be 'pay'.");
    }

    private static UInt256? Number(ToolInput input, string member)
    {
        if (!input.Has(member))
        {
            return null;
        }

        BigInteger number = input.Integer(member);
        return number.Sign >= 0 && number.GetBitLength() <= 256
            ? UInt256.FromBigEndian(number.ToByteArray(isUnsigned: true, isBigEndian: true))
            : throw new FormatException($"{member}: it is not from 0 to 2^256 - 1.");
    }

    private static List<PaymentParameter> Parameters(ToolInput input)
    {
        List<PaymentParameter> parameters = [];
        if (!input.Has("parameters"))
        {
            return parameters;
        }

        if (input.Element("parameters").ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("parameters: it must be an array of objects with type and value.");
        }

        foreach (JsonElement element in input.Element("parameters").EnumerateArray())
        {
            ToolInput one = element.ValueKind == JsonValueKind.Object
                ? new ToolInput(element)
                : throw new FormatException("parameters: each must be an object with type and value.");
            bool isRight = PaymentParameter.TryCreate(
                one.Text("type"), Text(one), out PaymentParameter? parameter, out string? error);
            parameters.Add(isRight ? parameter! : throw new FormatException(error));
        }

        return parameters;
    }

    /// <summary>A value as text; integers may be numbers or hex as everywhere in the tools.</summary>
    private static string Text(ToolInput parameter)
    {
        JsonElement value = parameter.Element("value");
        string type = parameter.Text("type");
        bool isHexInteger = type.Contains("int", StringComparison.Ordinal) && value.ValueKind == JsonValueKind.String
            && parameter.Text("value").StartsWith("0x", StringComparison.Ordinal);
        return isHexInteger ? parameter.Integer("value").ToString(CultureInfo.InvariantCulture)
            : value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? value.GetRawText()
            : parameter.Text("value");
    }

    private static void WriteIfThere(Utf8JsonWriter output, string name, string? value)
    {
        if (value is not null)
        {
            output.WriteString(name, value);
        }
    }
}
