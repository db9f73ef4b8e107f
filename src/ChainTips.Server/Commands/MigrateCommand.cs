using System.CommandLine;
using ChainTips.Server.Configuration;
using ChainTips.Storage.Sqlite;

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
        string path = GatewayConfiguration.ReadDatabase(GatewayBuilder.Create(command).Configuration);
        OpenedDatabase opened = SqliteDatabase.Open(path, TimeProvider.System);
        using SqliteDatabase database = opened.Database;
        Console.WriteLine(opened.AppliedMigrations.Count == 0
            ? $"The database {path} is up to date."
            : $"The database {path} was brought up to date: {string.Join(", ", opened.AppliedMigrations)}.");
        return 0;
    }
}
