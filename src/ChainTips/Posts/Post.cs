using ChainTips.Identity;
using ChainTips.Platforms;
using ChainTips.Tips;

namespace ChainTips.Posts;

/// <summary>A published item that can be tipped. Its reference stands: it never expires and takes any amount.</summary>
/// <param name="Id">The post's id.</param>
/// <param name="PlatformId">The platform that the post belongs to.</param>
/// <param name="CreatorId">Who is paid.</param>
/// <param name="Title">A title for people, as it was given.</param>
/// <param name="Url">Where the post is published; null when it was not said.</param>
/// <param name="Reference">What names the post on the chain.</param>
/// <param name="CreatedAt">When the post was added.</param>
public sealed record Post(
    Id<Post> Id,
    Id<Platform> PlatformId,
    Id<Creator> CreatorId,
    string Title,
    Uri? Url,
    PaymentReference Reference,
    DateTimeOffset CreatedAt) : IIdentified
{
    /// <inheritdoc/>
    public static string IdPrefix => "post";

    /// <summary>Between whom its money is divided, its creator among them; null when it is all the creator's.</summary>
    public CreatorSplit? Payees { get; init; }

    /// <summary>Whether it is no post, but what a creator is tipped for who is named alone. Its reference is made from the creator's id.</summary>
    public bool IsOfCreator { get; init; }

    /// <summary>What a creator is tipped for alone. There is one for a creator, under the same number.</summary>
    /// <param name="creator">The creator.</param>
    /// <param name="now">When it is made.</param>
    public static Post OfCreator(Creator creator, DateTimeOffset now) =>
        new(new Id<Post>(creator.Id.Bits), creator.PlatformId, creator.Id, "", null, PaymentReference.Create(creator.Id.ToString()), now)
        {
            IsOfCreator = true,
        };
}
