using System.CommandLine;
using System.Data.Common;
using ChainTips.Chain;
using ChainTips.Server.Commands;
using ChainTips.Server.Configuration;
using ChainTips.Storage;

RootCommand chaintips = new("ChainTips: a self-hosted gateway for stablecoin tips.")
{
    CommandLineOptions.Config,
    CommandLineOptions.Database,
};
chaintips.Subcommands.Add(ServeCommand.Create());
chaintips.Subcommands.Add(BackfillCommand.Create());
chaintips.Subcommands.Add(MigrateCommand.Create());
chaintips.Subcommands.Add(KeyCommand.Create());
chaintips.Subcommands.Add(SimulateCommand.Create());
chaintips.Subcommands.Add(ReceiptCommand.Create());
chaintips.Subcommands.Add(AuditCommand.Create());
chaintips.Subcommands.Add(ReplayCommand.Create());
chaintips.Subcommands.Add(TortureCommand.Create());
chaintips.Subcommands.Add(ToolCommand.Create());

try
{
    InvocationConfiguration invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    return await chaintips.Parse(args.Length == 0 ? ["serve"] : args).InvokeAsync(invocation);
}
catch (Exception error) when (error is ConfigurationException or DatabaseException or ChainMismatchException or FinalBlockReplacedException)
{
    // These say what is wrong and what to do; where in the code they were found helps nobody.
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}
catch (DbException error)
{
    await Console.Error.WriteLineAsync(DatabaseFault.Explain(error, "that was named").Message);
    return 1;
}
