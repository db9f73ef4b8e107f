using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Relaying;

namespace ChainTips.Storage.Sql;

/// <summary>The nonces of the relayer's keys, with what was signed for each.</summary>
internal sealed class SqlRelayTransactions(SqlSession session)
{
    private const string OfTransaction = "(SELECT seq FROM relay_transactions WHERE chain_id = @chain AND sender = @sender AND nonce = @nonce)";

    /// <summary>The values that a statement names a transaction by.</summary>
    public static object KeyOf(RelayTransaction transaction) => new
    {
        chain = checked((long)transaction.ChainId),
        sender = transaction.Sender.ToArray(),
        nonce = checked((long)transaction.Nonce),
    };

    public async Task<IReadOnlyList<RelayTransaction>> ListOpenAsync(ulong chainId, Address sender, CancellationToken cancellationToken)
    {
        IReadOnlyList<Row> rows = await session.ListAsync<Row>(
            """
            SELECT seq, nonce, status, mined_hash AS minedHash, block_number AS blockNumber, gas_used AS gasUsed FROM relay_transactions
            WHERE chain_id = @chain AND sender = @sender AND status IN (0, 1) ORDER BY nonce
            """,
            new { chain = checked((long)chainId), sender = sender.ToArray() },
            cancellationToken);
        ILookup<long, AttemptRow> attempts = (await session.ListAnyAsync<AttemptRow, long>(
            """
            SELECT relay_transaction AS relayTransaction, number, hash, raw, max_fee AS maxFee, max_priority_fee AS maxPriorityFee, is_filler AS isFiller,
                signed_at AS signedAt, sent_at AS sentAt
            FROM relay_attempts WHERE
            """,
            "relay_transaction",
            rows.Select(row => row.Seq),
            cancellationToken)).ToLookup(row => row.RelayTransaction);
        ILookup<long, ItemRow> items = (await session.ListAnyAsync<ItemRow, long>(
            "SELECT m.relay_transaction AS relayTransaction, m.position, r.id FROM relay_items m JOIN relays r ON r.seq = m.relay WHERE",
            "m.relay_transaction",
            rows.Select(row => row.Seq),
            cancellationToken)).ToLookup(row => row.RelayTransaction);
        return
        [
            .. rows.Select(row => row.ToTransaction(
                chainId,
                sender,
                [.. attempts[row.Seq].OrderBy(attempt => attempt.Number).Select(attempt => attempt.ToAttempt())],
                [.. items[row.Seq].OrderBy(item => item.Position).Select(item => Blob.ToId<Relay>(item.Id))])),
        ];
    }

    public async Task<ulong?> FindLastNonceAsync(ulong chainId, Address sender, CancellationToken cancellationToken) => (ulong?)await session.FindAsync<long?>(
        "SELECT max(nonce) FROM relay_transactions WHERE chain_id = @chain AND sender = @sender",
        new { chain = checked((long)chainId), sender = sender.ToArray() },
        cancellationToken);

    public async Task<ulong?> FindLastOverAsync(ulong chainId, Address sender, CancellationToken cancellationToken) => (ulong?)await session.FindAsync<long?>(
        "SELECT max(nonce) FROM relay_transactions WHERE chain_id = @chain AND sender = @sender AND status IN (2, 3)",
        new { chain = checked((long)chainId), sender = sender.ToArray() },
        cancellationToken);

    public async Task AddAsync(RelayTransaction transaction, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            "INSERT INTO relay_transactions (chain_id, sender, nonce, status) VALUES (@chain, @sender, @nonce, 0)", KeyOf(transaction), cancellationToken);
        foreach (RelayAttempt attempt in transaction.Attempts)
        {
            await AddAttemptAsync(transaction, attempt, cancellationToken);
        }

        foreach ((int position, Id<Relay> relay) in transaction.Relays.Index())
        {
            await session.ExecuteAsync(
                $"INSERT INTO relay_items (relay_transaction, relay, position) VALUES ({OfTransaction}, (SELECT seq FROM relays WHERE id = @relay), @position)",
                new
                {
                    chain = checked((long)transaction.ChainId),
                    sender = transaction.Sender.ToArray(),
                    nonce = checked((long)transaction.Nonce),
                    relay = Blob.Of(relay),
                    position = (long)position,
                },
                cancellationToken);
        }
    }

    public Task AddAttemptAsync(RelayTransaction transaction, RelayAttempt attempt, CancellationToken cancellationToken) => session.ExecuteAsync(
        $"""
        INSERT INTO relay_attempts (relay_transaction, number, hash, raw, max_fee, max_priority_fee, is_filler, signed_at, sent_at)
        VALUES ({OfTransaction}, @number, @hash, @raw, @maxFee, @maxPriorityFee, @isFiller, @signedAt, @sentAt)
        """,
        new
        {
            chain = checked((long)transaction.ChainId),
            sender = transaction.Sender.ToArray(),
            nonce = checked((long)transaction.Nonce),
            number = (long)attempt.Number,
            hash = attempt.Hash.ToArray(),
            raw = attempt.Raw.ToArray(),
            maxFee = Blob.Of(attempt.Price.MaxFee),
            maxPriorityFee = Blob.Of(attempt.Price.MaxPriorityFee),
            isFiller = attempt.IsFiller ? 1L : 0L,
            signedAt = Blob.Of(attempt.SignedAt),
            sentAt = attempt.SentAt is DateTimeOffset sent ? (long?)Blob.Of(sent) : null,
        },
        cancellationToken);

    public Task UpdateAsync(RelayTransaction transaction, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        UPDATE relay_transactions SET status = @status, mined_hash = @minedHash, block_number = @block, gas_used = @gasUsed
        WHERE chain_id = @chain AND sender = @sender AND nonce = @nonce
        """,
        new
        {
            chain = checked((long)transaction.ChainId),
            sender = transaction.Sender.ToArray(),
            nonce = checked((long)transaction.Nonce),
            status = (long)transaction.Status,
            minedHash = transaction.MinedHash?.ToArray(),
            block = (long?)transaction.Block?.Value,
            gasUsed = (long?)transaction.GasUsed,
        },
        cancellationToken);

    private sealed record Row(long Seq, long Nonce, long Status, byte[]? MinedHash, long? BlockNumber, long? GasUsed)
    {
        public RelayTransaction ToTransaction(
            ulong chainId, Address sender, IReadOnlyList<RelayAttempt> attempts, IReadOnlyList<Id<Relay>> relays) =>
            new(chainId, sender, (ulong)Nonce, (RelayTransactionStatus)Status, attempts, relays)
            {
                MinedHash = MinedHash is null ? null : Hash32.FromBytes(MinedHash),
                Block = BlockNumber is long number ? new BlockNumber((ulong)number) : null,
                GasUsed = (ulong?)GasUsed,
            };
    }

    private sealed record AttemptRow(
        long RelayTransaction, long Number, byte[] Hash, byte[] Raw, byte[] MaxFee, byte[] MaxPriorityFee, long IsFiller, long SignedAt, long? SentAt)
    {
        public RelayAttempt ToAttempt() => new(
            checked((int)Number),
            Hash32.FromBytes(Hash),
            Raw,
            new GasPrice(Blob.ToUInt128(MaxFee), Blob.ToUInt128(MaxPriorityFee)),
            IsFiller == 1,
            Blob.ToTime(SignedAt),
            SentAt is long sent ? Blob.ToTime(sent) : null);
    }

    private sealed record ItemRow(long RelayTransaction, long Position, byte[] Id);
}
