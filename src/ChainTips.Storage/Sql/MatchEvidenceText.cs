using System.Text.Json;
using ChainTips.Matching;

namespace ChainTips.Storage.Sql;

/// <summary>The evidence of a match as it is kept: JSON.</summary>
internal static class MatchEvidenceText
{
    public static string Write(MatchEvidence evidence) => JsonSerializer.Serialize(evidence, JsonSerializerOptions.Web);

    public static MatchEvidence? Parse(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<MatchEvidence>(json, JsonSerializerOptions.Web);

    public static string ExplanationOf(string? json) => Parse(json)?.Explanation ?? "";
}
