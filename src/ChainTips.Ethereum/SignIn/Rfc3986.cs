using System.Buffers;

namespace ChainTips.Ethereum.SignIn;

/// <summary>The grammar of URIs (RFC 3986, appendix A), as far as EIP-4361 refers to it.</summary>
internal static class Rfc3986
{
    private const string Alpha = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digit = "0123456789";
    private const string Unreserved = Alpha + Digit + "-._~";
    private const string SubDelims = "!$&'()*+,;=";

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create(Digit + "abcdefABCDEF");
    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create(Alpha + Digit + "+-.");
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(Unreserved + SubDelims);
    private static readonly SearchValues<char> UserCharacters = SearchValues.Create(Unreserved + SubDelims + ":");
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(Unreserved + SubDelims + ":@/");
    private static readonly SearchValues<char> SegmentCharacters = SearchValues.Create(Unreserved + SubDelims + ":@");
    private static readonly SearchValues<char> QueryCharacters = SearchValues.Create(Unreserved + SubDelims + ":@/?");

    /// <summary>Whether the text is a <c>URI</c>: absolute, with its scheme.</summary>
    public static bool IsUri(ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(':');
        if (colon < 0 || !IsScheme(text[..colon]))
        {
            return false;
        }

        ReadOnlySpan<char> rest = text[(colon + 1)..];
        int hash = rest.IndexOf('#');
        ReadOnlySpan<char> fragment = hash < 0 ? default : rest[(hash + 1)..];
        rest = hash < 0 ? rest : rest[..hash];
        int mark = rest.IndexOf('?');
        ReadOnlySpan<char> query = mark < 0 ? default : rest[(mark + 1)..];
        rest = mark < 0 ? rest : rest[..mark];
        return Consists(fragment, QueryCharacters) && Consists(query, QueryCharacters) && IsHierPart(rest);
    }

    /// <summary>Whether the text is a <c>scheme</c>.</summary>
    public static bool IsScheme(ReadOnlySpan<char> text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && !text.ContainsAnyExcept(SchemeCharacters);

    /// <summary>Whether the text is an <c>authority</c>, which may be empty.</summary>
    public static bool IsAuthority(ReadOnlySpan<char> text)
    {
        int at = text.IndexOf('@');
        ReadOnlySpan<char> host = text[(at + 1)..];
        int port = host.StartsWith("[") ? host.IndexOf("]:") + 1 : host.IndexOf(':');
        bool hasPort = port > 0 || (port == 0 && host.Length > 0 && host[0] == ':');
        ReadOnlySpan<char> digits = hasPort ? host[(port + 1)..] : default;
        host = hasPort ? host[..port] : host;
        return (at < 0 || Consists(text[..at], UserCharacters))
            && !digits.ContainsAnyExceptInRange('0', '9')
            && IsHost(host);
    }

    /// <summary>Whether the text is <c>*pchar</c>.</summary>
    public static bool IsSegment(ReadOnlySpan<char> text) => Consists(text, SegmentCharacters);

    private static bool IsHierPart(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("//"))
        {
            return Consists(text, PathCharacters);
        }

        ReadOnlySpan<char> rest = text[2..];
        int slash = rest.IndexOf('/');
        ReadOnlySpan<char> authority = slash < 0 ? rest : rest[..slash];
        return IsAuthority(authority) && (slash < 0 || Consists(rest[slash..], PathCharacters));
    }

    /// <remarks>A dotted text that is no IPv4 address is still a <c>reg-name</c> (section 3.2.2).</remarks>
    private static bool IsHost(ReadOnlySpan<char> text) =>
        text.Length > 1 && text[0] == '[' && text[^1] == ']'
            ? IpLiteral.IsIpv6(text[1..^1]) || IsFutureAddress(text[1..^1])
            : Consists(text, NameCharacters);

    private static bool IsFutureAddress(ReadOnlySpan<char> text)
    {
        int dot = text.IndexOf('.');
        return dot > 1 && text[0] is 'v' or 'V'
            && IsHexadecimal(text[1..dot])
            && dot + 1 < text.Length && !text[(dot + 1)..].ContainsAnyExcept(UserCharacters);
    }

    private static bool IsHexadecimal(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Hexadecimal) < 0;

    /// <summary>Whether only these characters and well-formed escapes are in the text.</summary>
    private static bool Consists(ReadOnlySpan<char> text, SearchValues<char> characters)
    {
        while (true)
        {
            int other = text.IndexOfAnyExcept(characters);
            if (other < 0)
            {
                return true;
            }

            bool isEscape = text[other] == '%' && other + 2 < text.Length && IsHexadecimal(text.Slice(other + 1, 2));
            if (!isEscape)
            {
                return false;
            }

            text = text[(other + 3)..];
        }
    }
}
