namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Tells by text, code and HTTP status what a node's error means.</summary>
/// <remarks>
/// The text comes first, because providers use one code for several things: -32005 is range, size and quota alike. Its
/// phrases are those of the large providers and clients. What a phrase does not decide, the codes of EIP-1474 do.
/// </remarks>
public static class RpcErrorClassifier
{
    /// <summary>As much of a text as is looked at.</summary>
    private const int MostCharacters = 4096;

    private static readonly string[] Reverted =
        ["execution reverted", "processing transaction: revert", "transaction reverted"];

    private static readonly string[] Billing =
    [
        "monthly capacity", "reached the free tier", "payment required", "out of credits", "insufficient credits",
        "monthly quota", "account suspended",
    ];

    private static readonly string[] Pruned =
    [
        "pruned", "receipt not available", "receipts not available", "missing trie node", "state already discarded",
        "historical state", "history is not available",
    ];

    private static readonly string[] UnknownBlock =
    [
        "header not found", "unknown block", "block not found", "block could not be found", "blockoutofrange",
        "beyond current head", "cannot be found", "block is not found", "unfinalized data", "unknown header",
        "header for hash not found", "block number out of range", "not currently canonical",
        "received invalid block tag",
    ];

    private static readonly string[] TooManyFilters =
        ["addresses or topics per search position", " filters. the current limit"];

    private static readonly string[] BatchTooLarge =
    [
        "batch too large", "batch is too large", "batch size", "batch limit", "batch request limit", "batch of more than",
        "calls in batch", "batch calls", "batch requests", "too many requests in batch", "in a batch",
    ];

    private static readonly string[] ResponseTooLarge =
    [
        "response size", "response too large", "response is too big", "response is too large",
        "query returned more than", "max results", "logs matched by query", "exceeded max limit of",
        "too many results", "too many logs",
    ];

    private static readonly string[] RangeTooWide =
    [
        "block range", "blocks range", "range is too", "range too", "ranges over", "max range", "maximum range",
        "bigger than range", "range limit", "blocks distance", "too many blocks", "number of requested blocks",
        "limit the query to at most", "smaller than size", "no backend is currently healthy",
    ];

    private static readonly string[] RateLimited =
    [
        "too many requests", "rate limit", "ratelimit", "rate-limit", "request limit", "request count exceeded",
        "per second", "throttle", "rate exceeded",
    ];

    private static readonly string[] MethodMissing =
    [
        "method not found", "method does not exist", "does not exist/is not available", "unsupported method",
        "method is not supported", "method not supported", "not whitelisted", "unknown method",
    ];

    private static readonly string[] Transient =
    [
        "timeout", "timed out", "temporarily", "overloaded", "try again", "service unavailable", "bad gateway",
        "internal error", "internal server error", "connection re", "deadline exceeded",
    ];

    /// <summary>Classifies an error.</summary>
    /// <param name="code">The code of the JSON-RPC error object; null if there is none.</param>
    /// <param name="message">Its message, or the body of an HTTP answer.</param>
    /// <param name="dataJson">Its <c>data</c> member as JSON text; null if it has none.</param>
    /// <param name="httpStatus">The HTTP status of the answer; null if it was a success.</param>
    public static RpcErrorClass Classify(int? code, string message, string? dataJson, int? httpStatus)
    {
        string text = $"{Start(message)}\n{Start(dataJson)}".ToLowerInvariant();
        RpcErrorKind kind = ByText(code, text, httpStatus) ?? ByStatus(httpStatus) ?? ByCode(code);
        RpcErrorClass found = new(kind);
        return found.AsksForSmallerRange || kind == RpcErrorKind.BatchTooLarge ? RpcErrorSuggestion.Add(found, text) : found;
    }

    /// <remarks>
    /// A revert comes first: its text may hold any phrase, because a contract chose it. Its code is 3 (geth) or -32015
    /// (OpenEthereum, Nethermind).
    /// </remarks>
    private static RpcErrorKind? ByText(int? code, string text, int? httpStatus)
    {
        bool isRange = Has(text, RangeTooWide)
            || (text.Contains("range", StringComparison.Ordinal) && HasLimitWord(text));
        return code is 3 or -32015 || Has(text, Reverted) ? RpcErrorKind.ExecutionReverted
            : httpStatus == 402 || Has(text, Billing) ? RpcErrorKind.Billing
            : code == 4444 || Has(text, Pruned) ? RpcErrorKind.Pruned
            : code == -39001 || Has(text, UnknownBlock) ? RpcErrorKind.UnknownBlock
            : Has(text, BatchTooLarge) ? RpcErrorKind.BatchTooLarge
            : Has(text, TooManyFilters) ? RpcErrorKind.Other
            : Has(text, ResponseTooLarge) ? RpcErrorKind.ResponseTooLarge
            : isRange ? RpcErrorKind.RangeTooWide
            : Has(text, RateLimited) ? RpcErrorKind.RateLimited
            : Has(text, MethodMissing) ? RpcErrorKind.MethodMissing
            : Has(text, Transient) ? RpcErrorKind.Transient
            : null;
    }

    private static RpcErrorKind? ByStatus(int? httpStatus) => httpStatus switch
    {
        413 => RpcErrorKind.ResponseTooLarge,
        429 => RpcErrorKind.RateLimited,
        408 or >= 500 => RpcErrorKind.Transient,
        _ => null,
    };

    private static RpcErrorKind ByCode(int? code) => code switch
    {
        429 or -32005 => RpcErrorKind.RateLimited,
        -32601 or -32004 => RpcErrorKind.MethodMissing,
        -32001 or -32002 or -32603 => RpcErrorKind.Transient,
        _ => RpcErrorKind.Other,
    };

    private static bool HasLimitWord(string text) =>
        text.Contains("limit", StringComparison.Ordinal)
        || text.Contains("exceed", StringComparison.Ordinal)
        || text.Contains("max", StringComparison.Ordinal);

    private static bool Has(string text, string[] phrases) =>
        Array.Exists(phrases, phrase => text.Contains(phrase, StringComparison.Ordinal));

    private static string? Start(string? text) => text is { Length: > MostCharacters } ? text[..MostCharacters] : text;
}
