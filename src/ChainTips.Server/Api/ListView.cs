using ChainTips.Identity;

namespace ChainTips.Server.Api;

/// <summary>A part of a list, newest first.</summary>
/// <param name="Data">The items.</param>
/// <param name="HasMore">Whether there are older ones.</param>
/// <param name="Next">What to send as <c>after</c> to get them; null when there are none.</param>
internal sealed record ListView<T>(IReadOnlyList<T> Data, bool HasMore, string? Next)
{
    /// <summary>The view of a page.</summary>
    public static ListView<T> Of<TItem>(Page<TItem> page, Func<TItem, T> view, Func<TItem, string> id) => new(
        [.. page.Items.Select(view)], page.HasMore, page.HasMore ? id(page.Items[^1]) : null);
}
