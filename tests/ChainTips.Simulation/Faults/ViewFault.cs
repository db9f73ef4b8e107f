using ChainTips.Simulation.Mining;
using ChainTips.Simulation.Network;

namespace ChainTips.Simulation.Faults;

/// <summary>Some of the questions are answered by a node that sees another chain than the rest: one that is behind, or mixed up.</summary>
/// <param name="isAsked">Which questions it answers.</param>
/// <param name="see">What it sees.</param>
internal sealed class ViewFault(Func<NodeCall, bool> isAsked, Func<FaultScene, NodeView> see) : FaultInjector
{
    /// <inheritdoc/>
    public override bool Fits(FaultScene scene) => scene.Exchange.Calls.Any(isAsked);

    /// <inheritdoc/>
    public override Task<HttpResponseMessage> InjectAsync(FaultScene scene, CancellationToken cancellationToken)
    {
        NodeView other = see(scene);
        NodeAnswer[] answers = [.. scene.Exchange.Calls.Select(call => scene.Node.Answer(isAsked(call) ? other : scene.View, call))];
        return Task.FromResult(SimulatedNetwork.Ok(scene.Write(answers)));
    }

    /// <summary>A node that is behind.</summary>
    public static NodeView Earlier(FaultScene scene) => scene.View with { Moment = scene.EarlierMoment() };

    /// <summary>A node that announces a block which will never be mined.</summary>
    public static NodeView Phantom(FaultScene scene)
    {
        SimulatedBlock phantom = BlockForge.Make(scene.View.Head, int.MaxValue - scene.Random.Below(1000), 1, []);
        scene.Poll.Shown.Add(phantom.Plain);
        return scene.View with { Moment = scene.View.Moment with { Head = phantom } };
    }
}
