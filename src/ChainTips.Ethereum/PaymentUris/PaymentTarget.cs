using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.PaymentUris;

/// <summary>Whom an EIP-681 URL means: an address, or an ENS name that the payer resolves.</summary>
/// <remarks>What begins with 0x and has no dot is always an address, so a mistyped one never becomes a name.</remarks>
public sealed partial record PaymentTarget
{
    private PaymentTarget(Address? address, string text)
    {
        Address = address;
        Text = text;
    }

    /// <summary>The address; null for a name.</summary>
    public Address? Address { get; }

    /// <summary>The address with its checksum, or the name as it was written.</summary>
    public string Text { get; }

    /// <summary>A target that is an address.</summary>
    public static PaymentTarget Of(Address address) => new(address, address.ToString());

    /// <summary>
    /// Reads an address or an ENS name of at least two labels (ERC-137). Letter case says nothing: the grammar of EIP-681
    /// knows no checksum, and its own first example has one that EIP-55 would refuse.
    /// </summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out PaymentTarget? target, [NotNullWhen(false)] out string? error)
    {
        target = null;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && !text.Contains('.'))
        {
            bool isAddress = Primitives.Address.TryParse(text[..2] + text[2..].ToLowerInvariant(), out Address address, out error);
            target = isAddress ? Of(address) : null;
            return target is not null;
        }

        target = EnsName().IsMatch(text) ? new PaymentTarget(null, text) : null;
        error = target is null
            ? $"The target {Excerpt.Quote(text)} is neither an address nor an ENS name such as shop.eth."
            : null;
        return target is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    [GeneratedRegex(@"^[A-Za-z0-9_\-\u0080-\uffff]+(?:\.[A-Za-z0-9_\-\u0080-\uffff]+)+\z")]
    private static partial Regex EnsName();
}
