namespace ChainTips.Identity;

/// <summary>Which part of a list is asked for: the newest first, then on from the last id seen.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Limit">How many items at most, 1 to 100.</param>
/// <param name="After">The last id of the page before; null for the first page.</param>
public sealed record PageRequest<T>(int Limit, Id<T>? After)
    where T : IIdentified;
