using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Relaying;
using ChainTips.Server.Configuration;
using ChainTips.Server.Following;

namespace ChainTips.Server.Relaying;

/// <summary>The relaying of every chain that has a relayer's key.</summary>
internal sealed class RelayStations : IDisposable
{
    private readonly Dictionary<ulong, RelayStation> _byChain = [];

    public RelayStations(GatewayConfiguration configuration, IServiceProvider services, IGatewayDatabase database, TimeProvider clock)
    {
        foreach (ConfiguredChain chain in configuration.Chains)
        {
            if (chain.Relayer is RelayerSettings relayer)
            {
                RelayDesk desk = new(
                    database,
                    services.GetRequiredKeyedService<IChainSource>(chain.Settings.ChainId),
                    new SeveralSenders([.. chain.Endpoints.Select(endpoint => CreateSender(chain, endpoint, clock))]),
                    relayer.Key,
                    chain.Settings,
                    relayer.Settings,
                    clock);
                _byChain.Add(chain.Settings.ChainId, new RelayStation(desk, relayer));
            }
        }
    }

    /// <summary>All of them.</summary>
    public IEnumerable<RelayStation> All => _byChain.Values;

    /// <summary>The relaying of a chain; null when nothing is relayed there.</summary>
    public RelayStation? Find(ulong chainId) => _byChain.GetValueOrDefault(chainId);

    public void Dispose()
    {
        foreach (RelayStation station in _byChain.Values)
        {
            station.Dispose();
        }
    }

    /// <summary>Signed bytes may be sent twice, so the client that repeats questions is good for them too.</summary>
    private static RpcTransactionSender CreateSender(ConfiguredChain chain, Uri endpoint, TimeProvider clock)
    {
        HttpClient http = RpcHttpClients.Create(clock, new RequestBudget(chain.RequestsPerSecond, chain.Endpoints.Count > 1 ? 1 : 3), _ => { });
        return new RpcTransactionSender(new EthereumRpc(new JsonRpcClient(http, endpoint, null)), chain.Settings.Profile.HasDataFee);
    }
}
