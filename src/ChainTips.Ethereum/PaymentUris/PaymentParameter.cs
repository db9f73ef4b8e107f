using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.PaymentUris;

/// <summary>One argument of the call: an ABI type name and a value of it (EIP-681, <c>TYPE=value</c>).</summary>
public sealed record PaymentParameter
{
    private const string FunctionType = "function";
    private const int FunctionBytes = 24;

    private PaymentParameter(string type, string value)
    {
        Type = type;
        Value = value;
    }

    /// <summary>The ABI type name as it was written, such as <c>uint256</c>.</summary>
    public string Type { get; }

    /// <summary>
    /// Integers in decimal digits, addresses with checksum or as ENS names, bytes in lower-case hex, <c>true</c> or
    /// <c>false</c>; text, fixed-point numbers, arrays and tuples as they were written.
    /// </summary>
    public string Value { get; }

    /// <summary>An argument of a type from its text, or a sentence that says what is wrong.</summary>
    public static bool TryCreate(
        string type,
        string text,
        [NotNullWhen(true)] out PaymentParameter? parameter,
        [NotNullWhen(false)] out string? error)
    {
        parameter = null;
        if (!PaymentTypeName.IsType(type))
        {
            error = $"{Excerpt.Quote(type)} is neither an ABI type nor one of value, gas, gasLimit and gasPrice.";
            return false;
        }

        bool isValid = TryNormalize(type, text, out string value, out string? fault);
        parameter = isValid ? new PaymentParameter(type, value) : null;
        error = isValid ? null : $"{type}: {fault}";
        return isValid;
    }

    /// <summary>An argument that is known to be right.</summary>
    internal static PaymentParameter Of(string type, string value) => new(type, value);

    private static bool TryNormalize(string type, string text, out string value, out string? error)
    {
        value = text;
        error = null;
        if (PaymentTypeName.IntegerBits(type) is int bits)
        {
            return TryInteger(type, bits, text, out value, out error);
        }

        int? length = type == FunctionType ? FunctionBytes : PaymentTypeName.FixedBytes(type);
        if (length is not null || type == "bytes")
        {
            return TryBytes(text, length, out value, out error);
        }

        if (type == "address")
        {
            bool isTarget = PaymentTarget.TryParse(text, out PaymentTarget? target, out error);
            value = target?.Text ?? text;
            return isTarget;
        }

        if (type == "bool")
        {
            value = text switch { "1" => "true", "0" => "false", _ => text };
            error = value is "true" or "false" ? null : $"{Excerpt.Quote(text)} is neither true nor false.";
        }

        return error is null;
    }

    private static bool TryInteger(string type, int bits, string text, out string value, out string? error)
    {
        value = text;
        if (!PaymentNumber.TryParse(text, out BigInteger number, out error))
        {
            return false;
        }

        bool isSigned = type[0] == 'i';
        BigInteger limit = BigInteger.One << (isSigned ? bits - 1 : bits);
        bool isInRange = number < limit && number >= (isSigned ? -limit : BigInteger.Zero);
        value = number.ToString(CultureInfo.InvariantCulture);
        error = isInRange ? null : $"{Excerpt.Quote(text)} is out of the range of the type.";
        return isInRange;
    }

    private static bool TryBytes(string text, int? length, out string value, out string? error)
    {
        value = text;
        if (!Hex.TryParse(text, out byte[]? bytes, out error))
        {
            return false;
        }

        value = Hex.Format(bytes);
        error = length is null || bytes.Length == length
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{bytes.Length} bytes are not {length}.");
        return error is null;
    }
}
