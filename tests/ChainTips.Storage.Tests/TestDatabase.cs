using System.Data;
using System.Data.Common;
using System.Text;
using ChainTips.Storage.Tests.Postgres;
using ChainTips.Storage.Tests.Sqlite;
using Dapper;

namespace ChainTips.Storage.Tests;

/// <summary>A gateway's database for one test, seen also from outside of the gateway, as any other program sees it.</summary>
internal abstract class TestDatabase : IDisposable
{
    /// <summary>The columns that name a row of another table by its number.</summary>
    private static readonly Dictionary<string, string> Targets = new()
    {
        ["platform"] = "platforms",
        ["creator"] = "creators",
        ["post"] = "posts",
        ["payment_request"] = "payment_requests",
        ["token"] = "tokens",
        ["contract"] = "contracts",
        ["debit"] = "ledger_accounts",
        ["credit"] = "ledger_accounts",
        ["hash_chain"] = "hash_chains",
        ["terms"] = "issued_terms",
        ["relay"] = "relays",
        ["relay_transaction"] = "relay_transactions",
    };

    /// <summary>The setting that names the database.</summary>
    public abstract string Location { get; }

    protected abstract string ListTables { get; }

    public static TestDatabase Create(Engine engine) => engine == Engine.Sqlite ? new SqliteTestDatabase() : PostgresTestServer.CreateDatabase();

    /// <summary>A connection beside the gateway's own, for what only the database itself can say.</summary>
    public abstract DbConnection OpenRaw();

    /// <summary>Says a statement that is written for SQLite as this database says it.</summary>
    public abstract string Translate(string sql);

    /// <summary>Whether the database refused something for a reason: the words of a trigger, or what SQLite calls a constraint.</summary>
    public abstract bool IsRefusal(DbException error, string reason);

    /// <summary>Takes the triggers and references of some tables away, and what else can be switched off, so that a test can write what nobody may.</summary>
    public abstract void LiftRules(DbConnection raw, params string[] tables);

    /// <summary>
    /// Every row as text, but those of the leases, which the time of the machine is in. The numbers that a database gives are said
    /// by their order: PostgreSQL leaves gaps where something was rolled back.
    /// </summary>
    public string Dump()
    {
        using DbConnection raw = OpenRaw();
        return Dump(raw, raw.Query<string>(ListTables));
    }

    /// <summary>Every row of some tables as text.</summary>
    public static string Dump(DbConnection raw, IEnumerable<string> tables)
    {
        StringBuilder text = new();
        Dictionary<string, Dictionary<long, long>> ranks = Targets.Values.Distinct().ToDictionary(table => table, table => Ranks(raw, table));
        foreach (string table in tables.Where(name => name != "chain_leases").Order(StringComparer.Ordinal))
        {
            Dictionary<long, long> own = ranks.GetValueOrDefault(table) ?? Ranks(raw, table);
            IEnumerable<string> rows = raw.Query($"SELECT * FROM {table}").Select(row => string.Join('|', ((IDictionary<string, object?>)row).Select(
                column => Text(column.Key == "seq" ? own : Targets.TryGetValue(column.Key, out string? target) ? ranks[target] : null, column.Value))));
            text.AppendLine(table).AppendJoin('\n', rows.Order(StringComparer.Ordinal)).AppendLine();
        }

        return text.ToString();
    }

    public abstract void Dispose();

    private static Dictionary<long, long> Ranks(DbConnection raw, string table) => HasNumbers(raw, table)
        ? raw.Query<long>($"SELECT seq FROM {table} ORDER BY seq").Select((seq, i) => (seq, i)).ToDictionary(one => one.seq, one => 1L + one.i)
        : [];

    private static bool HasNumbers(DbConnection raw, string table)
    {
        using IDataReader reader = raw.ExecuteReader($"SELECT * FROM {table} WHERE 1 = 0");
        return Enumerable.Range(0, reader.FieldCount).Any(i => reader.GetName(i) == "seq");
    }

    private static string Text(Dictionary<long, long>? ranks, object? value) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        long seq when ranks is not null => $"{ranks[seq]}",
        _ => value?.ToString() ?? "null",
    };
}
