using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChainTips.Platforms;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace ChainTips.Server.Http;

/// <summary>
/// Carries out a POST in one database transaction, once for each <c>Idempotency-Key</c>: the answer is kept in the same
/// transaction as the effect, and given again byte for byte when the request is repeated.
/// </summary>
internal sealed class IdempotentWriter(IGatewayDatabase database, TimeProvider clock, IOptions<JsonOptions> json)
{
    /// <summary>The header that names a request.</summary>
    public const string Header = "Idempotency-Key";

    private const string ReplayedHeader = "Idempotent-Replayed";
    private const int LongestKey = 255;

    /// <summary>Creates something and answers 201 with it.</summary>
    /// <param name="http">The request; its body was read into a buffer.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="create">Creates it within the transaction.</param>
    /// <exception cref="ApiProblem">The key is malformed or was used for another request.</exception>
    public async Task<ContentHttpResult> CreateAsync<T>(
        HttpContext http, Caller caller, Func<IGatewayTransaction, CancellationToken, Task<T>> create)
    {
        CancellationToken cancellationToken = http.RequestAborted;
        string? key = ReadKey(http.Request);
        byte[] requestHash = key is null ? [] : await HashAsync(http.Request, cancellationToken);
        await using IGatewayTransaction transaction = await database.BeginAsync(cancellationToken);
        if (key is not null && await transaction.Idempotency.FindAsync(caller.PlatformId, key, cancellationToken) is IdempotentAnswer earlier)
        {
            DemandSameRequest(key, earlier, requestHash);
            http.Response.Headers[ReplayedHeader] = "true";
            return Json(earlier.Body, earlier.Status);
        }

        T created = await create(transaction, cancellationToken);
        string body = JsonSerializer.Serialize(created, json.Value.SerializerOptions);
        if (key is not null)
        {
            IdempotentAnswer answer = new(requestHash, StatusCodes.Status201Created, body);
            await transaction.Idempotency.AddAsync(caller.PlatformId, key, answer, clock.GetUtcNow(), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return Json(body, StatusCodes.Status201Created);
    }

    private static ContentHttpResult Json(string body, int status) =>
        TypedResults.Content(body, "application/json; charset=utf-8", Encoding.UTF8, status);

    private static string? ReadKey(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out Microsoft.Extensions.Primitives.StringValues values))
        {
            return null;
        }

        string key = values.ToString();
        return values.Count == 1 && key.Length is >= 1 and <= LongestKey && key.All(c => c is > ' ' and < '\x7f')
            ? key
            : throw ApiProblem.Invalid(
                "idempotency_key_malformed", $"The {Header} must be one value of 1 to {LongestKey} visible ASCII characters, such as a UUID.");
    }

    private static async Task<byte[]> HashAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"));
        request.Body.Position = 0;
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body, cancellationToken);
        hash.AppendData(body.ToArray());
        return hash.GetHashAndReset();
    }

    private static void DemandSameRequest(string key, IdempotentAnswer earlier, byte[] requestHash)
    {
        if (!earlier.RequestHash.Span.SequenceEqual(requestHash))
        {
            throw new ApiProblem(
                422, "idempotency_key_reused", $"The {Header} '{key}' was used for another request before. Use a new key for a new request.");
        }
    }
}
