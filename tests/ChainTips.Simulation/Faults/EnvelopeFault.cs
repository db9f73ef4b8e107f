using System.Text;
using System.Text.Json.Nodes;
using ChainTips.Simulation.Network;

namespace ChainTips.Simulation.Faults;

/// <summary>Changes what is around the results: ids, order, errors, the text of the JSON itself.</summary>
/// <param name="fits">Which requests it happens to.</param>
/// <param name="edit">Gives the wrong body for the right one.</param>
internal sealed class EnvelopeFault(Func<FaultScene, bool> fits, Func<string, FaultScene, string> edit) : FaultInjector
{
    /// <inheritdoc/>
    public override bool Fits(FaultScene scene) => fits(scene);

    /// <inheritdoc/>
    public override Task<HttpResponseMessage> InjectAsync(FaultScene scene, CancellationToken cancellationToken)
    {
        string right = Encoding.UTF8.GetString(scene.Write(scene.AnswerHonestly()));
        return Task.FromResult(SimulatedNetwork.Ok(Encoding.UTF8.GetBytes(edit(right, scene))));
    }

    /// <summary>Answers in another order, missing, doubled, under a foreign id, or one error for all.</summary>
    public static string Shuffle(string body, FaultScene scene)
    {
        if (JsonNode.Parse(body) is not JsonArray answers)
        {
            return scene.Random.Percent(50)
                ? body.Replace("\"id\":", "\"id\":9", StringComparison.Ordinal)
                : $"[{body}]";
        }

        switch (scene.Random.Below(6))
        {
            case 0:
                return new JsonArray([.. answers.Reverse().Select(answer => answer!.DeepClone())]).ToJsonString();
            case 1:
                answers.RemoveAt(scene.Random.Below(answers.Count));
                break;
            case 2:
                answers.Add(answers[0]!.DeepClone());
                break;
            case 3:
                answers[0]!["id"] = 987_654_321;
                break;
            case 4:
                answers[^1]!["id"] = answers[0]!["id"]!.DeepClone();
                break;
            default:
                return Error(-32600, "batch is too large");
        }

        return answers.ToJsonString();
    }

    /// <summary>A member stands there twice, with another value.</summary>
    public static string DoubleMember(string body, FaultScene scene)
    {
        string member = scene.Random.OneOf<string>(["\"result\":", "\"hash\":", "\"logs\":", "\"status\":", "\"id\":", "\"number\":", "\"data\":"]);
        int at = body.IndexOf(member, StringComparison.Ordinal);
        return at < 0 ? body : body.Insert(at, member + scene.Random.OneOf<string>(["null,", "\"0x0\",", "[],", "7,"]));
    }

    /// <summary>An error in the body of a success, in the words of a provider.</summary>
    public static string ProviderError(string body, FaultScene scene) => scene.Random.Below(4) switch
    {
        0 => Error(429, "Too Many Requests"),
        1 => Error(-32005, "daily request count exceeded, request rate limited"),
        2 => Error(-32603, "internal error"),
        _ => Error(-32000, "service temporarily unavailable"),
    };

    /// <summary>The error of a node that has deleted that part of history.</summary>
    public static string Pruned(string body, FaultScene scene) => scene.Random.Percent(50)
        ? Error(4444, "pruned history unavailable")
        : Error(-32000, "Receipt not available for pruned block");

    /// <summary>The error of a node without that tag.</summary>
    public static string NoTag(string body, FaultScene scene) => scene.Random.Below(3) switch
    {
        0 => Error(-39001, "finalized block not found"),
        1 => Error(-32000, "finalized block not found"),
        _ => Error(-32602, "invalid argument 0: hex string without 0x prefix"),
    };

    /// <summary>The null of a node without that tag.</summary>
    public static string NullTag(string body, FaultScene scene) => new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = scene.Exchange.Calls[0].Id.GetInt64(),
        ["result"] = null,
    }.ToJsonString();

    private static string Error(int code, string message) => new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = null,
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
    }.ToJsonString();
}
