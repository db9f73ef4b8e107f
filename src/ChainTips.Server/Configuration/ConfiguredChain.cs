using ChainTips.Chain;

namespace ChainTips.Server.Configuration;

/// <summary>A chain that is configured without fault.</summary>
/// <param name="Settings">What the product needs to know of it.</param>
/// <param name="Endpoint">The node.</param>
/// <param name="PollInterval">How long to wait between two looks at the head.</param>
/// <param name="RangeSize">How many final blocks one question covers.</param>
/// <param name="Verification">How far the node is believed about final history.</param>
internal sealed record ConfiguredChain(
    ChainSettings Settings, Uri Endpoint, TimeSpan PollInterval, int RangeSize, Verification Verification)
{
    /// <summary>The node's address as a log may show it, without path, user or key.</summary>
    public string EndpointForPeople => Endpoint.GetLeftPart(UriPartial.Scheme) + Endpoint.IdnHost + ":" + Endpoint.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
