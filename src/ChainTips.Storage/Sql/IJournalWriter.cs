namespace ChainTips.Storage.Sql;

/// <summary>Writes rows of the journal, many at once, in the way that is fastest for its database.</summary>
internal interface IJournalWriter
{
    /// <summary>Blocks that hold a payment.</summary>
    Task WriteAsync(IReadOnlyList<PaidBlockRow> blocks, CancellationToken cancellationToken);

    /// <summary>Journal entries with their first movements.</summary>
    Task WriteAsync(IReadOnlyList<EntryRow> entries, CancellationToken cancellationToken);

    /// <summary>Settlements of entries.</summary>
    Task WriteAsync(IReadOnlyList<SettlementRow> settlements, CancellationToken cancellationToken);
}
