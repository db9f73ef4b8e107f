using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.SignIn;

/// <summary>Reads messages line by line, for in the ABNF of EIP-4361 no field has a line break in it.</summary>
internal sealed class SignInMessageParser
{
    /// <summary>What follows the domain on the first line.</summary>
    public const string Request = " wants you to sign in with your Ethereum account:";

    /// <summary>What follows the scheme.</summary>
    public const string SchemeEnd = "://";

    private const int LeastNonceLength = 8;

    /// <summary><c>reserved / unreserved / " "</c>.</summary>
    private static readonly SearchValues<char> StatementCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;= ");

    private readonly string[] _lines;
    private int _next;
    private string? _error;

    private SignInMessageParser(string text)
    {
        _lines = text.Split('\n');
    }

    /// <summary>A message, or a sentence that says what is wrong in which line.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out SignInMessage? message, [NotNullWhen(false)] out string? error)
    {
        SignInMessageParser parser = new(text);
        SignInMessage read = parser.Read();
        error = parser._error;
        message = error is null ? read : null;
        return error is null;
    }

    /// <remarks>After the first fault the rest is read without meaning; only that fault counts.</remarks>
    private SignInMessage Read()
    {
        (string? scheme, string domain) = ReadOrigin();
        Address address = ReadAddress();
        string? statement = ReadStatement();
        SignInMessage message = new()
        {
            Scheme = scheme,
            Domain = domain,
            Address = address,
            Statement = statement,
            Uri = Require("URI: ", Rfc3986.IsUri, "no URI with a scheme (RFC 3986)"),
            ChainId = ReadVersionAndChainId(),
            Nonce = Require("Nonce: ", IsNonce, "not at least 8 letters and digits"),
            IssuedAt = ReadTime("Issued At: ")!,
            ExpirationTime = IsNext("Expiration Time: ") ? ReadTime("Expiration Time: ") : null,
            NotBefore = IsNext("Not Before: ") ? ReadTime("Not Before: ") : null,
            RequestId = IsNext("Request ID: ") ? Require("Request ID: ", Rfc3986.IsSegment, "no URI segment") : null,
            Resources = ReadResources(),
        };
        if (_next < _lines.Length)
        {
            Fail($"has {Excerpt.Quote(Line)} where the message should end");
        }

        return message;
    }

    private string Line => _next < _lines.Length ? _lines[_next] : string.Empty;

    private (string? Scheme, string Domain) ReadOrigin()
    {
        string line = Line;
        if (!line.EndsWith(Request, StringComparison.Ordinal))
        {
            Fail($"does not end with '{Request}'");
            return (null, string.Empty);
        }

        string origin = line[..^Request.Length];
        int end = origin.IndexOf(SchemeEnd, StringComparison.Ordinal);
        string? scheme = end < 0 ? null : origin[..end];
        string domain = end < 0 ? origin : origin[(end + SchemeEnd.Length)..];
        if (scheme is not null && !Rfc3986.IsScheme(scheme))
        {
            Fail($"has {Excerpt.Quote(scheme)}, which is no URI scheme");
        }

        if (domain.Length == 0 || !Rfc3986.IsAuthority(domain))
        {
            Fail($"has {Excerpt.Quote(domain)}, which is no domain (RFC 3986, authority)");
        }

        _next++;
        return (scheme, domain);
    }

    private Address ReadAddress()
    {
        string line = Line;
        if (!Address.TryParse(line, out Address address, out string? error))
        {
            Fail($"must be the address: {error}");
        }
        else if (address.ToString() != line)
        {
            Fail($"has {Excerpt.Quote(line)} without its EIP-55 checksum; write '{address}'");
        }

        _next++;
        return address;
    }

    /// <remarks>
    /// An empty line, the statement if there is one, another empty line; so a message without a statement has two empty
    /// lines, and one with an empty statement has three.
    /// </remarks>
    private string? ReadStatement()
    {
        RequireEmptyLine();
        bool hasStatement = Line.Length > 0 || (_next + 1 < _lines.Length && _lines[_next + 1].Length == 0);
        string? statement = hasStatement ? Line : null;
        if (statement.AsSpan().ContainsAnyExcept(StatementCharacters))
        {
            Fail($"has {Excerpt.Quote(statement)}, and a statement has only the characters of a URI and spaces");
        }

        _next += hasStatement ? 1 : 0;
        RequireEmptyLine();
        return statement;
    }

    private void RequireEmptyLine()
    {
        if (_next >= _lines.Length || Line.Length > 0)
        {
            Fail("must be empty");
        }

        _next++;
    }

    private UInt256 ReadVersionAndChainId()
    {
        Require("Version: ", version => version is SignInMessage.Version, "not 1");
        string text = Require("Chain ID: ", IsNumber, "no chain id");
        return UInt256.TryParse(text, out UInt256 chainId, out _) ? chainId : UInt256.Zero;
    }

    private InternetTime? ReadTime(string label)
    {
        string text = Require(label, IsTime, "no time as in RFC 3339");
        return InternetTime.TryParse(text, out InternetTime? time, out _) ? time : null;
    }

    private List<string>? ReadResources()
    {
        if (Line != "Resources:")
        {
            return null;
        }

        _next++;
        List<string> resources = [];
        while (IsNext("- "))
        {
            resources.Add(Require("- ", Rfc3986.IsUri, "no URI with a scheme (RFC 3986)"));
        }

        return resources;
    }

    private bool IsNext(string label) => Line.StartsWith(label, StringComparison.Ordinal);

    private string Require(string label, Func<ReadOnlySpan<char>, bool> isRight, string fault)
    {
        string line = Line;
        if (!line.StartsWith(label, StringComparison.Ordinal))
        {
            Fail($"must begin with '{label}'");
            return string.Empty;
        }

        string value = line[label.Length..];
        if (!isRight(value))
        {
            Fail($"has {Excerpt.Quote(value)}, which is {fault}");
        }

        _next++;
        return value;
    }

    private void Fail(string fault) => _error ??= $"Line {_next + 1} of the sign-in message {fault}.";

    private static bool IsNonce(ReadOnlySpan<char> text)
    {
        bool isNonce = text.Length >= LeastNonceLength;
        foreach (char one in text)
        {
            isNonce &= char.IsAsciiLetterOrDigit(one);
        }

        return isNonce;
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => UInt256.TryParse(text.ToString(), out _, out _);

    private static bool IsTime(ReadOnlySpan<char> text) => InternetTime.TryParse(text.ToString(), out _, out _);
}
