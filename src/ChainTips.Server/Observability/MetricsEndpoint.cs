using System.Net;
using ChainTips.Server.Commands;
using ChainTips.Server.Configuration;
using ChainTips.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChainTips.Server.Observability;

/// <summary><c>/metrics</c>: everything that is measured, in the text format of Prometheus.</summary>
internal static class MetricsEndpoint
{
    /// <summary>What proxies add to what they hand on; a request that has one comes from somewhere else.</summary>
    private static readonly string[] ProxyHeaders = ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];

    public static void Map(IEndpointRouteBuilder app, MetricsAccess access)
    {
        if (access == MetricsAccess.Off)
        {
            return;
        }

        RouteHandlerBuilder endpoint = app
            .MapGet("/metrics", (HttpContext http, GatewayTelemetry telemetry) => Read(http, telemetry, access))
            .WithTags("Health").WithSummary("What is measured, in the text format of Prometheus")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .DisableHttpMetrics();
        if (access == MetricsAccess.Key)
        {
            endpoint.NeedsKey();
        }
    }

    private static ContentHttpResult Read(HttpContext http, GatewayTelemetry telemetry, MetricsAccess access)
    {
        if (access == MetricsAccess.Loopback && !IsLocal(http))
        {
            throw new ApiProblem(
                StatusCodes.Status403Forbidden,
                "metrics_local_only",
                "The metrics are for programs on the gateway's own machine, without a proxy. "
                + "Set ChainTips:Metrics to Key to read them from elsewhere with a key.");
        }

        return TypedResults.Text(telemetry.Read(), PrometheusExporter.MediaType);
    }

    /// <summary>
    /// A proxy on the same machine also comes from loopback. It gives itself away by the host that it was asked for, or by what it
    /// adds; one that is told to add nothing does not, which is why a key is the default.
    /// </summary>
    private static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is IPAddress caller && IPAddress.IsLoopback(caller)
        && LoopbackRule.IsLoopback(http.Request.Host.Host)
        && !Array.Exists(ProxyHeaders, http.Request.Headers.ContainsKey);
}
