using ChainTips.Server.Configuration;
using ChainTips.Storage;

namespace ChainTips.Server.Commands;

/// <summary>A database that was not there before is never begun in silence: who mistyped its name would find his books gone.</summary>
internal static class NewDatabase
{
    /// <summary>Opens the database, and says on standard error when it is new, and from where on the chains are read then.</summary>
    /// <param name="location">Where it is, as <c>ChainTips:Database</c> says.</param>
    /// <param name="chains">The chains that will be followed; none for a command that follows none.</param>
    public static OpenedDatabase<IGatewayDatabase> Open(string location, params IReadOnlyList<ConfiguredChain> chains)
    {
        OpenedDatabase<IGatewayDatabase> opened = GatewayDatabase.Open(location, TimeProvider.System);
        if (opened.IsNew)
        {
            Console.Error.WriteLine($"Warning: the database {GatewayDatabase.Describe(location)} is new, with nothing in it.");
            foreach (ConfiguredChain chain in chains)
            {
                Console.Error.WriteLine($"Warning: chain {chain.Settings.ChainId} is read from block {chain.Settings.StartBlock} on, as its StartBlock says.");
            }

            Console.Error.WriteLine("Warning: if your books are elsewhere, stop, and correct ChainTips:Database.");
        }

        return opened;
    }
}
