using System.Security.Cryptography;
using ChainTips.Identity;
using ChainTips.Platforms;
using Microsoft.Data.Sqlite;

namespace ChainTips.Server.Tests.Running;

/// <summary>The rows of a gateway's database file, read and written beside the gateway.</summary>
internal sealed class DatabaseRows(string path)
{
    private static readonly string[] Tables =
        ["platforms", "api_keys", "idempotent_answers", "creators", "posts", "payment_requests", "journal_entries", "receipts", "refused_tips"];

    /// <summary>How many rows each table that the API may write has.</summary>
    public string Count()
    {
        using SqliteConnection connection = Open();
        return string.Join(", ", Tables.Select(table => $"{table} {Read(connection, $"SELECT count(*) FROM {table}")}"));
    }

    public long Count(string table)
    {
        using SqliteConnection connection = Open();
        return Read(connection, $"SELECT count(*) FROM {table}");
    }

    /// <summary>Changes the file as another program would.</summary>
    public void Execute(string sql)
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>Adds a platform, for which there is no command yet, and makes a key of it.</summary>
    public string AddPlatformWithKey(string name)
    {
        Id<Platform> platform = IdSource.Random<Platform>();
        NewApiKey made = ApiKey.Create(platform, "tests", TimeProvider.System.GetUtcNow());
        using SqliteConnection connection = Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO platforms (id, name) VALUES ($platform, $name);
            INSERT INTO api_keys (id, platform, name, secret_hash, created_at)
            VALUES ($key, (SELECT seq FROM platforms WHERE id = $platform), 'tests', $hash, 0);
            """;
        command.Parameters.AddWithValue("$platform", Convert.FromHexString(platform.Bits.ToString("x32", null)));
        command.Parameters.AddWithValue("$name", name);
        command.Parameters.AddWithValue("$key", Convert.FromHexString(made.Key.Id.Bits.ToString("x32", null)));
        command.Parameters.AddWithValue("$hash", SHA256.HashData(Convert.FromHexString(made.Text.Split('.')[1])));
        command.ExecuteNonQuery();
        return made.Text;
    }

    private static long Read(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The names of the tables are constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }

    private SqliteConnection Open()
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
