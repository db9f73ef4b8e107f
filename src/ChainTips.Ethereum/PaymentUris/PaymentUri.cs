using System.Buffers;
using System.Globalization;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.PaymentUris;

/// <summary>
/// An EIP-681 address that asks a wallet to call a contract: <c>ethereum:target@chainId/function?type=value</c>.
/// </summary>
/// <remarks>
/// Immutable: each With method returns a new one. Arguments stand in the order of the function's parameters.
/// </remarks>
public sealed class PaymentUri
{
    private static readonly SearchValues<char> IdentifierCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$");

    private readonly string _text;
    private readonly bool _hasArguments;

    private PaymentUri(string text, bool hasArguments)
    {
        _text = text;
        _hasArguments = hasArguments;
    }

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

        string text = string.Create(CultureInfo.InvariantCulture, $"ethereum:{target}@{chainId}/{function}");
        return new PaymentUri(text, hasArguments: false);
    }

    /// <summary>Adds an <c>address</c> argument.</summary>
    public PaymentUri With(Address value) => With("address", value.ToString());

    /// <summary>Adds a <c>uint256</c> argument, in base units.</summary>
    public PaymentUri With(UInt256 value) => With("uint256", value.ToString());

    /// <summary>Adds a <c>bytes32</c> argument.</summary>
    public PaymentUri With(Hash32 value) => With("bytes32", value.ToString());

    /// <summary>The URI, ready for a link or a QR code; no character in it needs escaping.</summary>
    public override string ToString() => _text;

    private PaymentUri With(string type, string value) =>
        new($"{_text}{(_hasArguments ? '&' : '?')}{type}={value}", hasArguments: true);
}
