using System.Text.Json.Nodes;
using ChainTips.Simulation.Network;

namespace ChainTips.Simulation.Faults;

/// <summary>Changes the result of one question; everything around it is as it should be.</summary>
/// <param name="methods">The methods whose results it changes.</param>
/// <param name="edit">Gives the wrong result for the right one, which it may change in place; null is the JSON null.</param>
internal sealed class ResultFault(IReadOnlyList<string> methods, Func<JsonNode, FaultScene, JsonNode?> edit) : FaultInjector
{
    /// <inheritdoc/>
    public override bool Fits(FaultScene scene) => scene.Exchange.Calls.Any(call => methods.Contains(call.Method));

    /// <inheritdoc/>
    public override Task<HttpResponseMessage> InjectAsync(FaultScene scene, CancellationToken cancellationToken)
    {
        NodeAnswer[] answers = scene.AnswerHonestly();
        int[] possible = [.. Enumerable.Range(0, answers.Length).Where(i => methods.Contains(scene.Exchange.Calls[i].Method) && answers[i].Error is null)];
        if (possible.Length > 0)
        {
            int chosen = scene.Random.OneOf(possible);
            JsonNode? right = JsonNode.Parse(answers[chosen].Result.Span);
            JsonNode? wrong = right is null ? null : edit(right.DeepClone(), scene);
            bool isToBeFound = right is null || LieJudge.IsFoundOut(scene, scene.Exchange.Calls[chosen].Method, right, wrong);
            answers[chosen] = isToBeFound ? NodeAnswer.OfNode(wrong) : answers[chosen];
        }

        return Task.FromResult(SimulatedNetwork.Ok(scene.Write(answers)));
    }
}
