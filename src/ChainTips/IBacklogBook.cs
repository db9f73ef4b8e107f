namespace ChainTips;

/// <summary>What waits in the database.</summary>
public interface IBacklogBook
{
    /// <summary>
    /// Measures the database. What waits is counted, not what is kept: a large database is measured as fast as a small one.
    /// </summary>
    Task<Backlog> ReadAsync(CancellationToken cancellationToken);
}
