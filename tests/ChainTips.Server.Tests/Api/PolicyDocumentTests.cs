using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChainTips.Money;
using ChainTips.Policies;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

/// <summary>The document of the policy file is whole and true.</summary>
internal sealed class PolicyDocumentTests
{
    private static readonly Token[] Tokens = [new(LocalChain.Id, LocalChain.Token, "TUSD", LocalChain.Decimals)];

    [Test]
    public void The_example_is_without_fault()
    {
        List<string> faults = [];

        Policy? policy = PolicyFile.Read(Encoding.UTF8.GetBytes(PolicyDocument.Example), "docs/policy.md", Tokens, faults);

        Assert.That(faults, Is.Empty);
        Assert.That(policy!.SummedParties, Has.Count.EqualTo(3));
    }

    /// <summary>An unknown key in each object brings the list of the known ones to light; the example must have all of them.</summary>
    [Test]
    public void The_example_shows_every_key_there_is()
    {
        JsonNode example = JsonNode.Parse(PolicyDocument.Example)!;
        JsonObject[] objects = [.. ObjectsOf(example)];
        HashSet<string> shown = [.. objects.SelectMany(one => one.Select(member => member.Key))];
        foreach (JsonObject one in objects)
        {
            one["unknown"] = 0;
        }

        List<string> faults = [];
        PolicyFile.Read(Encoding.UTF8.GetBytes(example.ToJsonString()), "f", Tokens, faults);

        string[] known = [.. faults.SelectMany(fault => Regex.Match(fault, "this key is unknown; write one of (.*), or take").Groups[1].Value.Split(", "))];
        Assert.That(faults, Has.Count.EqualTo(objects.Length), string.Join('\n', faults));
        Assert.That(shown, Is.EquivalentTo(known.Distinct()));
    }

    [Test]
    public void The_document_names_every_key_and_every_code()
    {
        string[] codes =
        [
            .. typeof(PolicyCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!),
            .. Enum.GetValues<PartyKind>().SelectMany(kind => new[] { PolicyCode.TooMany(kind), PolicyCode.TooMuch(kind) }),
        ];
        IEnumerable<string> keys = ObjectsOf(JsonNode.Parse(PolicyDocument.Example)!).SelectMany(one => one.Select(member => member.Key));

        string prose = Regex.Replace(PolicyDocument.Text, "```json.*?```", "", RegexOptions.Singleline);
        Assert.That(codes, Has.Length.EqualTo(14).And.Unique);
        Assert.That(codes.Where(code => !prose.Contains($"`{code}`", StringComparison.Ordinal)), Is.Empty);
        Assert.That(keys.Distinct().Where(key => !Regex.IsMatch(prose, $@"`(\w+\.)?{key}`")), Is.Empty);
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task The_answer_in_the_document_is_that_of_the_gateway()
    {
        using TemporaryFolder folder = new();
        await using RunningGateway gateway = await RunningGateway.StartAsync(new()
        {
            ["ChainTips:PolicyFile"] = folder.Write(
                "policy.json", $$"""{"version": 1, "tokens": [{"chainId": 31337, "address": "{{LocalChain.Token}}", "minimum": "0.01"}]}"""),
        });

        Answer check = await gateway.PostAsync("/v1/policy/check", new { creator = await gateway.CreateCreatorAsync(), amount = "5000" });

        JsonNode answered = check.Json;
        answered["policyHash"] = "…";
        Assert.That(Answer.Spell(answered.ToJsonString()), Is.EqualTo(Answer.Spell(PolicyDocument.Answer)));
    }

    private static IEnumerable<JsonObject> ObjectsOf(JsonNode node) => node switch
    {
        JsonObject own => [own, .. own.Select(member => member.Value!).SelectMany(ObjectsOf)],
        JsonArray list => list.SelectMany(item => ObjectsOf(item!)),
        _ => [],
    };
}
