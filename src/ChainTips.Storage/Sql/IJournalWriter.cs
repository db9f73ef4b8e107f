namespace ChainTips.Storage.Sql;

/// <summary>Looks up and writes rows of the journal, many at once, in the way that is fastest for its database.</summary>
internal interface IJournalWriter
{
    /// <summary>Which of some payments are in the books already and count: the numbers of their entries.</summary>
    Task<IReadOnlyList<long>> FindLiveAsync(IEnumerable<UInt128> payments, CancellationToken cancellationToken);

    /// <summary>Blocks that hold a payment.</summary>
    Task WriteAsync(IReadOnlyList<PaidBlockRow> blocks, CancellationToken cancellationToken);

    /// <summary>Journal entries with their first movements.</summary>
    Task WriteAsync(IEnumerable<EntryRow> entries, CancellationToken cancellationToken);

    /// <summary>Settlements of entries.</summary>
    Task WriteAsync(IEnumerable<SettlementRow> settlements, CancellationToken cancellationToken);
}
