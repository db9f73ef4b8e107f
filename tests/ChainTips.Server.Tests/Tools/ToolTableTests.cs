using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Server.Tools;

namespace ChainTips.Server.Tests.Tools;

internal sealed class ToolTableTests
{
    private static readonly string[] Names =
    [
        "keccak", "address", "create2", "abi-encode", "abi-decode", "selector", "topic", "rlp-encode", "rlp-decode",
        "typed-data", "personal-digest", "sign", "recover", "address-of-key", "transaction-sign", "transaction-decode",
        "receipts-root", "receipt-proof", "proof-verify", "block-hash", "payment-uri", "siwe-parse", "siwe-verify",
        "webhook-sign", "webhook-verify",
    ];

    /// <summary>What stands in the place of a member: of each kind of JSON, and text that few members can be.</summary>
    private static readonly string[] Strangers =
    [
        "true", "[]", "{}", "-1", "1.5", "1e999", "\"\"", "\"0x\"", "\"0xzz\"", "\"0x0\"", "\"\\ud800\"", "[null]", "[[]]",
        "[{}]", "[5]", "\"-0x1\"", "\"\\u0000\"",
    ];

    [Test]
    public void There_are_these_tools_and_no_others() => Assert.That(ToolTable.All.Keys, Is.EquivalentTo(Names));

    [TestCaseSource(nameof(Names))]
    public async Task A_line_without_members_is_an_error(string tool) =>
        Assert.That(ToolLines.ErrorOf(await ToolLines.AnswerAsync(tool, "{}")), Is.Not.Empty);

    [TestCaseSource(nameof(Names))]
    public async Task Any_member_may_be_anything_and_there_is_one_answer(string tool)
    {
        JsonObject line = JsonNode.Parse(ToolDocument.ExampleOf(tool).Input)!.AsObject();
        List<string> lines = [];
        foreach (JsonValue leaf in Leaves(line).ToList())
        {
            foreach (string stranger in Strangers)
            {
                lines.Add(line.ToJsonString().Replace(leaf.ToJsonString(), stranger, StringComparison.Ordinal));
            }
        }

        foreach (string member in line.Select(pair => pair.Key).ToList())
        {
            JsonObject without = line.DeepClone().AsObject();
            without.Remove(member);
            lines.Add(without.ToJsonString());
            lines.AddRange(Strangers.Select(stranger => With(line, member, stranger)));
        }

        string[] answers = (await ToolLines.RunAsync(tool, string.Join('\n', lines))).Split('\n');

        Assert.That(answers, Has.Length.EqualTo(lines.Count + 1));
        Assert.That(answers[..^1], Has.All.Matches<string?>(IsObject));
        Assert.That(answers, Has.Some.StartsWith("{\"error\":\""));
    }

    private static string With(JsonObject line, string member, string stranger) => line.ToJsonString()
        .Replace($"\"{member}\":{line[member]!.ToJsonString()}", $"\"{member}\":{stranger}", StringComparison.Ordinal);

    private static bool IsObject(string? answer) => JsonDocument.Parse(answer!).RootElement.ValueKind == JsonValueKind.Object;

    private static IEnumerable<JsonValue> Leaves(JsonNode? node) => node switch
    {
        JsonValue value => [value],
        JsonArray array => array.SelectMany(Leaves),
        JsonObject members => members.SelectMany(pair => Leaves(pair.Value)),
        _ => [],
    };
}
