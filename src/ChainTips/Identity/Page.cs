namespace ChainTips.Identity;

/// <summary>A part of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items, newest first.</param>
/// <param name="HasMore">Whether there are older ones.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, bool HasMore)
{
    /// <summary>The page of a list that was read one item too far on purpose.</summary>
    public static Page<T> FromOverread(IReadOnlyList<T> items, int limit) =>
        items.Count > limit ? new Page<T>([.. items.Take(limit)], true) : new Page<T>(items, false);
}
