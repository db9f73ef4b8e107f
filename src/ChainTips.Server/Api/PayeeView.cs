using ChainTips.Posts;

namespace ChainTips.Server.Api;

/// <summary>One of those between whom money is divided.</summary>
/// <param name="Creator">The id of the creator.</param>
/// <param name="Address">Where the creator is paid.</param>
/// <param name="BasisPoints">How much of the whole, in hundredths of a percent. All together are 10000.</param>
internal sealed record PayeeView(string Creator, string Address, int BasisPoints)
{
    /// <summary>The views of a split, in its order; none when all is one creator's.</summary>
    public static IReadOnlyList<PayeeView> Of(CreatorSplit? split) =>
        [.. (split?.Shares ?? []).Select(share => new PayeeView(share.CreatorId.ToString(), share.Address.ToString(), share.BasisPoints))];
}
