using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.Server.Api;

namespace ChainTips.Server.Simulation.Scenarios;

/// <summary>Money that goes to the deposit address of a request.</summary>
internal static class DepositScenarios
{
    public static readonly Scenario[] All =
    [
        new("exchange-transfer", "An exchange sends a plain transfer to the deposit address, and anybody sweeps it.",
            "Credited by rung deposit_address; the sweep pays the creator the same amount.", ExchangeAsync),
        new("late", "The same to the deposit address of a request that has expired.",
            "Credited. The request is settled, late; the sweep pays the creator.", LateAsync),
        new("denylisted-payee", "The token refuses to pay the creator when the deposit is swept.",
            "Credited, and not delivered: the money stays at the deposit address. A sweep delivers it once the token allows.", DenylistedAsync),
    ];

    private static async Task ExchangeAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        PaymentRequestView request = await stage.AskAsync(ScenarioStage.Price, null, cancellationToken);
        await DepositAsync(stage, request, cancellationToken);
        await stage.ExpectAsync(request, "settled", [], cancellationToken);
        await DeliverAsync(stage, request, cancellationToken);
    }

    private static async Task LateAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        PaymentRequestView request = await stage.AskAsync(ScenarioStage.Price, TimeProvider.System.GetUtcNow().AddSeconds(3), cancellationToken);
        await stage.ExpectAsync(request, "expired", [], cancellationToken);
        await DepositAsync(stage, request, cancellationToken);
        await stage.ExpectAsync(request, "settled", ["late"], cancellationToken);
        await DeliverAsync(stage, request, cancellationToken);
    }

    private static async Task DenylistedAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        PaymentRequestView request = await stage.AskAsync(ScenarioStage.Price, null, cancellationToken);
        LocalWallet owner = stage.Wallet.As(0);
        Address token = Address.Parse(request.Token.Address);
        byte[] payee = new AbiWriter().Write(stage.Payee).ToArray();
        await owner.SendAsync(token, [.. AbiSignature.Selector("blacklist(address)"), .. payee], cancellationToken);
        try
        {
            stage.Say($"denied    {stage.Payee} by the token's owner");
            string forwarder = await DepositAsync(stage, request, cancellationToken);
            await SweepAsync(stage, request, cancellationToken);
            UInt256 left = await stage.Wallet.ReadBalanceAsync(token, Address.Parse(forwarder), cancellationToken);
            if (left != (UInt256)(ulong)ScenarioStage.Price)
            {
                throw new SimulationException($"{left} base units are left at {forwarder}; {ScenarioStage.Price} were expected, since the payee is denied.");
            }

            stage.Say($"chain     the sweep paid nobody, and {left} base units stay at {forwarder}");
        }
        finally
        {
            await owner.SendAsync(token, [.. AbiSignature.Selector("unBlacklist(address)"), .. payee], CancellationToken.None);
        }

        stage.Say($"allowed   {stage.Payee} again");
        await DeliverAsync(stage, request, cancellationToken);
    }

    private static async Task<string> DepositAsync(ScenarioStage stage, PaymentRequestView request, CancellationToken cancellationToken)
    {
        string forwarder = (await stage.IntendAsync(request, "deposit_address", cancellationToken)).DepositAddress
            ?? throw new SimulationException("The request has no deposit address; configure ForwarderFactory.");
        await stage.TransferAsync(Address.Parse(forwarder), ScenarioStage.Price, cancellationToken);
        await ExpectKindAsync(stage, request, "deposit", cancellationToken);
        return forwarder;
    }

    private static async Task DeliverAsync(ScenarioStage stage, PaymentRequestView request, CancellationToken cancellationToken)
    {
        Address token = Address.Parse(request.Token.Address);
        UInt256 before = await stage.Wallet.ReadBalanceAsync(token, stage.Payee, cancellationToken);
        await SweepAsync(stage, request, cancellationToken);
        UInt256 after = await stage.Wallet.ReadBalanceAsync(token, stage.Payee, cancellationToken);
        if (!before.TryToUInt128(out UInt128 low) || !after.TryToUInt128(out UInt128 high) || high - low != (UInt128)ScenarioStage.Price)
        {
            throw new SimulationException($"The creator's balance went from {before} to {after}; it was to grow by {ScenarioStage.Price}.");
        }

        await ExpectKindAsync(stage, request, "delivery", cancellationToken);
        stage.Say($"chain     the creator's balance grew by {ScenarioStage.Price} base units");
    }

    private static async Task SweepAsync(ScenarioStage stage, PaymentRequestView request, CancellationToken cancellationToken)
    {
        ChainView chain = (await stage.Gateway.GetAsync<GatewayClient.Listed<ChainView>>("v1/chains", cancellationToken)).Data
            .First(view => view.ChainId == ChainProfile.LocalChainId);
        Address factory = Address.Parse(chain.ForwarderFactory ?? throw new SimulationException("No ForwarderFactory is configured."));
        byte[] call = ForwarderFactory.DeployAndSweepCall(
            Hash32.Parse(request.PaymentReference), Split.AllTo(Address.Parse(request.Payee!)), Address.Parse(request.Token.Address));
        LocalWallet anybody = stage.Wallet.As(7);
        await anybody.SendAsync(factory, call, cancellationToken);
        stage.Say($"swept     by {anybody.Address}, who has nothing to do with it");
    }

    private static Task<PaymentView> ExpectKindAsync(ScenarioStage stage, PaymentRequestView request, string kind, CancellationToken cancellationToken) =>
        Patience.WaitAsync(
            async () => (await stage.Gateway.GetAsync<GatewayClient.Listed<PaymentView>>($"v1/payments?paymentRequest={request.Id}", cancellationToken)).Data
                .FirstOrDefault(payment => payment.Kind == kind && payment.Status == "settled"),
            () => $"No settled {kind} of {request.Id} is in the books.",
            cancellationToken);
}
