using ChainTips.Posts;

namespace ChainTips.Storage.Sql;

/// <summary>Between whom the money of posts and requests is divided. What one creator receives alone has no row here.</summary>
internal static class SqlSplits
{
    private const string OfPosts = """
        SELECT s.post AS owner, s.position, c.id AS creatorId, c.address, s.basis_points AS basisPoints
        FROM post_payees s JOIN creators c ON c.seq = s.creator
        WHERE
        """;

    private const string OfRequests = """
        SELECT s.payment_request AS owner, s.position, c.id AS creatorId, s.address, s.basis_points AS basisPoints
        FROM payment_request_payees s JOIN creators c ON c.seq = s.creator
        WHERE
        """;

    /// <summary>Keeps the split of a new post.</summary>
    public static Task AddAsync(SqlSession session, Post post, CancellationToken cancellationToken) => EachAsync(
        post.Payees,
        (share, position) => session.ExecuteAsync(
            """
            INSERT INTO post_payees (post, position, creator, basis_points)
            VALUES ((SELECT seq FROM posts WHERE id = @owner), @position, (SELECT seq FROM creators WHERE id = @creator), @basisPoints)
            """,
            ValuesOf(Blob.Of(post.Id), share, position),
            cancellationToken));

    /// <summary>Keeps the split of a new payment request, with the addresses as they are now.</summary>
    public static Task AddAsync(SqlSession session, PaymentRequests.PaymentRequest request, CancellationToken cancellationToken) => EachAsync(
        request.Payees,
        (share, position) => session.ExecuteAsync(
            """
            INSERT INTO payment_request_payees (payment_request, position, creator, address, basis_points)
            VALUES ((SELECT seq FROM payment_requests WHERE id = @owner), @position, (SELECT seq FROM creators WHERE id = @creator), @address,
                @basisPoints)
            """,
            ValuesOf(Blob.Of(request.Id), share, position),
            cancellationToken));

    /// <summary>The splits of some posts, by their numbers.</summary>
    public static Task<IReadOnlyDictionary<long, CreatorSplit>> FindOfPostsAsync(
        SqlSession session, IEnumerable<long> posts, CancellationToken cancellationToken) =>
        FindAsync(session, OfPosts, "s.post", posts, cancellationToken);

    /// <summary>The splits of some payment requests, by their numbers.</summary>
    public static Task<IReadOnlyDictionary<long, CreatorSplit>> FindOfRequestsAsync(
        SqlSession session, IEnumerable<long> requests, CancellationToken cancellationToken) =>
        FindAsync(session, OfRequests, "s.payment_request", requests, cancellationToken);

    private static async Task EachAsync(CreatorSplit? split, Func<CreatorShare, int, Task> write)
    {
        foreach ((int position, CreatorShare share) in (split?.Shares ?? []).Index())
        {
            await write(share, position);
        }
    }

    private static object ValuesOf(byte[] owner, CreatorShare share, int position) => new
    {
        owner,
        position = (long)position,
        creator = Blob.Of(share.CreatorId),
        address = share.Address.ToArray(),
        basisPoints = (long)share.BasisPoints,
    };

    private static async Task<IReadOnlyDictionary<long, CreatorSplit>> FindAsync(
        SqlSession session, string select, string column, IEnumerable<long> owners, CancellationToken cancellationToken)
    {
        IReadOnlyList<ShareRow> rows = await session.ListAnyAsync<ShareRow, long>(select, column, owners, cancellationToken);
        return rows.GroupBy(row => row.Owner).ToDictionary(
            owner => owner.Key, owner => new CreatorSplit(owner.OrderBy(row => row.Position).Select(row => row.ToShare())));
    }

    private sealed record ShareRow(long Owner, long Position, byte[] CreatorId, byte[] Address, long BasisPoints)
    {
        public CreatorShare ToShare() =>
            new(Blob.ToId<Creator>(CreatorId), Ethereum.Primitives.Address.FromBytes(Address), (int)BasisPoints);
    }
}
