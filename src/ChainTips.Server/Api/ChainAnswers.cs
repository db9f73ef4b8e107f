using System.Collections.Concurrent;
using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.Server.Http;

namespace ChainTips.Server.Api;

/// <summary>What a node is asked before a payer is told how to pay. No database transaction waits for it.</summary>
internal sealed class ChainAnswers(IServiceProvider services, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<ulong, (DateTimeOffset At, ulong Wei)> _prices = new();

    /// <summary>What a unit of gas costs now, in wei, at most ten seconds old; null when no node says it: advice is no reason to fail.</summary>
    public async Task<ulong?> FindGasPriceAsync(ulong chainId, CancellationToken cancellationToken)
    {
        if (_prices.TryGetValue(chainId, out (DateTimeOffset At, ulong Wei) known) && clock.GetUtcNow() - known.At < Fresh)
        {
            return known.Wei;
        }

        try
        {
            ulong price = await SourceOf(chainId).ReadGasPriceAsync(cancellationToken);
            _prices[chainId] = (clock.GetUtcNow(), price);
            return price;
        }
        catch (EthereumRpcException)
        {
            return null;
        }
    }

    /// <summary>The nonce of an owner's next permit.</summary>
    /// <exception cref="ApiProblem">The token has no permits, or no node answers.</exception>
    public async Task<UInt256> ReadPermitNonceAsync(Token token, Address owner, CancellationToken cancellationToken)
    {
        try
        {
            return await SourceOf(token.ChainId).ReadPermitNonceAsync(token.Address, owner, cancellationToken)
                ?? throw new ApiProblem(409, "way_not_offered", $"{token.Symbol} has no permits (ERC-2612). Choose another way.");
        }
        catch (EthereumRpcException error)
        {
            throw new ApiProblem(
                503, "chain_unreachable", $"No node of chain {token.ChainId} said which permit of {owner} is next: {error.Message} Try again, or choose another way.");
        }
    }

    private IChainSource SourceOf(ulong chainId) => services.GetRequiredKeyedService<IChainSource>(chainId);
}
