using ChainTips.Server.Api;

namespace ChainTips.Server.Simulation.Scenarios;

/// <summary>What the chain itself does.</summary>
internal static class ChainScenarios
{
    private const int Depth = 2;

    public static readonly Scenario[] All =
    [
        new("reorg", "The block of a tip leaves the chain, and the tip is sent again.",
            "The first payment is voided and the request open again, reverted. The second is credited, once.", ReorgAsync),
        new("halt", "The chain stands still while a request's time runs out.",
            "The request stays open until the chain goes on, and expires then.", HaltAsync),
    ];

    private static async Task ReorgAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        PaymentRequestView request = await stage.AskAsync(ScenarioStage.Price, null, cancellationToken);
        await stage.Node.SetIntervalMiningAsync(0, cancellationToken);
        try
        {
            string snapshot = await stage.Node.SnapshotAsync(cancellationToken);
            await stage.TipAsync(request, ScenarioStage.Price, cancellationToken);
            await stage.ExpectPaymentsAsync(request, 1, "pending", cancellationToken);
            await stage.Node.RevertAsync(snapshot, cancellationToken);
            await stage.Node.MineAsync(Depth + 1, cancellationToken);
            stage.Say($"chain     {Depth} blocks were replaced");
            await stage.ExpectPaymentsAsync(request, 1, "voided", cancellationToken);
            await stage.ExpectAsync(request, "open", ["reverted"], cancellationToken);
        }
        finally
        {
            await stage.Node.SetIntervalMiningAsync(1_000, CancellationToken.None);
        }

        await stage.TipAsync(request, ScenarioStage.Price, cancellationToken);
        await stage.ExpectPaymentsAsync(request, 1, "settled", cancellationToken);
        await stage.ExpectAsync(request, "settled", [], cancellationToken);
    }

    private static async Task HaltAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        PaymentRequestView request;
        await stage.Node.SetIntervalMiningAsync(0, cancellationToken);
        try
        {
            // Blocks that were mined in a hurry are dated ahead, so the chain's own time may be later than ours.
            DateTimeOffset head = await stage.Node.ReadHeadTimeAsync(cancellationToken);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            DateTimeOffset expiry = (head > now ? head : now).AddSeconds(2);
            request = await stage.AskAsync(ScenarioStage.Price, expiry, cancellationToken);
            stage.Say($"chain     stands still at {head:O}");
            await Task.Delay(expiry - now + TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
            await stage.ExpectAsync(request, "open", [], cancellationToken);
        }
        finally
        {
            await stage.Node.SetIntervalMiningAsync(1_000, CancellationToken.None);
        }

        stage.Say("chain     goes on");
        await stage.ExpectAsync(request, "expired", [], cancellationToken);
    }
}
