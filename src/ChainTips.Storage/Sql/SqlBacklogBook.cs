namespace ChainTips.Storage.Sql;

internal sealed class SqlBacklogBook(SqlSession session) : IBacklogBook
{
    private const string SelectChains = """
        SELECT c.chain_id AS chainId, c.head_time AS headTime,
            (SELECT count(*) FROM pending_entries p WHERE p.chain_id = c.chain_id) AS pendingEntries,
            (SELECT count(*) FROM receipts r WHERE r.chain_id = c.chain_id AND r.document IS NULL) AS receiptsDue,
            (SELECT min(r.due_since) FROM receipts r WHERE r.chain_id = c.chain_id AND r.document IS NULL) AS oldestDueSince
        FROM chains c ORDER BY c.chain_id
        """;

    public async Task<Backlog> ReadAsync(CancellationToken cancellationToken)
    {
        long bytes = await session.ReadAsync<long>($"SELECT {session.SizeInBytes}", null, cancellationToken);
        IReadOnlyList<Row> rows = await session.ListAsync<Row>(SelectChains, null, cancellationToken);
        return new Backlog(bytes, [.. rows.Select(row => row.ToBacklog())]);
    }

    /// <summary>One row. It is filled by property: SQLite does not know the type of a computed column.</summary>
    private sealed class Row
    {
        public required long ChainId { get; init; }

        public required long? HeadTime { get; init; }

        public required long PendingEntries { get; init; }

        public required long ReceiptsDue { get; init; }

        public required long? OldestDueSince { get; init; }

        public ChainBacklog ToBacklog() => new(
            (ulong)ChainId,
            HeadTime is long time ? Blob.ToTime(time) : null,
            PendingEntries,
            ReceiptsDue,
            OldestDueSince is long since ? Blob.ToTime(since) : null);
    }
}
