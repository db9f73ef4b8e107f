using System.Diagnostics.Metrics;
using ChainTips.Chain;
using ChainTips.Server.Configuration;
using ChainTips.Server.Following;

namespace ChainTips.Server.Observability;

/// <summary>How each endpoint of each chain stands, read at the moment of asking.</summary>
internal sealed class EndpointGauges
{
    private readonly FollowedChains _chains;

    public EndpointGauges(IMeterFactory meters, FollowedChains chains)
    {
        _chains = chains;
        Meter meter = meters.Create(GatewayMetrics.MeterName);
        meter.CreateObservableGauge(
            "chaintips.endpoint.ready",
            () => ReadAll(endpoint => endpoint.Condition == EndpointCondition.Ready ? 1 : 0),
            "1",
            "1 while the endpoint is asked; 0 while it rests, was not verified, or serves another chain.");
        meter.CreateObservableGauge(
            "chaintips.endpoint.head_block",
            () => ReadAll(endpoint => endpoint.Head?.Value),
            "{block_number}",
            "The newest block that the endpoint reported.");
    }

    private IEnumerable<Measurement<double>> ReadAll(Func<EndpointState, double?> read)
    {
        foreach (ConfiguredChain chain in _chains.All)
        {
            ulong chainId = chain.Settings.ChainId;
            foreach (EndpointState endpoint in _chains.EndpointsOf(chainId))
            {
                if (read(endpoint) is double value)
                {
                    yield return new Measurement<double>(
                        value, Label.OfChain(chainId), Label.Of("endpoint", endpoint.Name));
                }
            }
        }
    }
}
