using ChainTips.Ethereum.Primitives;
using ChainTips.Storage.Sql;
using ChainTips.Tips;
using Npgsql;
using NpgsqlTypes;

namespace ChainTips.Storage.Postgres;

/// <summary>Writes the journal with binary <c>COPY</c>, so that the triggers see all rows of a batch at once.</summary>
internal sealed class PostgresJournalWriter(NpgsqlConnection connection) : IJournalWriter
{
    public async Task<IReadOnlyList<long>> FindLiveAsync(IEnumerable<UInt128> payments, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand find = new("SELECT entry FROM live_payments WHERE payment = ANY($1)", connection);
        find.Parameters.AddWithValue(payments.Select(Blob.Of).ToArray());
        await using NpgsqlDataReader rows = await find.ExecuteReaderAsync(cancellationToken);
        List<long> live = [];
        while (await rows.ReadAsync(cancellationToken))
        {
            live.Add(rows.GetInt64(0));
        }

        return live;
    }

    public async Task WriteAsync(IReadOnlyList<PaidBlockRow> blocks, CancellationToken cancellationToken)
    {
        if (blocks.Count == 0)
        {
            return;
        }

        await using NpgsqlBinaryImporter import = await connection.BeginBinaryImportAsync(
            "COPY paid_blocks (seq, chain_id, number, hash, parent_hash, time) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (PaidBlockRow row in blocks)
        {
            await import.StartRowAsync(cancellationToken);
            await WriteAsync(import, row.Seq, cancellationToken);
            await WriteAsync(import, row.ChainId, cancellationToken);
            await WriteAsync(import, checked((long)row.Block.Number.Value), cancellationToken);
            await WriteAsync(import, row.Block.Hash, cancellationToken);
            await WriteAsync(import, row.Block.ParentHash, cancellationToken);
            await WriteAsync(import, row.Time, cancellationToken);
        }

        await import.CompleteAsync(cancellationToken);
    }

    public async Task WriteAsync(IEnumerable<EntryRow> entries, CancellationToken cancellationToken)
    {
        await using NpgsqlBinaryImporter import = await connection.BeginBinaryImportAsync(
            """
            COPY journal_entries (seq, payment, block, transaction_hash, transaction_index, position, transfer_position, contract,
                payer, platform, creator, post, payment_request, rung, kind, debit, credit, amount, recorded_at) FROM STDIN (FORMAT BINARY)
            """,
            cancellationToken);
        foreach (EntryRow row in entries)
        {
            Tip tip = row.Tip;
            await import.StartRowAsync(cancellationToken);
            await WriteAsync(import, row.Seq, cancellationToken);
            await WriteAsync(import, Blob.Of(row.Payment), cancellationToken);
            await WriteAsync(import, row.Block, cancellationToken);
            await WriteAsync(import, tip.Location.TransactionHash, cancellationToken);
            await WriteAsync(import, tip.TransactionIndex, cancellationToken);
            await WriteAsync(import, tip.Location.Position, cancellationToken);
            await WriteAsync(import, tip.TransferPosition, cancellationToken);
            await WriteAsync(import, row.Contract, cancellationToken);
            await WriteAsync(import, tip.Payer.ToArray(), cancellationToken);
            await WriteAsync(import, row.Subject.Platform, cancellationToken);
            await WriteAsync(import, row.Subject.Creator, cancellationToken);
            await WriteAsync(import, row.Subject.Post, cancellationToken);
            await WriteAsync(import, row.Subject.Request, cancellationToken);
            await WriteAsync(import, row.Rung, cancellationToken);
            await WriteAsync(import, row.Kind, cancellationToken);
            await WriteAsync(import, row.Movement.Debit, cancellationToken);
            await WriteAsync(import, row.Movement.Credit, cancellationToken);
            await WriteAsync(import, Blob.Of(row.Movement.Amount), cancellationToken);
            await WriteAsync(import, row.RecordedAt, cancellationToken);
        }

        await import.CompleteAsync(cancellationToken);
    }

    public async Task WriteAsync(IEnumerable<SettlementRow> settlements, CancellationToken cancellationToken)
    {
        await using NpgsqlBinaryImporter import = await connection.BeginBinaryImportAsync(
            "COPY settlements (seq, entry, hash_chain, hash, since, seal) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (SettlementRow row in settlements)
        {
            await import.StartRowAsync(cancellationToken);
            await WriteAsync(import, row.Seq, cancellationToken);
            await WriteAsync(import, row.Entry, cancellationToken);
            await WriteAsync(import, row.HashChain, cancellationToken);
            await WriteAsync(import, row.Hash, cancellationToken);
            await WriteAsync(import, row.Since, cancellationToken);
            await WriteAsync(import, Blob.Of(row.Seal), cancellationToken);
        }

        await import.CompleteAsync(cancellationToken);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter import, long value, CancellationToken cancellationToken) =>
        import.WriteAsync(value, NpgsqlDbType.Bigint, cancellationToken);

    private static Task WriteAsync(NpgsqlBinaryImporter import, long? value, CancellationToken cancellationToken) => value is long present
        ? import.WriteAsync(present, NpgsqlDbType.Bigint, cancellationToken)
        : import.WriteNullAsync(cancellationToken);

    private static Task WriteAsync(NpgsqlBinaryImporter import, Hash32 value, CancellationToken cancellationToken) =>
        WriteAsync(import, value.ToArray(), cancellationToken);

    private static Task WriteAsync(NpgsqlBinaryImporter import, byte[] value, CancellationToken cancellationToken) =>
        import.WriteAsync(value, NpgsqlDbType.Bytea, cancellationToken);
}
