using System.Globalization;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Server.Http;

namespace ChainTips.Server.Api;

/// <summary>Reads the values of a request strictly: what is not right is answered with the value and what to send instead.</summary>
internal static class RequestReader
{
    private const int DefaultLimit = 20;
    private const int LargestLimit = 100;

    /// <summary>Reads an id of a certain kind; one that cannot exist is answered as one that does not.</summary>
    public static Id<T> ReadId<T>(string? text, string code, string noun)
        where T : IIdentified => Id<T>.TryParse(text, out Id<T> id)
        ? id
        : throw ApiProblem.NotFound(code, $"There is no {noun} '{Shorten(text)}'. Its id begins with '{T.IdPrefix}_'.");

    /// <summary>The problem of something that does not exist for the caller.</summary>
    public static ApiProblem Missing<T>(Id<T> id, string code, string noun)
        where T : IIdentified => ApiProblem.NotFound(code, $"There is no {noun} '{id}' on this platform.");

    /// <summary>Reads an address in any case, but not with a wrong checksum (EIP-55).</summary>
    public static Address ReadAddress(string? text, string member) =>
        !Address.TryParse(text, out Address address, out string? error)
            ? throw ApiProblem.Invalid("address_malformed", $"{member}: {error}")
            : address.IsZero
                ? throw ApiProblem.Invalid("address_zero", $"{member}: the zero address belongs to nobody; money sent there is lost.")
                : address;

    /// <summary>Reads 32 bytes.</summary>
    public static Hash32 ReadHash(string? text, string member) => Hash32.TryParse(text, out Hash32 hash, out string? error)
        ? hash
        : throw ApiProblem.Invalid("hash_malformed", $"{member}: {error}");

    /// <summary>Reads text for people: not empty unless it may be, not too long, no control characters.</summary>
    public static string ReadText(string? text, string member, int longest, bool mayBeEmpty = false)
    {
        string value = text ?? "";
        if (value.Length > longest)
        {
            throw ApiProblem.Invalid("text_too_long", $"{member}: it has {value.Length} characters; {longest} are allowed.");
        }

        if (value.Any(c => char.IsControl(c) && c is not '\n'))
        {
            throw ApiProblem.Invalid("text_malformed", $"{member}: it holds a control character; send text.");
        }

        return mayBeEmpty || !string.IsNullOrWhiteSpace(value)
            ? value
            : throw ApiProblem.Invalid("text_missing", $"{member}: it is missing or blank; send 1 to {longest} characters.");
    }

    /// <summary>Reads an absolute http or https URL; nothing when it was not sent.</summary>
    public static Uri? ReadUrl(string? text, string member) => text switch
    {
        null => null,
        _ when text.Length <= 2000 && Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" => url,
        _ => throw ApiProblem.Invalid("url_malformed", $"{member}: '{Shorten(text)}' is no http or https URL of up to 2000 characters."),
    };

    /// <summary>Reads which part of a list is wanted.</summary>
    public static PageRequest<T> ReadPage<T>(string? limit, string? after)
        where T : IIdentified
    {
        int count = DefaultLimit;
        if (limit is not null
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > LargestLimit))
        {
            throw ApiProblem.Invalid("limit_malformed", $"limit: '{Shorten(limit)}' is no whole number from 1 to {LargestLimit}.");
        }

        return after is null
            ? new PageRequest<T>(count, null)
            : Id<T>.TryParse(after, out Id<T> id)
                ? new PageRequest<T>(count, id)
                : throw ApiProblem.Invalid("after_malformed", $"after: '{Shorten(after)}' is no id that begins with '{T.IdPrefix}_'; send 'next' of the page before.");
    }

    /// <summary>Reads an id that narrows a list; nothing when it was not sent.</summary>
    public static Id<T>? ReadFilter<T>(string? text, string member)
        where T : IIdentified => text is null
        ? null
        : Id<T>.TryParse(text, out Id<T> id)
            ? id
            : throw ApiProblem.Invalid("filter_malformed", $"{member}: '{Shorten(text)}' is no id that begins with '{T.IdPrefix}_'.");

    /// <summary>As much of a value as a message shows.</summary>
    public static string Shorten(string? text) => text is null ? "" : text.Length <= 60 ? text : text[..57] + "…";
}
