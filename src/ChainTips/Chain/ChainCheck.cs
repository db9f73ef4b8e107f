using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>Compares what the operator configured with what the chain says of itself, before any block is believed.</summary>
public static class ChainCheck
{
    /// <summary>Asks the node and compares.</summary>
    /// <param name="source">The node.</param>
    /// <param name="settings">The configuration.</param>
    /// <param name="storedGenesis">The genesis hash that the database was filled from; null before the first time.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>What the node said; it agrees with the configuration.</returns>
    /// <exception cref="ChainMismatchException">Something differs; the message says what, and what to do.</exception>
    public static async Task<ChainFacts> DemandMatchAsync(
        IChainSource source, ChainSettings settings, Hash32? storedGenesis, CancellationToken cancellationToken)
    {
        ChainFacts facts = await source.ReadFactsAsync(cancellationToken);
        List<string> problems = [.. CompareChain(facts, settings, storedGenesis)];
        if (problems.Count == 0)
        {
            foreach (AllowedToken token in settings.Tokens)
            {
                problems.AddRange(CompareToken(token, await source.ReadTokenAsync(token.Token.Address, cancellationToken)));
            }
        }

        if (problems.Count == 0 && settings.ForwarderFactory is ForwarderFactory factory)
        {
            problems.AddRange(ForwarderCode.Compare(
                factory,
                await source.ReadCodeAsync(factory.Address, cancellationToken),
                await source.ReadCodeAsync(factory.Implementation, cancellationToken)));
        }

        return problems.Count == 0 ? facts : throw new ChainMismatchException(settings.ChainId, problems);
    }

    /// <summary>Asks a node that was checked before, or will be, only whether it serves this chain.</summary>
    /// <exception cref="ChainMismatchException">It serves another; the message says which.</exception>
    public static async Task DemandSameChainAsync(
        IChainSource source, ChainSettings settings, Hash32? storedGenesis, CancellationToken cancellationToken)
    {
        ChainFacts facts = await source.ReadFactsAsync(cancellationToken);
        string[] problems = [.. CompareChain(facts with { RouterHasCode = true }, settings, storedGenesis)];
        if (problems.Length > 0)
        {
            throw new ChainMismatchException(settings.ChainId, problems);
        }
    }

    private static IEnumerable<string> CompareChain(ChainFacts facts, ChainSettings settings, Hash32? storedGenesis)
    {
        if (facts.ChainId != settings.ChainId)
        {
            yield return $"The endpoint serves chain {facts.ChainId}, not {settings.ChainId}. Point Endpoint at a node of chain {settings.ChainId}.";
            yield break;
        }

        if (settings.Profile.GenesisHash is Hash32 known && known != facts.GenesisHash)
        {
            yield return $"The genesis block is {facts.GenesisHash}; that of {settings.Profile.Name} is {known}. Use another endpoint.";
        }

        if (storedGenesis is Hash32 stored && stored != facts.GenesisHash)
        {
            yield return $"The genesis block is {facts.GenesisHash}, and the database was filled from a chain that began with {stored}. "
                + "Use the endpoint of that chain, or a fresh database for this one.";
        }

        if (!facts.RouterHasCode)
        {
            yield return $"No contract stands at the router address {settings.Router}. Deploy TipRouter, or correct Router.";
        }
    }

    private static IEnumerable<string> CompareToken(AllowedToken expected, TokenFacts facts)
    {
        string token = $"The token {expected.Token.Symbol} at {expected.Token.Address}";
        if (facts.Decimals is not UInt256 decimals)
        {
            yield return $"{token} does not answer decimals(); it is no ERC-20 token on this chain. Correct Address.";
            yield break;
        }

        if (decimals != (ulong)expected.Token.Decimals)
        {
            yield return $"{token} has {decimals} decimals on the chain and {expected.Token.Decimals} in the configuration. Correct Decimals.";
        }

        if (facts.Name != expected.Name)
        {
            yield return $"{token} is named '{facts.Name}' on the chain and '{expected.Name}' in the configuration. Correct Name.";
        }

        if (expected.DomainSeparator is Hash32 separator && facts.DomainSeparator != separator)
        {
            yield return $"{token} answers DOMAIN_SEPARATOR() with {facts.DomainSeparator?.ToString() ?? "nothing"}; name '{expected.Name}' and "
                + $"version '{expected.DomainVersion}' give {separator}. Correct Name or DomainVersion, or leave DomainVersion out for a token without EIP-712.";
        }
    }
}
