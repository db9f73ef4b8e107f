using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.PaymentUris;

/// <summary>
/// An EIP-681 URL that asks a wallet to pay or to call a contract:
/// <c>ethereum:[pay-]target[@chainId][/function][?type=value&amp;…]</c>.
/// </summary>
/// <remarks>
/// Immutable. Amounts are suggestions that the payer can change. Two URLs are equal if their texts are.
/// </remarks>
public sealed record PaymentUri
{
    private static readonly SearchValues<char> IdentifierCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$");

    /// <summary>Who is paid, or which contract is called.</summary>
    public required PaymentTarget Target { get; init; }

    /// <summary>Whether <c>pay-</c> stands before the target, which means the same as nothing.</summary>
    public bool HasPayPrefix { get; init; }

    /// <summary>The EIP-155 chain id; null for the one that the wallet is set to.</summary>
    public UInt256? ChainId { get; init; }

    /// <summary>The function to call; null for a payment in the coin of the chain.</summary>
    public string? Function { get; init; }

    /// <summary>The arguments in the order of the function's parameters; a type may repeat.</summary>
    public IReadOnlyList<PaymentParameter> Parameters { get; init; } = [];

    /// <summary>Coins to send, in the smallest unit; null if the payer is to choose.</summary>
    public UInt256? Value { get; init; }

    /// <summary>The suggested gas limit by its short name <c>gas</c>.</summary>
    public UInt256? Gas { get; init; }

    /// <summary>The suggested gas limit; EIP-681 treats <see cref="Gas"/> as the same.</summary>
    public UInt256? GasLimit { get; init; }

    /// <summary>The suggested gas price.</summary>
    public UInt256? GasPrice { get; init; }

    /// <summary>
    /// A call without arguments; <see cref="ArgumentException"/> for chain id 0 or a function that is no identifier.
    /// </summary>
    public static PaymentUri Call(Address target, ulong chainId, string function)
    {
        ArgumentOutOfRangeException.ThrowIfZero(chainId);
        ArgumentException.ThrowIfNullOrEmpty(function);
        if (function.AsSpan().ContainsAnyExcept(IdentifierCharacters) || char.IsAsciiDigit(function[0]))
        {
            throw new ArgumentException(
                $"The function {Excerpt.Quote(function)} is not a Solidity identifier; write its bare name.",
                nameof(function));
        }

        return new PaymentUri { Target = PaymentTarget.Of(target), ChainId = chainId, Function = function };
    }

    /// <summary>Reads a URL, or throws <see cref="FormatException"/>.</summary>
    public static PaymentUri Parse(string text) =>
        TryParse(text, out PaymentUri? uri, out string? error) ? uri : throw new FormatException(error);

    /// <summary>Reads a URL strictly by the grammar of EIP-681; the error says what is wrong with which part.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out PaymentUri? uri, [NotNullWhen(false)] out string? error) =>
        PaymentUriParser.TryParse(text, out uri, out error);

    /// <summary>Adds an <c>address</c> argument.</summary>
    public PaymentUri With(Address value) => With("address", value.ToString());

    /// <summary>Adds a <c>uint256</c> argument, in base units.</summary>
    public PaymentUri With(UInt256 value) => With("uint256", value.ToString());

    /// <summary>Adds a <c>bytes32</c> argument.</summary>
    public PaymentUri With(Hash32 value) => With("bytes32", value.ToString());

    /// <summary>Whether the texts are equal.</summary>
    public bool Equals(PaymentUri? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The URL, ready for a link or a QR code: arguments first, then value and gas.</summary>
    public override string ToString()
    {
        // A name that itself begins with the prefix needs it, or it would lose its beginning when it is read.
        bool needsPrefix = HasPayPrefix
            || Target.Text.StartsWith(PaymentUriParser.PayPrefix, StringComparison.OrdinalIgnoreCase);
        StringBuilder text = new(PaymentUriParser.Scheme);
        text.Append(needsPrefix ? PaymentUriParser.PayPrefix : string.Empty);
        PercentEncoding.Append(text, Target.Text);
        text.Append(ChainId is { } chainId ? $"@{chainId}" : string.Empty);
        if (Function is not null)
        {
            text.Append('/');
            PercentEncoding.Append(text, Function);
        }

        char separator = '?';
        foreach (PaymentParameter parameter in Parameters)
        {
            Append(text, ref separator, parameter.Type, parameter.Value);
        }

        Append(text, ref separator, "value", Value?.ToString());
        Append(text, ref separator, "gas", Gas?.ToString());
        Append(text, ref separator, "gasLimit", GasLimit?.ToString());
        Append(text, ref separator, "gasPrice", GasPrice?.ToString());
        return text.ToString();
    }

    private PaymentUri With(string type, string value) =>
        this with { Parameters = [.. Parameters, PaymentParameter.Of(type, value)] };

    private static void Append(StringBuilder text, ref char separator, string key, string? value)
    {
        if (value is null)
        {
            return;
        }

        text.Append(separator);
        PercentEncoding.Append(text, key);
        text.Append('=');
        PercentEncoding.Append(text, value);
        separator = '&';
    }
}
