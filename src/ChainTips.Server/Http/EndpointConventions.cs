using Microsoft.AspNetCore.Mvc;

namespace ChainTips.Server.Http;

/// <summary>What endpoints demand, and what the OpenAPI document says of them beyond what their types say.</summary>
internal static class EndpointConventions
{
    /// <summary>The endpoints need a platform's key.</summary>
    public static TBuilder NeedsKey<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.RequireAuthorization().Answers(401);

    /// <summary>The endpoint creates a <typeparamref name="T"/>, once for each idempotency key.</summary>
    public static RouteHandlerBuilder CreatesOnce<T>(this RouteHandlerBuilder endpoint) => endpoint
        .Produces<T>(StatusCodes.Status201Created)
        .Answers(400, 404, 413, 415, 422);

    /// <summary>The endpoints may answer with problem details of these statuses.</summary>
    public static TBuilder Answers<TBuilder>(this TBuilder endpoints, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (int status in statuses)
        {
            endpoints.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), ["application/problem+json"]));
        }

        return endpoints;
    }
}
