using ChainTips.Chain;
using ChainTips.Server.Api;

namespace ChainTips.Server.Simulation.Scenarios;

/// <summary>A node that lies and a gateway that dies. Each plays with a gateway of its own, which reads the same chain.</summary>
internal static class FaultScenarios
{
    public static readonly Scenario[] All =
    [
        new("rpc-lies", "The node leaves all logs out of its answers while a tip is mined.",
            "The answers are rejected and nothing is passed over. Once the node is honest again, the tip is credited, once.", LiesAsync),
        new("kill-before-commit", "The gateway is killed after a tip is mined and before it can write anything.",
            "After its restart the tip is credited, once.", KillAsync),
    ];

    private static async Task LiesAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        await using LyingNode node = await LyingNode.StartAsync(stage.Rpc);
        using OwnGateway gateway = new(await ReadChainAsync(stage.Gateway, cancellationToken), node.Endpoint);
        await gateway.StartAsync(cancellationToken);
        ScenarioStage own = stage.With(gateway.Client);
        PaymentRequestView request = await own.AskAsync(ScenarioStage.Price, null, cancellationToken);

        node.Lies = true;
        await own.TipAsync(request, ScenarioStage.Price, cancellationToken);
        ChainView lied = await Patience.WaitAsync(
            async () => await ReadChainAsync(gateway.Client, cancellationToken) is { Fault: not null } chain ? chain : null,
            () => "The gateway believed the lies.",
            cancellationToken);
        await own.ExpectPaymentsAsync(request, 0, "pending", cancellationToken);
        stage.Say($"gateway   rejects {node.Count} false answers: {lied.Fault}");

        node.Lies = false;
        stage.Say("node      is honest again");
        await own.ExpectPaymentsAsync(request, 1, "settled", cancellationToken);
        await own.ExpectAsync(request, "settled", [], cancellationToken);
        await own.ExpectBalancedAsync(cancellationToken);
    }

    private static async Task KillAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        using OwnGateway gateway = new(await ReadChainAsync(stage.Gateway, cancellationToken), stage.Rpc);
        await gateway.StartAsync(cancellationToken);
        ScenarioStage own = stage.With(gateway.Client);
        PaymentRequestView request = await own.AskAsync(ScenarioStage.Price, null, cancellationToken);

        gateway.Freeze();
        await own.TipAsync(request, ScenarioStage.Price, cancellationToken);
        gateway.Kill();
        stage.Say("gateway   killed with the tip mined and nothing written");

        await gateway.StartAsync(cancellationToken);
        stage.Say("gateway   started again");
        await own.ExpectPaymentsAsync(request, 1, "settled", cancellationToken);
        await own.ExpectAsync(request, "settled", [], cancellationToken);
        await own.ExpectBalancedAsync(cancellationToken);
    }

    private static async Task<ChainView> ReadChainAsync(GatewayClient gateway, CancellationToken cancellationToken) =>
        (await gateway.GetAsync<GatewayClient.Listed<ChainView>>("v1/chains", cancellationToken)).Data
            .First(view => view.ChainId == ChainProfile.LocalChainId);
}
