using System.CommandLine;
using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ledger;
using ChainTips.Server.Configuration;
using ChainTips.Storage;

namespace ChainTips.Server.Commands;

/// <summary><c>chaintips audit</c>: checks every row of the books against their hashes and against the chain, and prints each difference.</summary>
internal static class AuditCommand
{
    private static readonly Option<bool> Offline = new("--offline") { Description = "Check the books against themselves only, and ask no node." };

    public static Command Create()
    {
        Command audit = new("audit", "Check every row of the books against their hashes and against the chain; exit 1 on any difference.")
        {
            CheckedChain.Rpc, CheckedChain.ChainId, Offline,
        };
        audit.SetAction(RunAsync);
        return audit;
    }

    private static async Task<int> RunAsync(ParseResult command, CancellationToken cancellationToken)
    {
        GatewayConfiguration configuration = GatewayConfiguration.Read(GatewayBuilder.Create(command).Configuration);
        using IGatewayDatabase database = GatewayDatabase.OpenExisting(configuration.Database, TimeProvider.System);
        int differences = 0;
        foreach (ConfiguredChain chain in CheckedChain.Choose(command, configuration))
        {
            differences += await AuditAsync(command, chain, database, cancellationToken);
        }

        Console.WriteLine(differences == 0 ? "No difference was found." : $"{differences} differences were found.");
        return differences == 0 ? 0 : 1;
    }

    private static async Task<int> AuditAsync(
        ParseResult command, ConfiguredChain chain, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        int differences = 0;
        LedgerAudit audit = new(database, chain.Settings);
        await foreach (string fault in audit.FindFaultsAsync(cancellationToken))
        {
            Say(fault);
        }

        bool isOffline = command.GetValue(Offline);
        if (!isOffline)
        {
            try
            {
                IChainSource source = await CheckedChain.ConnectAsync(command, chain, database, cancellationToken);
                await foreach (string difference in audit.CompareWithChainAsync(
                    source, CheckedChain.RangeSize, CheckedChain.ReportTo(Console.Error, "Compared up to"), cancellationToken))
                {
                    Say(difference);
                }
            }
            catch (EthereumRpcException error)
            {
                Say($"The comparison with the chain ended early: {error.Message} Name another node with --rpc, or try again.");
            }
        }

        await using IGatewayTransaction books = await database.BeginReadAsync(cancellationToken);
        IReadOnlyList<LedgerHead> heads = await books.Audit.ReadHeadsAsync(chain.Settings.ChainId, cancellationToken);
        Console.WriteLine(
            $"Chain {chain.Settings.ChainId}: {audit.Entries} settled entries have the right hash; "
            + (isOffline ? "the chain was not asked; " : $"{audit.Payments} payments agree with the chain; ")
            + (audit.NotCompared == 0 ? "" : $"{audit.NotCompared} were not compared, for their contract or token is not configured or its past is still being read; ")
            + $"ledger hash {LedgerHash.Combine(heads)}");
        return differences;

        void Say(string difference)
        {
            differences++;
            Console.WriteLine($"Chain {chain.Settings.ChainId}: {difference}");
        }
    }
}
