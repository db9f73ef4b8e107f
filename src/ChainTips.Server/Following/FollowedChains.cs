using System.Collections.Concurrent;
using ChainTips.Chain;
using ChainTips.Money;
using ChainTips.Server.Configuration;

namespace ChainTips.Server.Following;

/// <summary>The configured chains and how the following of each stands; the watchers write it, everybody reads it.</summary>
internal sealed class FollowedChains(IReadOnlyList<ConfiguredChain> chains, IReadOnlyDictionary<ulong, EndpointPool> pools)
{
    private readonly ConcurrentDictionary<ulong, ChainStatus> _status =
        new(chains.Select(chain => KeyValuePair.Create(chain.Settings.ChainId, ChainStatus.Unknown)));

    /// <summary>The chains, in the order of the configuration.</summary>
    public IReadOnlyList<ConfiguredChain> All { get; } = chains;

    /// <summary>The settings of a chain; null when it is not configured.</summary>
    public ChainSettings? Find(ulong chainId) => All.FirstOrDefault(chain => chain.Settings.ChainId == chainId)?.Settings;

    /// <summary>How a chain stands.</summary>
    public ChainStatus StatusOf(ulong chainId) => _status[chainId];

    /// <summary>How each endpoint of a chain stands.</summary>
    public IReadOnlyList<EndpointState> EndpointsOf(ulong chainId) => pools[chainId].States;

    /// <summary>Writes down how a chain stands.</summary>
    public void Report(ulong chainId, Func<ChainStatus, ChainStatus> change) =>
        _status.AddOrUpdate(chainId, _ => change(ChainStatus.Unknown), (_, status) => change(status));

    /// <summary>The settings of the chain that a token lives on.</summary>
    /// <exception cref="InvalidOperationException">The chain is not configured any more.</exception>
    public ChainSettings SettingsOf(Token token) => Find(token.ChainId)
        ?? throw new InvalidOperationException($"Chain {token.ChainId} is not configured any more; put it back to serve its requests.");
}
