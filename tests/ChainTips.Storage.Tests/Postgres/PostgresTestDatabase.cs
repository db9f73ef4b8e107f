using System.Data.Common;
using System.Text.RegularExpressions;
using ChainTips.Testing;
using Dapper;
using Npgsql;

namespace ChainTips.Storage.Tests.Postgres;

/// <summary>A database of the server of the test run.</summary>
internal sealed partial class PostgresTestDatabase(string location, Action drop) : TestDatabase
{
    public const string TablesOfDatabase = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";

    /// <summary>What SQLite calls a refusal in its message, PostgreSQL says by a code (its manual, appendix A).</summary>
    private static readonly Dictionary<string, string> Codes = new()
    {
        ["UNIQUE"] = PostgresErrorCodes.UniqueViolation,
        ["CHECK"] = PostgresErrorCodes.CheckViolation,
        ["FOREIGN KEY"] = PostgresErrorCodes.ForeignKeyViolation,
        ["NOT NULL"] = PostgresErrorCodes.NotNullViolation,
        ["cannot store INT"] = PostgresErrorCodes.DatatypeMismatch,
        ["view"] = PostgresErrorCodes.ObjectNotInPrerequisiteState,
    };

    public override string Location => location;

    protected override string ListTables => TablesOfDatabase;

    public override DbConnection OpenRaw() => PostgresServer.Connect(location);

    public override string Translate(string sql) => Bytes().Replace(
        Zeros().Replace(sql, match => $"'\\x{new string('0', 2 * int.Parse(match.Groups[1].ValueSpan, null))}'::BYTEA"), "'\\x$1'::BYTEA");

    public override bool IsRefusal(DbException error, string reason) => Codes.TryGetValue(reason, out string? code)
        ? error.SqlState == code
        : error.Message.Contains(reason, StringComparison.Ordinal);

    public override void LiftRules(DbConnection raw, params string[] tables)
    {
        foreach (string table in tables)
        {
            raw.Execute($"ALTER TABLE {table} DISABLE TRIGGER ALL");
        }
    }

    public override void Dispose() => drop();

    [GeneratedRegex(@"zeroblob\((\d+)\)")]
    private static partial Regex Zeros();

    [GeneratedRegex("x'([0-9a-f]+)'")]
    private static partial Regex Bytes();
}
