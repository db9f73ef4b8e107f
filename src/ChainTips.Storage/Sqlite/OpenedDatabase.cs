namespace ChainTips.Storage.Sqlite;

/// <summary>A database just opened.</summary>
/// <param name="Database">The database; the caller disposes it.</param>
/// <param name="AppliedMigrations">The names of the migrations that were applied to open it.</param>
public sealed record OpenedDatabase(SqliteDatabase Database, IReadOnlyList<string> AppliedMigrations);
