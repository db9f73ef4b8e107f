namespace ChainTips.Server.Observability;

/// <summary>
/// Makes names of Prometheus from those of OpenTelemetry: <c>http.server.duration</c> in <c>s</c> is
/// <c>http_server_duration_seconds</c>.
/// </summary>
internal static class PrometheusName
{
    /// <summary>The units that become a part of the name. What is counted in braces, such as <c>{block}</c>, does not.</summary>
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["By"] = "bytes",
    };

    /// <summary>The name of a metric.</summary>
    /// <param name="name">The name of the instrument.</param>
    /// <param name="unit">Its unit (UCUM).</param>
    /// <param name="isCounter">Whether it only grows.</param>
    public static string Of(string name, string? unit, bool isCounter)
    {
        string clean = Clean(name);
        if (Units.TryGetValue(unit ?? "", out string? suffix))
        {
            clean = WithSuffix(clean, suffix);
        }

        return isCounter ? WithSuffix(clean, "total") : clean;
    }

    /// <summary>A name in the characters that are allowed: letters, digits and underscores, no digit first.</summary>
    public static string Clean(string name)
    {
        string clean = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        return clean.Length > 0 && char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }

    private static string WithSuffix(string name, string suffix) =>
        name.EndsWith("_" + suffix, StringComparison.Ordinal) ? name : $"{name}_{suffix}";
}
