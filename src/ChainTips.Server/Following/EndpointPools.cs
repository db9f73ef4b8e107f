using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Server.Configuration;
using ChainTips.Tips;

namespace ChainTips.Server.Following;

/// <summary>Makes what reads a chain: a client with its own breaker and budget for each endpoint, and the pool of them.</summary>
internal static class EndpointPools
{
    public static EndpointPool Create(ConfiguredChain chain, TimeProvider clock)
    {
        DirectPaymentsStart start = new();
        return new([.. chain.Endpoints.Select(endpoint => CreateEndpoint(chain, start, endpoint, clock))], chain.Settings, chain.Times, clock)
        {
            DirectPayments = start,
        };
    }

    private static ChainEndpoint CreateEndpoint(ConfiguredChain chain, DirectPaymentsStart start, Uri endpoint, TimeProvider clock)
    {
        EndpointHealth health = new(chain.Settings.ChainId, ConfiguredChain.ForPeople(endpoint), clock);

        // With others to turn to, a failure is answered by them sooner than by a repetition.
        int repetitions = chain.Endpoints.Count > 1 ? 1 : 3;
        HttpClient http = RpcHttpClients.Create(
            clock, new RequestBudget(chain.RequestsPerSecond, repetitions), health.CountRequest);
        EthereumRpc rpc = new(new JsonRpcClient(http, endpoint, null));
        LogInterest interest = new(chain.Settings.Router, TipSent.Topic)
        {
            Transfers = [.. chain.Settings.Tokens.Select(allowed => new LogPattern(allowed.Token.Address, TokenTransfer.Topic))],
            DirectPayments = start,
        };
        return new ChainEndpoint(health, new RpcChainSource(rpc, chain.Settings.Profile, interest, chain.Verification));
    }
}
