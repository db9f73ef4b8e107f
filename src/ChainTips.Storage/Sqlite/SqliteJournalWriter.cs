using ChainTips.Storage.Sql;
using ChainTips.Tips;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Sqlite;

/// <summary>Writes the journal with prepared statements, straight to SQLite: the general interface would cost more than SQLite itself.</summary>
internal sealed class SqliteJournalWriter(SqliteConnection connection) : IJournalWriter
{
    public Task<IReadOnlyList<long>> FindLiveAsync(IEnumerable<UInt128> payments, CancellationToken cancellationToken)
    {
        using SqliteStatement find = new(connection, "SELECT entry FROM live_payments WHERE payment = ?");
        List<long> live = [];
        foreach (UInt128 payment in payments)
        {
            if (find.Bind(payment).Find() is long entry)
            {
                live.Add(entry);
            }
        }

        return Task.FromResult<IReadOnlyList<long>>(live);
    }

    public Task WriteAsync(IReadOnlyList<PaidBlockRow> blocks, CancellationToken cancellationToken)
    {
        using SqliteStatement insert = new(
            connection, "INSERT INTO paid_blocks (seq, chain_id, number, hash, parent_hash, time) VALUES (?, ?, ?, ?, ?, ?)");
        foreach (PaidBlockRow row in blocks)
        {
            insert.Bind(row.Seq).Bind(row.ChainId).Bind(checked((long)row.Block.Number.Value)).Bind(row.Block.Hash)
                .Bind(row.Block.ParentHash).Bind(row.Time).Run();
        }

        return Task.CompletedTask;
    }

    public Task WriteAsync(IEnumerable<EntryRow> entries, CancellationToken cancellationToken)
    {
        using SqliteStatement insert = new(
            connection,
            """
            INSERT INTO journal_entries (seq, payment, block, transaction_hash, transaction_index, position, transfer_position, contract,
                payer, platform, creator, post, payment_request, rung, kind, debit, credit, amount, recorded_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        foreach (EntryRow row in entries)
        {
            Tip tip = row.Tip;
            insert.Bind(row.Seq).Bind(row.Payment).Bind(row.Block).Bind(tip.Location.TransactionHash).Bind(tip.TransactionIndex)
                .Bind(tip.Location.Position).Bind(tip.TransferPosition).Bind(row.Contract).Bind(tip.Payer)
                .Bind(row.Subject.Platform).Bind(row.Subject.Creator).Bind(row.Subject.Post).Bind(row.Subject.Request)
                .Bind(row.Rung).Bind(row.Kind).Bind(row.Movement.Debit).Bind(row.Movement.Credit).Bind(row.Movement.Amount)
                .Bind(row.RecordedAt).Run();
        }

        return Task.CompletedTask;
    }

    public Task WriteAsync(IEnumerable<SettlementRow> settlements, CancellationToken cancellationToken)
    {
        using SqliteStatement insert = new(
            connection, "INSERT INTO settlements (seq, entry, hash_chain, hash, since, seal) VALUES (?, ?, ?, ?, ?, ?)");
        foreach (SettlementRow row in settlements)
        {
            insert.Bind(row.Seq).Bind(row.Entry).Bind(row.HashChain).Bind(row.Hash).Bind(row.Since).Bind(row.Seal).Run();
        }

        return Task.CompletedTask;
    }
}
