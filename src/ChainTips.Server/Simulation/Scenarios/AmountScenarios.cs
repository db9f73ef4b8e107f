using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Server.Simulation.Scenarios;

/// <summary>Too little, too much, twice, something else: what payers do with the amount.</summary>
internal static class AmountScenarios
{
    public static readonly Scenario[] All =
    [
        new("under", "A payer sends less than is asked for.",
            "Credited. The request stays open, underpaid; the rest pays it.", UnderAsync),
        new("over", "A payer sends more than is asked for.",
            "Credited. The request is settled, overpaid; the rest can be refunded.", OverAsync),
        new("duplicate", "A payer pays a fixed price twice.",
            "Both are credited. The request is settled, duplicate and overpaid; one can be refunded.", DuplicateAsync),
        new("wrong-token", "A payer sends another allowed token than is asked for.",
            "Credited in that token. The request stays open, wrong_token; the payment can be refunded.", WrongTokenAsync),
        new("fake-token", "Somebody tips with a token of his own.",
            "Nobody is credited. It is in the inbox as token_not_allowed.", FakeTokenAsync),
    ];

    private static async Task UnderAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        var request = await stage.AskAsync(ScenarioStage.Price, null, cancellationToken);
        await stage.TipAsync(request, 500_000, cancellationToken);
        await stage.ExpectPaymentsAsync(request, 1, "settled", cancellationToken);
        await stage.ExpectAsync(request, "open", ["underpaid"], cancellationToken);
        await stage.TipAsync(request, 1_000_000, cancellationToken);
        await stage.ExpectAsync(request, "settled", [], cancellationToken);
    }

    private static async Task OverAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        var request = await stage.AskAsync(ScenarioStage.Price, null, cancellationToken);
        await stage.TipAsync(request, 2_000_000, cancellationToken);
        await stage.ExpectPaymentsAsync(request, 1, "settled", cancellationToken);
        await stage.ExpectAsync(request, "settled", ["overpaid"], cancellationToken);
    }

    private static async Task DuplicateAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        var request = await stage.AskAsync(ScenarioStage.Price, null, cancellationToken);
        await stage.TipAsync(request, ScenarioStage.Price, cancellationToken);
        await stage.TipAsync(request, ScenarioStage.Price, cancellationToken);
        await stage.ExpectPaymentsAsync(request, 2, "settled", cancellationToken);
        await stage.ExpectAsync(request, "settled", ["duplicate", "overpaid"], cancellationToken);
    }

    private static async Task WrongTokenAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        var request = await stage.AskAsync(ScenarioStage.Price, null, cancellationToken);
        await stage.TipAsync(request, ScenarioStage.Price, cancellationToken, stage.Deployment.OtherToken);
        await stage.ExpectPaymentsAsync(request, 1, "settled", cancellationToken);
        await stage.ExpectAsync(request, "open", ["wrong_token"], cancellationToken);
    }

    private static async Task FakeTokenAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        // A contract that answers every call with true, and moves nothing: return 1.
        const string SaysYes = "0x600a600c600039600a6000f3600160005260206000f3";
        var request = await stage.AskAsync(ScenarioStage.Price, null, cancellationToken);
        string fake = (await stage.Node.CreateAsync(stage.Wallet.Address, SaysYes, cancellationToken)).ToString();
        stage.Say($"made      a token that says yes to everything at {fake}");
        TransactionReceipt receipt = await stage.TipAsync(request, ScenarioStage.Price, cancellationToken, fake);
        await stage.ExpectInboxAsync(receipt.TransactionHash, "token_not_allowed", cancellationToken);
        await stage.ExpectAsync(request, "open", [], cancellationToken);
    }
}
