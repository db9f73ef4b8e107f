using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Tips;

namespace ChainTips.Storage.Sql;

/// <summary>A post with the address that is paid for it, as a statement reads it.</summary>
internal sealed record PaidPostRow(
    long Seq, byte[] Id, byte[] PlatformId, byte[] CreatorId, string Title, string? Url, byte[] Salt, long CreatedAt, byte[] Payee)
{
    public const string Select = """
        SELECT o.seq, o.id, p.id AS platformId, c.id AS creatorId, o.title, o.url, o.salt, o.created_at AS createdAt, c.address AS payee
        FROM posts o JOIN platforms p ON p.seq = o.platform JOIN creators c ON c.seq = o.creator
        """;

    public Post ToPost()
    {
        Id<Post> id = Blob.ToId<Post>(Id);
        return new Post(
            id, Blob.ToId<Platform>(PlatformId), Blob.ToId<Creator>(CreatorId), Title, Url is null ? null : new Uri(Url),
            new PaymentReference(id.ToString(), Hash32.FromBytes(Salt)), Blob.ToTime(CreatedAt));
    }

    public PaymentSubject.OfPost ToSubject() => new(ToPost(), Address.FromBytes(Payee));
}
