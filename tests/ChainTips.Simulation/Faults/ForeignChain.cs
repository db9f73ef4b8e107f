using System.Globalization;
using ChainTips.Simulation.Mining;
using ChainTips.Simulation.Network;
using ChainTips.Simulation.Schedules;

namespace ChainTips.Simulation.Faults;

/// <summary>
/// From one request on, to the end of the poll, another chain with the same contracts stands behind the URL: every block of it is
/// sound, and none of it counts.
/// </summary>
/// <remarks>
/// It happens when the gateway looks who is there, or when it has a final block to know its chain by. A gateway that asked for the
/// genesis block and is given to another chain before its first final block has nothing to notice it by.
/// </remarks>
internal sealed class ForeignChain : FaultInjector
{
    private const int Length = 200;

    private static readonly SimulatedChain Chain = Make();

    /// <summary>What a node of that chain sees.</summary>
    public static NodeView View { get; } = new(Chain, Chain.Now);

    /// <inheritdoc/>
    public override bool Fits(FaultScene scene) => scene.Exchange.Asks(SimulatedNode.ChainId) || scene.Poll.HasFinalBlock;

    /// <inheritdoc/>
    public override Task<HttpResponseMessage> InjectAsync(FaultScene scene, CancellationToken cancellationToken)
    {
        scene.Poll.Foreign.Add(scene.Exchange.Endpoint);
        scene.Poll.Shown.UnionWith(Chain.Mined.Select(block => block.Plain));
        return Task.FromResult(SimulatedNetwork.Ok(scene.Write(scene.AnswerFrom(View))));
    }

    private static SimulatedChain Make()
    {
        SimulatedChain chain = new(null, name: "another chain");
        chain.Mine([.. Enumerable.Range(0, Length).Select(number => new BlockPlan(2, [TipOf(number)]))]);
        chain.Finalize(10);
        return chain;
    }

    private static TipPlan TipOf(int number) =>
        new(1_000_000 + number, TipShape.Post, number % 3, number.ToString(CultureInfo.InvariantCulture) + "1", TipCourse.Usual);
}
