using System.Diagnostics;
using System.Globalization;
using ChainTips.Storage;
using Dapper;
using Npgsql;

namespace ChainTips.Testing;

/// <summary>The PostgreSQL server of a test run: the one that CHAINTIPS_TEST_PG names, or one of its own, where PostgreSQL is installed.</summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>The variable that names a server, as <c>postgres://user:password@host:port/database</c>; the user must be a superuser.</summary>
    public const string Variable = "CHAINTIPS_TEST_PG";

    private const int NotInstalled = 3;

    private readonly Uri _address;
    private readonly string? _folder;

    private PostgresServer(Uri address, string? folder)
    {
        _address = address;
        _folder = folder;
    }

    /// <summary>Starts a server, or takes the one that is named.</summary>
    /// <param name="reason">Why there is none.</param>
    /// <returns>The server; null where there is none.</returns>
    public static PostgresServer? TryStart(out string reason)
    {
        reason = "";
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return new PostgresServer(new Uri(named), null);
        }

        string folder = Directory.CreateTempSubdirectory("chaintips-pg-").FullName;
        (int exitCode, string said) = Run("start", folder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        if (exitCode == 0)
        {
            return new PostgresServer(new Uri($"postgres://postgres@localhost/postgres?Host={Uri.EscapeDataString(folder)}"), folder);
        }

        Directory.Delete(folder, recursive: true);
        reason = said.Trim();
        return exitCode == NotInstalled ? null : throw new InvalidOperationException($"PostgreSQL did not start: {reason}");
    }

    /// <summary>A database of the server, as the gateway's setting names it.</summary>
    public string Locate(string name) => new UriBuilder(_address) { Path = name }.Uri.OriginalString;

    /// <summary>Makes a database.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="template">The database that it is a copy of; null for an empty one.</param>
    /// <returns>Where it is, as the gateway's setting names it.</returns>
    public string CreateDatabase(string name, string? template = null)
    {
        Execute($"CREATE DATABASE {name}{(template is null ? "" : $" TEMPLATE {template}")}");
        return Locate(name);
    }

    /// <summary>Drops a database, whoever uses it.</summary>
    public void DropDatabase(string name) => Execute($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    /// <summary>A connection to a database that ends when it is disposed.</summary>
    public static NpgsqlConnection Connect(string location)
    {
        NpgsqlConnectionStringBuilder builder = GatewayDatabase.ReadConnection(location);
        builder.Pooling = false;
        NpgsqlConnection connection = new(builder.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Stops the server, if it was started here.</summary>
    public void Dispose()
    {
        if (_folder is not null)
        {
            Run("stop", _folder);
            Directory.Delete(_folder, recursive: true);
        }
    }

    private void Execute(string sql)
    {
        using NpgsqlConnection connection = Connect(_address.OriginalString);
        connection.Execute(sql);
    }

    private static (int ExitCode, string Said) Run(params string[] arguments)
    {
        ProcessStartInfo start = new(Path.Combine(FindRoot(), "scripts", "lib", "postgres.sh"), arguments) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ChainTips.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("ChainTips.sln is not above the built tests.");
    }
}
