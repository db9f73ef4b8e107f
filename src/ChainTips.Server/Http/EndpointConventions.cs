using Microsoft.AspNetCore.Mvc;

namespace ChainTips.Server.Http;

/// <summary>What the OpenAPI document says of endpoints beyond what their types say.</summary>
internal static class EndpointConventions
{
    /// <summary>The endpoint creates a <typeparamref name="T"/>, once for each idempotency key.</summary>
    public static RouteHandlerBuilder CreatesOnce<T>(this RouteHandlerBuilder endpoint) => endpoint
        .Produces<T>(StatusCodes.Status201Created)
        .Answers(400, 401, 404, 413, 415, 422);

    /// <summary>The endpoint may answer with problem details of these statuses.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (int status in statuses)
        {
            endpoint.Produces<ProblemDetails>(status, "application/problem+json");
        }

        return endpoint;
    }
}
