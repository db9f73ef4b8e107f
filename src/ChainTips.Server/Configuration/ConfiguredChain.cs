using System.Globalization;
using ChainTips.Chain;

namespace ChainTips.Server.Configuration;

/// <summary>A chain that is configured without fault.</summary>
/// <param name="Settings">What the product needs to know of it.</param>
/// <param name="Endpoints">The nodes, in the order of preference; at least one.</param>
/// <param name="PollInterval">How long to wait between two looks at the head.</param>
/// <param name="Backfill">What the reading of final history may take.</param>
/// <param name="Verification">How far a node is believed.</param>
internal sealed record ConfiguredChain(
    ChainSettings Settings, IReadOnlyList<Uri> Endpoints, TimeSpan PollInterval, BackfillLimits Backfill, Verification Verification)
{
    /// <summary>How patient the endpoints are waited for.</summary>
    public PoolTimes Times { get; init; } = new();

    /// <summary>The most HTTP requests per second to one endpoint; null for no limit.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>Where new blocks are announced, which shortens the wait for them; null for polling alone.</summary>
    public Uri? WebSocket { get; init; }

    /// <summary>Who brings payments to the chain; null when nobody does.</summary>
    public RelayerSettings? Relayer { get; init; }

    /// <summary>The nodes' addresses as a log may show them.</summary>
    public string EndpointsForPeople => string.Join(", ", Endpoints.Select(ForPeople));

    /// <summary>A node's address as a log may show it, without path, user or key.</summary>
    public static string ForPeople(Uri endpoint) =>
        endpoint.GetLeftPart(UriPartial.Scheme) + endpoint.IdnHost + ":" + endpoint.Port.ToString(CultureInfo.InvariantCulture);
}
