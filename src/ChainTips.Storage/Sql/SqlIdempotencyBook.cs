using ChainTips.Identity;
using ChainTips.Platforms;

namespace ChainTips.Storage.Sql;

internal sealed class SqlIdempotencyBook(SqlSession session) : IIdempotencyBook
{
    public async Task<IdempotentAnswer?> FindAsync(Id<Platform> platformId, string key, CancellationToken cancellationToken)
    {
        Row? row = await session.FindAsync<Row>(
            """
            SELECT a.request_hash AS requestHash, a.status, a.body
            FROM idempotent_answers a JOIN platforms p ON p.seq = a.platform
            WHERE p.id = @platformId AND a.key = @key
            """,
            new { platformId = Blob.Of(platformId), key },
            cancellationToken);
        return row is null ? null : new IdempotentAnswer(row.RequestHash, checked((int)row.Status), row.Body);
    }

    public Task AddAsync(
        Id<Platform> platformId, string key, IdempotentAnswer answer, DateTimeOffset now, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            """
            INSERT INTO idempotent_answers (platform, key, request_hash, status, body, created_at)
            VALUES ((SELECT seq FROM platforms WHERE id = @platformId), @key, @requestHash, @Status, @Body, @now)
            """,
            new
            {
                platformId = Blob.Of(platformId),
                key,
                requestHash = answer.RequestHash.ToArray(),
                answer.Status,
                answer.Body,
                now = Blob.Of(now),
            },
            cancellationToken);

    private sealed record Row(byte[] RequestHash, long Status, string Body);
}
