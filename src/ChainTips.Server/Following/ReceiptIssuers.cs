using ChainTips.Chain;
using ChainTips.Server.Configuration;

namespace ChainTips.Server.Following;

/// <summary>Who writes the receipts of each chain.</summary>
internal sealed class ReceiptIssuers
{
    private readonly Dictionary<ulong, ReceiptIssuer> _byChain;

    public ReceiptIssuers(
        GatewayConfiguration configuration, IServiceProvider services, IGatewayDatabase database, GatewaySigner signer, TimeProvider clock) =>
        _byChain = configuration.Chains.Select(chain => chain.Settings.ChainId).ToDictionary(
            chainId => chainId,
            chainId => new ReceiptIssuer(database, services.GetRequiredKeyedService<IChainSource>(chainId), chainId, signer.Key, clock));

    /// <summary>Who writes the receipts of a chain; null when it is not configured any more.</summary>
    public ReceiptIssuer? Find(ulong chainId) => _byChain.GetValueOrDefault(chainId);
}
