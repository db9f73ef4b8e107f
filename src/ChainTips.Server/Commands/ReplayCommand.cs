using System.CommandLine;
using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Server.Configuration;
using ChainTips.Storage;

namespace ChainTips.Server.Commands;

/// <summary><c>chaintips replay --into DATABASE</c>: builds the books again from the chain, in a fresh database, and compares the hashes.</summary>
internal static class ReplayCommand
{
    private static readonly Option<string> Into = new("--into")
    {
        Description = "The fresh database: a new SQLite file, or an empty PostgreSQL database.",
        Required = true,
    };

    public static Command Create()
    {
        Command replay = new("replay", "Build the books again from the chain, in a fresh database; exit 1 unless the ledger hash is the same.")
        {
            Into, CheckedChain.Rpc, CheckedChain.ChainId,
        };
        replay.SetAction(RunAsync);
        return replay;
    }

    private static async Task<int> RunAsync(ParseResult command, CancellationToken cancellationToken)
    {
        GatewayConfiguration configuration = GatewayConfiguration.Read(GatewayBuilder.Create(command).Configuration);
        string into = command.GetRequiredValue(Into);
        using IGatewayDatabase books = GatewayDatabase.OpenExisting(configuration.Database, TimeProvider.System);
        using (IGatewayDatabase empty = GatewayDatabase.Open(into, TimeProvider.System).Database)
        {
            await CatalogueCopy.CopyAsync(books, empty, cancellationToken);
        }

        // Opened again, it derives ids with the secret of the old books.
        using IGatewayDatabase fresh = GatewayDatabase.Open(into, TimeProvider.System).Database;
        bool areEqual = true;
        foreach (ConfiguredChain chain in CheckedChain.Choose(command, configuration))
        {
            areEqual &= await ReplayAsync(command, chain, books, fresh, cancellationToken);
        }

        return areEqual ? 0 : 1;
    }

    private static async Task<bool> ReplayAsync(
        ParseResult command, ConfiguredChain chain, IGatewayDatabase books, IGatewayDatabase fresh, CancellationToken cancellationToken)
    {
        ulong chainId = chain.Settings.ChainId;
        try
        {
            IChainSource source = await CheckedChain.ConnectAsync(command, chain, books, cancellationToken);
            LedgerReplay replay = new(books, fresh, chain.Settings, TimeProvider.System);
            ReplayResult result = await replay.RunAsync(
                source, CheckedChain.RangeSize, CheckedChain.ReportTo(Console.Error, "Replayed up to"), cancellationToken);
            Console.WriteLine($"Chain {chainId}: ledger hash before {result.OldHash}, {result.Old.Sum(head => head.Entries)} settled entries");
            Console.WriteLine($"Chain {chainId}: ledger hash after  {result.NewHash}, {result.New.Sum(head => head.Entries)} settled entries");
            Console.WriteLine($"Chain {chainId}: {(result.OldHash == result.NewHash ? "equal" : "DIFFERENT; run 'chaintips audit' to see where")}");
            return result.OldHash == result.NewHash;
        }
        catch (EthereumRpcException error)
        {
            Console.WriteLine($"Chain {chainId}: the replay ended early: {error.Message} Name another node with --rpc, and another --into.");
            return false;
        }
    }
}
