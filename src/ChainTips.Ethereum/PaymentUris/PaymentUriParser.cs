using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text.RegularExpressions;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.PaymentUris;

/// <summary>Reads EIP-681 URLs by the grammar in its section "Syntax".</summary>
internal static partial class PaymentUriParser
{
    /// <summary>How every URL begins; schemes know no case (RFC 3986, section 3.1).</summary>
    public const string Scheme = "ethereum:";

    /// <summary>The prefix of payments, which may be left out.</summary>
    public const string PayPrefix = "pay-";

    /// <summary>A URL, or a sentence that says what is wrong with which part.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out PaymentUri? uri, [NotNullWhen(false)] out string? error)
    {
        uri = null;
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            error = $"{Excerpt.Quote(text)} does not begin with {Scheme}.";
            return false;
        }

        string rest = text[Scheme.Length..];
        int query = rest.IndexOf('?');
        string path = query < 0 ? rest : rest[..query];
        if (!TryParsePath(path, out PaymentUri? found, out error))
        {
            return false;
        }

        string[] parameters = query < 0 ? [] : rest[(query + 1)..].Split('&');
        List<PaymentParameter> arguments = [];
        foreach (string parameter in parameters)
        {
            if (!TryAdd(parameter, ref found, arguments, out error))
            {
                return false;
            }
        }

        uri = found with { Parameters = arguments };
        return true;
    }

    private static bool TryParsePath(
        string path, [NotNullWhen(true)] out PaymentUri? uri, [NotNullWhen(false)] out string? error)
    {
        uri = null;
        bool hasPrefix = path.StartsWith(PayPrefix, StringComparison.OrdinalIgnoreCase);
        string rest = hasPrefix ? path[PayPrefix.Length..] : path;
        int slash = rest.IndexOf('/');
        string account = slash < 0 ? rest : rest[..slash];
        int at = account.IndexOf('@');
        string encodedTarget = at < 0 ? account : account[..at];
        if (ForeignPrefix().IsMatch(encodedTarget))
        {
            error = $"{Excerpt.Quote(encodedTarget)} has a prefix other than {PayPrefix}, so it is of another version.";
            return false;
        }

        UInt256? chainId = null;
        string? function = null;
        if (!PercentEncoding.TryDecode(encodedTarget, out string? targetText, out error)
            || !PaymentTarget.TryParse(targetText, out PaymentTarget? target, out error)
            || (at >= 0 && !TryChainId(account[(at + 1)..], out chainId, out error))
            || (slash >= 0 && !TryFunction(rest[(slash + 1)..], out function, out error)))
        {
            return false;
        }

        uri = new PaymentUri { Target = target, HasPayPrefix = hasPrefix, ChainId = chainId, Function = function };
        return true;
    }

    private static bool TryChainId(string text, out UInt256? chainId, [NotNullWhen(false)] out string? error)
    {
        bool isNumber = UInt256.TryParse(text, out UInt256 number, out error);
        chainId = number;
        error = isNumber && number == UInt256.Zero ? "The chain id 0 is no chain (EIP-155)." : error;
        return error is null;
    }

    private static bool TryFunction(
        string text, [NotNullWhen(true)] out string? function, [NotNullWhen(false)] out string? error)
    {
        bool isText = PercentEncoding.TryDecode(text, out function, out error);
        error = isText && text.Length == 0 ? "A function name must follow the slash." : error;
        return error is null;
    }

    private static bool TryAdd(
        string parameter, ref PaymentUri uri, List<PaymentParameter> arguments, [NotNullWhen(false)] out string? error)
    {
        int equals = parameter.IndexOf('=');
        if (equals <= 0)
        {
            error = $"The parameter {Excerpt.Quote(parameter)} is not of the form key=value.";
            return false;
        }

        if (!PercentEncoding.TryDecode(parameter.AsSpan(0, equals), out string? key, out error)
            || !PercentEncoding.TryDecode(parameter.AsSpan(equals + 1), out string? value, out error))
        {
            return false;
        }

        return key is "value" or "gas" or "gasLimit" or "gasPrice"
            ? TryReserved(key, value, ref uri, out error)
            : TryArgument(key, value, arguments, out error);
    }

    private static bool TryArgument(
        string type, string value, List<PaymentParameter> arguments, [NotNullWhen(false)] out string? error)
    {
        bool isArgument = PaymentParameter.TryCreate(type, value, out PaymentParameter? argument, out error);
        arguments.AddRange(isArgument ? [argument!] : []);
        return error is null;
    }

    private static bool TryReserved(
        string key, string text, ref PaymentUri uri, [NotNullWhen(false)] out string? error)
    {
        UInt256? earlier = key switch
        {
            "value" => uri.Value,
            "gas" => uri.Gas,
            "gasLimit" => uri.GasLimit,
            _ => uri.GasPrice,
        };
        bool isNumber = PaymentNumber.TryParse(text, out BigInteger number, out error);
        error = !isNumber ? $"{key}: {error}"
            : earlier is not null ? $"{key} stands twice."
            : number.Sign < 0 || number.GetBitLength() > 256
                ? $"{key}: {Excerpt.Quote(text)} is not from 0 to 2^256 - 1."
            : null;
        if (error is not null)
        {
            return false;
        }

        UInt256 amount = UInt256.FromBigEndian(number.ToByteArray(isUnsigned: true, isBigEndian: true));
        uri = key switch
        {
            "value" => uri with { Value = amount },
            "gas" => uri with { Gas = amount },
            "gasLimit" => uri with { GasLimit = amount },
            _ => uri with { GasPrice = amount },
        };
        return true;
    }

    [GeneratedRegex(@"^[^.]*-0x[0-9a-fA-F]{40}\z")]
    private static partial Regex ForeignPrefix();
}
