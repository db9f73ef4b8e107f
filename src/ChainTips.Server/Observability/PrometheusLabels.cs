using System.Globalization;
using OpenTelemetry;

namespace ChainTips.Server.Observability;

/// <summary>Writes the labels of a series.</summary>
internal static class PrometheusLabels
{
    /// <summary>The labels between their braces, in the order of their names.</summary>
    /// <remarks>Two names that become one are one label with both values, as the specification of OpenTelemetry has it.</remarks>
    public static string Of(ReadOnlyTagCollection tags)
    {
        SortedDictionary<string, string> labels = new(StringComparer.Ordinal);
        List<KeyValuePair<string, string>> ordered = [];
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            ordered.Add(new(tag.Key, Text(tag.Value)));
        }

        foreach ((string key, string value) in ordered.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            string name = PrometheusName.Clean(key);
            labels[name] = labels.TryGetValue(name, out string? other) ? $"{other};{value}" : value;
        }

        return string.Join(',', labels.Select(label => $"{label.Key}=\"{Escape(label.Value)}\""));
    }

    private static string Text(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
