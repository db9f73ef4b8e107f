using ChainTips.Identity;
using ChainTips.Platforms;
using ChainTips.Posts;

namespace ChainTips.Storage.Sql;

internal sealed class SqlPostBook(SqlSession session) : IPostBook
{
    private const string SelectCreators = """
        SELECT c.id, p.id AS platformId, c.name, c.address, c.created_at AS createdAt
        FROM creators c JOIN platforms p ON p.seq = c.platform
        WHERE p.id = @platformId
        """;

    private const string SelectPosts = PaidPostRow.Select + " WHERE p.id = @platformId AND o.is_of_creator = 0";

    public Task AddCreatorAsync(Creator creator, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        INSERT INTO creators (id, platform, name, address, created_at)
        VALUES (@id, (SELECT seq FROM platforms WHERE id = @platformId), @Name, @address, @createdAt)
        """,
        new
        {
            id = Blob.Of(creator.Id),
            platformId = Blob.Of(creator.PlatformId),
            creator.Name,
            address = creator.Address.ToArray(),
            createdAt = Blob.Of(creator.CreatedAt),
        },
        cancellationToken);

    public async Task<Creator?> FindCreatorAsync(
        Id<Platform> platformId, Id<Creator> id, CancellationToken cancellationToken)
    {
        CreatorRow? row = await session.FindAsync<CreatorRow>(
            SelectCreators + " AND c.id = @id", new { platformId = Blob.Of(platformId), id = Blob.Of(id) }, cancellationToken);
        return row?.ToCreator();
    }

    public async Task<Page<Creator>> ListCreatorsAsync(
        Id<Platform> platformId, PageRequest<Creator> page, CancellationToken cancellationToken)
    {
        IReadOnlyList<CreatorRow> rows = await session.ListAsync<CreatorRow>(
            $"{SelectCreators} AND (@after IS NULL OR c.seq < (SELECT seq FROM creators WHERE id = @after)) ORDER BY c.seq DESC LIMIT @limit",
            Paging.Values(platformId, page),
            cancellationToken);
        return Page<Creator>.FromOverread([.. rows.Select(row => row.ToCreator())], page.Limit);
    }

    public async Task AddPostAsync(Post post, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(
            """
            INSERT INTO posts (id, platform, creator, title, url, salt, payment_reference, is_split, is_of_creator, created_at)
            VALUES (@id, (SELECT seq FROM platforms WHERE id = @platformId), (SELECT seq FROM creators WHERE id = @creatorId),
                @Title, @url, @salt, @reference, @isSplit, @isOfCreator, @createdAt)
            """,
            new
            {
                id = Blob.Of(post.Id),
                platformId = Blob.Of(post.PlatformId),
                creatorId = Blob.Of(post.CreatorId),
                post.Title,
                url = post.Url?.AbsoluteUri,
                salt = post.Reference.Salt.ToArray(),
                reference = post.Reference.Value.ToArray(),
                isSplit = post.Payees is null ? 0L : 1L,
                isOfCreator = post.IsOfCreator ? 1L : 0L,
                createdAt = Blob.Of(post.CreatedAt),
            },
            cancellationToken);
        await SqlSplits.AddAsync(session, post, cancellationToken);
        await DirectPayments.BeginAsync(session, cancellationToken);
    }

    public async Task<Post?> FindOfCreatorAsync(Id<Platform> platformId, Id<Creator> creatorId, CancellationToken cancellationToken)
    {
        PaidPostRow? row = await session.FindAsync<PaidPostRow>(
            PaidPostRow.Select + " WHERE p.id = @platformId AND o.is_of_creator = 1 AND c.id = @creatorId",
            new { platformId = Blob.Of(platformId), creatorId = Blob.Of(creatorId) },
            cancellationToken);
        return row is null ? null : (await PaidPostRow.ToPostsAsync(session, [row], cancellationToken))[0];
    }

    public async Task<Post?> FindPostAsync(Id<Platform> platformId, Id<Post> id, CancellationToken cancellationToken)
    {
        PaidPostRow? row = await session.FindAsync<PaidPostRow>(
            SelectPosts + " AND o.id = @id", new { platformId = Blob.Of(platformId), id = Blob.Of(id) }, cancellationToken);
        return row is null ? null : (await PaidPostRow.ToPostsAsync(session, [row], cancellationToken))[0];
    }

    public async Task<Page<Post>> ListPostsAsync(
        Id<Platform> platformId, PageRequest<Post> page, CancellationToken cancellationToken)
    {
        IReadOnlyList<PaidPostRow> rows = await session.ListAsync<PaidPostRow>(
            $"{SelectPosts} AND (@after IS NULL OR o.seq < (SELECT seq FROM posts WHERE id = @after)) ORDER BY o.seq DESC LIMIT @limit",
            Paging.Values(platformId, page),
            cancellationToken);
        return Page<Post>.FromOverread(await PaidPostRow.ToPostsAsync(session, rows, cancellationToken), page.Limit);
    }

    private sealed record CreatorRow(byte[] Id, byte[] PlatformId, string Name, byte[] Address, long CreatedAt)
    {
        public Creator ToCreator() => new(
            Blob.ToId<Creator>(Id), Blob.ToId<Platform>(PlatformId), Name,
            Ethereum.Primitives.Address.FromBytes(Address), Blob.ToTime(CreatedAt));
    }
}
