using ChainTips.Storage.Postgres;
using ChainTips.Storage.Sqlite;
using Npgsql;

namespace ChainTips.Storage;

/// <summary>Opens the database that a setting names: a file for SQLite, or a connection for PostgreSQL.</summary>
public static class GatewayDatabase
{
    private const int DefaultPort = 5432;

    private static readonly string[] PostgresSchemes = ["postgres", "postgresql"];

    /// <summary>Whether a setting names a PostgreSQL database rather than a file.</summary>
    public static bool IsPostgres(string location) =>
        location.StartsWith("Host=", StringComparison.OrdinalIgnoreCase)
        || Array.Exists(PostgresSchemes, scheme => location.StartsWith(scheme + "://", StringComparison.OrdinalIgnoreCase));

    /// <summary>The setting as a log may show it: a file's whole path, a server without user and password.</summary>
    public static string Describe(string location)
    {
        if (!IsPostgres(location))
        {
            return Path.GetFullPath(location);
        }

        NpgsqlConnectionStringBuilder builder = ReadConnection(location);
        return $"{builder.Database} at {builder.Host}:{builder.Port} (PostgreSQL)";
    }

    /// <summary>Opens the database, makes it when it is a file that is not there, and brings it to this version's schema.</summary>
    /// <param name="location">A file, <c>postgres://user:password@host:port/database</c>, or <c>Host=…;Database=…</c> as Npgsql reads it.</param>
    /// <param name="clock">Dates the migrations.</param>
    /// <exception cref="DatabaseException">It cannot be used; the message says what to do.</exception>
    public static OpenedDatabase<IGatewayDatabase> Open(string location, TimeProvider clock)
    {
        if (!IsPostgres(location))
        {
            OpenedDatabase<SqliteDatabase> file = SqliteDatabase.Open(location, clock);
            return new OpenedDatabase<IGatewayDatabase>(file.Database, file.AppliedMigrations);
        }

        OpenedDatabase<PostgresDatabase> server = PostgresDatabase.Open(ReadConnection(location).ConnectionString, clock);
        return new OpenedDatabase<IGatewayDatabase>(server.Database, server.AppliedMigrations);
    }

    /// <summary>Opens a database that must have books in it already, for whoever only looks at them.</summary>
    /// <exception cref="DatabaseException">It is not there, is new, or cannot be used; the message says what to do.</exception>
    public static IGatewayDatabase OpenExisting(string location, TimeProvider clock)
    {
        DatabaseException missing = new($"There are no books at {Describe(location)}. Name the database that they are in, by --database or ChainTips:Database.");
        if (!IsPostgres(location) && !File.Exists(location))
        {
            throw missing;
        }

        OpenedDatabase<IGatewayDatabase> opened = Open(location, clock);
        if (opened.IsNew)
        {
            opened.Database.Dispose();
            throw missing;
        }

        return opened.Database;
    }

    internal static NpgsqlConnectionStringBuilder ReadConnection(string location)
    {
        try
        {
            return location.Contains("://", StringComparison.Ordinal) ? ReadUrl(new Uri(location)) : new NpgsqlConnectionStringBuilder(location);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw new DatabaseException(
                "Database begins as a PostgreSQL connection does, and cannot be read as one. Write postgres://user:password@host:5432/database.", error);
        }
    }

    private static NpgsqlConnectionStringBuilder ReadUrl(Uri url)
    {
        string[] user = url.UserInfo.Split(':', 2);
        NpgsqlConnectionStringBuilder builder = new()
        {
            Host = url.Host,
            Port = url.IsDefaultPort || url.Port < 0 ? DefaultPort : url.Port,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
            Username = Uri.UnescapeDataString(user[0]),
        };
        if (user.Length == 2)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        foreach (string option in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = option.Split('=', 2);
            builder[Uri.UnescapeDataString(pair[0])] = Uri.UnescapeDataString(pair.Length == 2 ? pair[1] : "");
        }

        return builder;
    }
}
