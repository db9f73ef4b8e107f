using ChainTips.Identity;
using ChainTips.Platforms;

namespace ChainTips.Storage.Sql;

internal sealed class SqlPlatformBook(SqlSession session) : IPlatformBook
{
    private const string SelectKeys = """
        SELECT k.id, p.id AS platformId, k.name, k.secret_hash AS secretHash, k.created_at AS createdAt, k.revoked_at AS revokedAt
        FROM api_keys k JOIN platforms p ON p.seq = k.platform
        """;

    public async Task<Platform> ReadLocalAsync(CancellationToken cancellationToken)
    {
        PlatformRow row = await session.ReadAsync<PlatformRow>(
            "SELECT id, name FROM platforms ORDER BY seq LIMIT 1", null, cancellationToken);
        return new Platform(Blob.ToId<Platform>(row.Id), row.Name);
    }

    public Task<bool> HasWorkingKeyAsync(CancellationToken cancellationToken) =>
        session.ReadAsync<bool>("SELECT EXISTS (SELECT 1 FROM api_keys WHERE revoked_at IS NULL)", null, cancellationToken);

    public async Task<ApiKey?> FindKeyAsync(Id<ApiKey> id, CancellationToken cancellationToken)
    {
        KeyRow? row = await session.FindAsync<KeyRow>(SelectKeys + " WHERE k.id = @id", new { id = Blob.Of(id) }, cancellationToken);
        return row?.ToKey();
    }

    public async Task<IReadOnlyList<ApiKey>> ListKeysAsync(Id<Platform> platformId, CancellationToken cancellationToken)
    {
        IReadOnlyList<KeyRow> rows = await session.ListAsync<KeyRow>(
            SelectKeys + " WHERE p.id = @platformId ORDER BY k.seq", new { platformId = Blob.Of(platformId) }, cancellationToken);
        return [.. rows.Select(row => row.ToKey())];
    }

    public Task AddKeyAsync(ApiKey key, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        INSERT INTO api_keys (id, platform, name, secret_hash, created_at)
        VALUES (@id, (SELECT seq FROM platforms WHERE id = @platformId), @Name, @secretHash, @createdAt)
        """,
        new
        {
            id = Blob.Of(key.Id),
            platformId = Blob.Of(key.PlatformId),
            key.Name,
            secretHash = key.SecretHash.ToArray(),
            createdAt = Blob.Of(key.CreatedAt),
        },
        cancellationToken);

    public async Task<bool> RevokeKeyAsync(Id<ApiKey> id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            "UPDATE api_keys SET revoked_at = @now WHERE id = @id AND revoked_at IS NULL",
            new { id = Blob.Of(id), now = Blob.Of(now) },
            cancellationToken) == 1;

    private sealed record PlatformRow(byte[] Id, string Name);

    private sealed record KeyRow(byte[] Id, byte[] PlatformId, string Name, byte[] SecretHash, long CreatedAt, long? RevokedAt)
    {
        public ApiKey ToKey() => new(
            Blob.ToId<ApiKey>(Id), Blob.ToId<Platform>(PlatformId), Name, SecretHash, Blob.ToTime(CreatedAt),
            RevokedAt is long revoked ? Blob.ToTime(revoked) : null);
    }
}
