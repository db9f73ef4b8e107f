using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChainTips.Server.Tests.Running;

/// <summary>What the gateway answered.</summary>
internal sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public JsonNode Json => JsonNode.Parse(Body)!;

    public string? MediaType => Header("Content-Type");

    public string? Code => Status < 400 ? null : Text("code");

    public static async Task<Answer> OfAsync(HttpResponseMessage response, CancellationToken cancellationToken) => new(
        (int)response.StatusCode,
        await response.Content.ReadAsStringAsync(cancellationToken),
        response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));

    /// <summary>JSON in one spelling, so that two texts are equal when they say the same in the same order.</summary>
    public static string Spell(string json) => JsonNode.Parse(json)!.ToJsonString(Readable);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public string Text(string member) => (string)Json[member]!;
}
