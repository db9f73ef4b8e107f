using ChainTips.Ethereum.JsonRpc;
using ChainTips.Server.Api;

namespace ChainTips.Server.Simulation.Scenarios;

/// <summary>What the chain itself does.</summary>
internal static class ChainScenarios
{
    /// <summary>A block of a local chain is final by its third confirmation, and what is final cannot be replaced.</summary>
    private const int Deepest = 2;

    public static readonly Scenario[] All =
    [
        new("reorg", "The block of a tip leaves the chain, with N - 1 more on it (`reorg N`, 1 or 2; 1 without N), and the tip is sent again.",
            "The first payment is voided and the request open again, reverted. The second is credited, once.", ReorgAsync),
        new("halt", "The chain stands still while a request's time runs out.",
            "The request stays open until the chain goes on, and expires then.", HaltAsync),
    ];

    private static async Task ReorgAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        if (stage.Depth is < 1 or > Deepest)
        {
            throw new SimulationException(
                $"A reorg of {stage.Depth} blocks is not played: 1 to {Deepest} are. Deeper ones would replace a final block, where a gateway stops; see docs/operations/reorg.md.");
        }

        PaymentRequestView request = await stage.AskAsync(ScenarioStage.Price, null, cancellationToken);
        await stage.Node.SetIntervalMiningAsync(0, cancellationToken);
        try
        {
            TipTerms terms = ScenarioStage.TermsOf(request, ScenarioStage.Price);
            await stage.Wallet.ApproveAsync(terms, cancellationToken);
            string snapshot = await stage.Node.SnapshotAsync(cancellationToken);
            TransactionReceipt sent = await stage.Wallet.TipApprovedAsync(terms, cancellationToken);
            stage.Say($"sent      the tip in transaction {sent.TransactionHash}");
            await stage.Node.MineAsync(stage.Depth - 1, cancellationToken);
            await stage.ExpectPaymentsAsync(request, 1, "pending", cancellationToken);
            await stage.Node.RevertAsync(snapshot, cancellationToken);
            await stage.Node.MineAsync(stage.Depth + 2, cancellationToken);
            stage.Say($"chain     {stage.Depth} blocks were replaced, from block {sent.BlockNumber} on");
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
