namespace ChainTips.Ethereum.Primitives;

/// <summary>Quotes foreign text in messages, so that a hostile megabyte cannot become a log line.</summary>
internal static class Excerpt
{
    private const int Limit = 80;

    /// <summary>The text in single quotes, cut after 80 characters and without control characters.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        Span<char> shown = stackalloc char[Math.Min(text.Length, Limit)];
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = char.IsControl(text[i]) ? '?' : text[i];
        }

        return text.Length > Limit ? $"'{shown}…'" : $"'{shown}'";
    }
}
