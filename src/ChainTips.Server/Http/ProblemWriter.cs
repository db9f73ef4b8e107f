using System.Text.Json;
using ChainTips.Server.Following;
using ChainTips.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace ChainTips.Server.Http;

/// <summary>Answers every failed request as problem details (RFC 9457), also those that fail before or outside an endpoint.</summary>
internal sealed partial class ProblemWriter(GatewayStop stop, ILogger<ProblemWriter> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        ApiProblem problem = exception switch
        {
            ApiProblem known => known,
            BadHttpRequestException bad => Explain(bad),
            _ when DatabaseFault.IsPassing(exception) => Unavailable(httpContext, exception),
            _ when DatabaseFault.IsBroken(exception) => Broken(httpContext, exception),
            _ => Unexpected(httpContext, exception),
        };
        await WriteAsync(httpContext, problem, cancellationToken);
        return true;
    }

    /// <summary>Answers a status that has no body yet: no such path, a method that the path does not take, a media type it does not read.</summary>
    public static Task WriteEmptyAsync(StatusCodeContext context)
    {
        HttpContext http = context.HttpContext;
        string path = http.Request.Path;
        ApiProblem problem = http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ApiProblem.NotFound("path_unknown", $"There is nothing at {path}. /openapi/v1.json lists what there is."),
            StatusCodes.Status405MethodNotAllowed =>
                new ApiProblem(405, "method_not_allowed", $"{path} does not take {http.Request.Method}. It takes {http.Response.Headers.Allow}."),
            StatusCodes.Status415UnsupportedMediaType =>
                new ApiProblem(415, "media_type_unsupported", "The body is not read as JSON. Send Content-Type: application/json."),
            StatusCodes.Status413PayloadTooLarge =>
                new ApiProblem(413, "body_too_large", "The body is larger than 64 kB, more than any request needs. Send less."),
            int status => new ApiProblem(status, "request_failed", $"The request was answered with status {status}."),
        };
        return WriteAsync(http, problem, http.RequestAborted);
    }

    /// <summary>Writes one problem.</summary>
    public static Task WriteAsync(HttpContext http, ApiProblem problem, CancellationToken cancellationToken)
    {
        http.Response.StatusCode = problem.Status;
        ProblemDetails details = new()
        {
            Status = problem.Status,
            Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(problem.Status),
            Detail = problem.Message,
            Extensions = { ["code"] = problem.Code },
        };
        if (problem.Call is not null)
        {
            details.Extensions["call"] = problem.Call;
        }

        return http.Response.WriteAsJsonAsync(details, options: null, "application/problem+json", cancellationToken);
    }

    private static ApiProblem Explain(BadHttpRequestException bad) => bad.InnerException switch
    {
        JsonException { Path: string path } => ApiProblem.Invalid(
            "body_malformed", $"The body is not right at {path}: it is no JSON, a member is unknown or stands there twice, or its value is of another type. Amounts are strings; /openapi/v1.json describes the body."),
        _ when bad.StatusCode == StatusCodes.Status415UnsupportedMediaType =>
            new ApiProblem(415, "media_type_unsupported", "The body is not read as JSON. Send Content-Type: application/json."),
        _ => new ApiProblem(bad.StatusCode, "request_malformed", "The request has no body, or cannot be read. /openapi/v1.json describes the request."),
    };

    private ApiProblem Unavailable(HttpContext http, Exception exception)
    {
        LogUnavailable(http.Request.Method, http.Request.Path, exception.Message);
        return new ApiProblem(
            503, "database_unavailable", "The database does not answer now. Send the request again in a moment; a POST with the same Idempotency-Key happens once.");
    }

    private ApiProblem Broken(HttpContext http, Exception exception)
    {
        stop.Because(exception);
        return Unavailable(http, exception);
    }

    private ApiProblem Unexpected(HttpContext http, Exception exception)
    {
        LogUnexpected(exception, http.Request.Method, http.Request.Path);
        return new ApiProblem(500, "internal_error", "The gateway failed to answer, and nothing was changed. The operator finds the reason in the log.");
    }

    [LoggerMessage(5002, LogLevel.Error, "{Method} {Path} could not be answered, for the database does not answer: {Fault}")]
    private partial void LogUnavailable(string method, string path, string fault);

    [LoggerMessage(5001, LogLevel.Error, "{Method} {Path} failed unexpectedly.")]
    private partial void LogUnexpected(Exception exception, string method, string path);
}
