using ChainTips.Identity;
using ChainTips.Platforms;

namespace ChainTips.Storage.Sql;

/// <summary>The values that every list's statement takes: it reads one row too far, to know whether there are more.</summary>
internal static class Paging
{
    public static object Values<T>(Id<Platform> platformId, PageRequest<T> page)
        where T : IIdentified => new
        {
            platformId = Blob.Of(platformId),
            after = page.After is Id<T> after ? Blob.Of(after) : null,
            limit = page.Limit + 1,
        };
}
