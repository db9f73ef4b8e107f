using System.CommandLine;
using ChainTips.Server.Configuration;
using ChainTips.Storage;

namespace ChainTips.Server.Commands;

/// <summary><c>chaintips migrate</c>: brings the database to this version's schema and ends.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        Command migrate = new("migrate", "Bring the database to this version's schema and end; 'serve' does it too.");
        migrate.SetAction(Run);
        return migrate;
    }

    private static int Run(ParseResult command)
    {
        string location = GatewayConfiguration.ReadDatabase(GatewayBuilder.Create(command).Configuration);
        OpenedDatabase<IGatewayDatabase> opened = NewDatabase.Open(location);
        using IGatewayDatabase database = opened.Database;
        string name = GatewayDatabase.Describe(location);
        Console.WriteLine(opened.AppliedMigrations.Count == 0
            ? $"The database {name} is up to date."
            : $"The database {name} was brought up to date: {string.Join(", ", opened.AppliedMigrations)}.");
        return 0;
    }
}
