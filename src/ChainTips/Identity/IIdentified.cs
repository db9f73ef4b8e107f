namespace ChainTips.Identity;

/// <summary>A thing that the API names by a prefixed id, such as <c>post_…</c>.</summary>
public interface IIdentified
{
    /// <summary>The word before the underscore; lower-case letters only.</summary>
    static abstract string IdPrefix { get; }
}
