using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Tips;

namespace ChainTips.Storage.Sql;

/// <summary>A post with the address that is paid for it, as a statement reads it.</summary>
internal sealed record PaidPostRow(
    long Seq, byte[] Id, byte[] PlatformId, byte[] CreatorId, string Title, string? Url, byte[] Salt, long IsSplit, long CreatedAt, byte[] Payee, long IsOfCreator)
{
    public const string Select = """
        SELECT o.seq, o.id, p.id AS platformId, c.id AS creatorId, o.title, o.url, o.salt, o.is_split AS isSplit, o.created_at AS createdAt, c.address AS payee,
            o.is_of_creator AS isOfCreator
        FROM posts o JOIN platforms p ON p.seq = o.platform JOIN creators c ON c.seq = o.creator
        """;

    /// <summary>The posts of some rows, in their order; with a second statement where money is divided.</summary>
    public static async Task<IReadOnlyList<Post>> ToPostsAsync(
        SqlSession session, IReadOnlyList<PaidPostRow> rows, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<long, CreatorSplit> splits = await SqlSplits.FindOfPostsAsync(
            session, rows.Where(row => row.IsSplit == 1).Select(row => row.Seq), cancellationToken);
        return [.. rows.Select(row => row.ToPost(splits.GetValueOrDefault(row.Seq)))];
    }

    /// <summary>What some rows are paid for, in their order.</summary>
    public static async Task<IReadOnlyList<PaymentSubject.OfPost>> ToSubjectsAsync(
        SqlSession session, IReadOnlyList<PaidPostRow> rows, CancellationToken cancellationToken)
    {
        IReadOnlyList<Post> posts = await ToPostsAsync(session, rows, cancellationToken);
        return [.. posts.Zip(rows, (post, row) => new PaymentSubject.OfPost(post, Address.FromBytes(row.Payee)))];
    }

    private Post ToPost(CreatorSplit? payees)
    {
        Id<Post> id = Blob.ToId<Post>(Id);
        return new Post(
            id, Blob.ToId<Platform>(PlatformId), Blob.ToId<Creator>(CreatorId), Title, Url is null ? null : new Uri(Url),
            new PaymentReference(IsOfCreator == 1 ? Blob.ToId<Creator>(CreatorId).ToString() : id.ToString(), Hash32.FromBytes(Salt)), Blob.ToTime(CreatedAt))
        {
            Payees = payees,
            IsOfCreator = IsOfCreator == 1,
        };
    }
}
