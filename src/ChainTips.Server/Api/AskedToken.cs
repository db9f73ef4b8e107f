using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.Server.Following;
using ChainTips.Server.Http;

namespace ChainTips.Server.Api;

/// <summary>Finds the chain and the token that a request names, or that go without saying because there is one only.</summary>
internal static class AskedToken
{
    /// <summary>The chain.</summary>
    /// <exception cref="ApiProblem">It is not configured, or it is not clear which one is meant.</exception>
    public static ChainSettings ChooseChain(FollowedChains chains, ulong? chainId)
    {
        string known = string.Join(", ", chains.All.Select(chain => chain.Settings.ChainId));
        return chainId switch
        {
            null when chains.All.Count == 1 => chains.All[0].Settings,
            null => throw ApiProblem.Invalid("chain_missing", $"chainId: several chains are configured; choose one of {known}."),
            ulong id => chains.Find(id)
                ?? throw ApiProblem.Invalid("chain_unknown", $"chainId: chain {id} is not configured here; choose one of {known}."),
        };
    }

    /// <summary>The token on the chain.</summary>
    /// <exception cref="ApiProblem">It is not credited there, or it is not clear which one is meant.</exception>
    public static Token Choose(ChainSettings settings, string? address)
    {
        string known = string.Join(", ", settings.Tokens.Select(allowed => $"{allowed.Token.Symbol} at {allowed.Token.Address}"));
        if (address is null)
        {
            return settings.Tokens.Count == 1
                ? settings.Tokens[0].Token
                : throw ApiProblem.Invalid("token_missing", $"token: several tokens are allowed on chain {settings.ChainId}; choose one of {known}.");
        }

        Address token = RequestReader.ReadAddress(address, "token");
        return settings.FindToken(token)
            ?? throw ApiProblem.Invalid("token_not_allowed", $"token: {token} is not allowed on chain {settings.ChainId}; choose one of {known}.");
    }
}
