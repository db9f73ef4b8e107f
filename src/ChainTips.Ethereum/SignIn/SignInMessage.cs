using System.Diagnostics.CodeAnalysis;
using System.Text;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.SignIn;

/// <summary>A message by which an account signs in to a site (EIP-4361, Sign-In with Ethereum).</summary>
/// <remarks>
/// What <see cref="TryParse"/> gives is right in every field. What is put together by hand is checked by
/// <see cref="TryFormat"/>.
/// </remarks>
public sealed record SignInMessage
{
    /// <summary>The only version there is.</summary>
    public const string Version = "1";

    /// <summary>The URI scheme of the site; null where https is meant.</summary>
    public string? Scheme { get; init; }

    /// <summary>The RFC 3986 authority that asks for the signature.</summary>
    public required string Domain { get; init; }

    /// <summary>The account that signs.</summary>
    public required Address Address { get; init; }

    /// <summary>What the user agrees to; null without one, which is not the same as an empty one.</summary>
    public string? Statement { get; init; }

    /// <summary>The RFC 3986 URI that the session is about.</summary>
    public required string Uri { get; init; }

    /// <summary>The EIP-155 chain id of the session.</summary>
    public required UInt256 ChainId { get; init; }

    /// <summary>At least eight letters and digits that were used for no other message.</summary>
    public required string Nonce { get; init; }

    /// <summary>When the message was made.</summary>
    public required InternetTime IssuedAt { get; init; }

    /// <summary>From when on it is no longer valid; null for never.</summary>
    public InternetTime? ExpirationTime { get; init; }

    /// <summary>From when on it is valid; null for ever since.</summary>
    public InternetTime? NotBefore { get; init; }

    /// <summary>An identifier of the request; null without one, which is not the same as an empty one.</summary>
    public string? RequestId { get; init; }

    /// <summary>
    /// The RFC 3986 URIs that go with the sign-in; null without the list, which is not the same as an empty one.
    /// </summary>
    public IReadOnlyList<string>? Resources { get; init; }

    /// <summary>Reads a message, or throws <see cref="FormatException"/>.</summary>
    public static SignInMessage Parse(string text) =>
        TryParse(text, out SignInMessage? message, out string? error) ? message : throw new FormatException(error);

    /// <summary>Reads a message strictly by the ABNF of EIP-4361; the address must have its EIP-55 checksum.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out SignInMessage? message, [NotNullWhen(false)] out string? error) =>
        SignInMessageParser.TryParse(text, out message, out error);

    /// <summary>The text to sign, if it is one that reads back as this message.</summary>
    public bool TryFormat([NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error)
    {
        string written = ToString();
        bool isMessage = TryParse(written, out SignInMessage? read, out error);
        if (isMessage && read != this)
        {
            error = "A field holds a line break or another separator, so that the message would read differently.";
        }

        text = error is null ? written : null;
        return error is null;
    }

    /// <summary>Whether all fields are equal.</summary>
    public bool Equals(SignInMessage? other) =>
        other is not null
        && (Scheme, Domain, Address, Statement, Uri, ChainId, Nonce)
            == (other.Scheme, other.Domain, other.Address, other.Statement, other.Uri, other.ChainId, other.Nonce)
        && (IssuedAt, ExpirationTime, NotBefore, RequestId)
            == (other.IssuedAt, other.ExpirationTime, other.NotBefore, other.RequestId)
        && (Resources is null) == (other.Resources is null)
        && (Resources ?? []).SequenceEqual(other.Resources ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Domain, Address, Uri, ChainId, Nonce, IssuedAt);

    /// <summary>The text as the fields make it, unchecked.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(Scheme is null ? string.Empty : Scheme + SignInMessageParser.SchemeEnd)
            .Append(Domain).Append(SignInMessageParser.Request).Append('\n')
            .Append(Address).Append("\n\n")
            .Append(Statement).Append(Statement is null ? "\n" : "\n\n")
            .Append("URI: ").Append(Uri)
            .Append("\nVersion: " + Version)
            .Append("\nChain ID: ").Append(ChainId)
            .Append("\nNonce: ").Append(Nonce)
            .Append("\nIssued At: ").Append(IssuedAt)
            .Append(ExpirationTime is null ? string.Empty : $"\nExpiration Time: {ExpirationTime}")
            .Append(NotBefore is null ? string.Empty : $"\nNot Before: {NotBefore}")
            .Append(RequestId is null ? string.Empty : $"\nRequest ID: {RequestId}")
            .Append(Resources is null ? string.Empty : "\nResources:");
        foreach (string resource in Resources ?? [])
        {
            text.Append("\n- ").Append(resource);
        }

        return text.ToString();
    }
}
