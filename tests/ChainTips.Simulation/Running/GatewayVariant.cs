using ChainTips.Chain;

namespace ChainTips.Simulation.Running;

/// <summary>Puts something between the parts of the product: how the tests break it on purpose, to see that it is noticed.</summary>
/// <param name="Source">Wraps the chain that is read.</param>
/// <param name="Database">Wraps the database that is written; it is called at each start of the process.</param>
internal sealed record GatewayVariant(Func<IChainSource, IChainSource> Source, Func<IGatewayDatabase, IGatewayDatabase> Database)
{
    /// <summary>The product as it is.</summary>
    public static readonly GatewayVariant Product = new(source => source, database => database);
}
