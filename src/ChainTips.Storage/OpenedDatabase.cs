namespace ChainTips.Storage;

/// <summary>A database just opened.</summary>
/// <typeparam name="TDatabase">The kind of database.</typeparam>
/// <param name="Database">The database; the caller disposes it.</param>
/// <param name="AppliedMigrations">The names of the migrations that were applied to open it.</param>
public sealed record OpenedDatabase<TDatabase>(TDatabase Database, IReadOnlyList<string> AppliedMigrations)
    where TDatabase : IGatewayDatabase
{
    /// <summary>Whether there was nothing before: the books begin with this opening.</summary>
    public bool IsNew => AppliedMigrations.Any(name => name.StartsWith("0001_", StringComparison.Ordinal));
}
