using System.Globalization;
using System.Numerics;
using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Api;

namespace ChainTips.Server.Simulation.Scenarios;

/// <summary>Payers without native coin. Each scenario plays with a gateway of its own, whose relayer has a key of its own.</summary>
internal static class RelayScenarios
{
    private const ulong DearGas = 20_000_000_000;

    private static readonly AbiFunction Authorize = AbiFunction.Parse(
        "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)");

    public static readonly Scenario[] All =
    [
        new("gasless", "A wallet that owns dollars and no native coin signs, and the gateway brings the payment to the chain.",
            "The relay is settled and the request too. The wallet never had native coin, nor sent a transaction.", GaslessAsync),
        new("front-run", "Somebody who saw the signature sends it with a higher fee while the gateway's transaction waits.",
            "The gateway's transaction fails, and the payer has paid all the same: the relay is settled, once, by the other transaction.", FrontRunAsync),
        new("relayer-crash", "The gateway is killed right after it took a signature.",
            "After its restart the payment is brought to the chain, once.", CrashAsync),
        new("gas-spike", "Gas becomes far dearer than the gateway's transaction offers, for half a minute.",
            "The same nonce is signed again with higher fees, and the payment is made, once.", GasSpikeAsync),
    ];

    private static Task GaslessAsync(ScenarioStage stage, CancellationToken cancellationToken) =>
        PlayAsync(stage, async (own, gateway, payer, request, signed) =>
        {
            RelayView relay = await RelayAsync(own, signed, cancellationToken);
            await ExpectAsync(own, relay, "settled", cancellationToken);
            string coin = await stage.Node.ReadCoinAsync(payer.Address, cancellationToken);
            own.Say($"payer     {payer.Address} owns {coin} native coin");
            if (coin != "0x0")
            {
                throw new SimulationException($"The payer owns {coin} wei; it should never have had any.");
            }
        }, cancellationToken);

    private static Task FrontRunAsync(ScenarioStage stage, CancellationToken cancellationToken) =>
        PlayAsync(stage, async (own, gateway, payer, request, signed) =>
        {
            await stage.Node.SetIntervalMiningAsync(0, cancellationToken);
            await stage.Node.SetAutomineAsync(false, cancellationToken);
            RelayView relay;
            try
            {
                relay = await RelayAsync(own, signed.Relay, cancellationToken);
                relay = await ExpectAsync(own, relay, "sent", cancellationToken);
                string other = await stage.Node.SendFirstAsync(
                    stage.Wallet.As(5).Address, Address.Parse(request.Token.Address), Hex.Format(CallOf(signed.Intent, signed.Relay)), cancellationToken);
                own.Say($"observer  sends the same signature in transaction {other}, for a higher fee");
                await stage.Node.MineAsync(1, cancellationToken);
            }
            finally
            {
                await GoOnAsync(stage);
            }

            RelayView settled = await ExpectAsync(own, relay, "settled", cancellationToken);
            if (!settled.IsPaidByOther)
            {
                throw new SimulationException("The gateway's own transaction was mined first; the observer's should have been.");
            }
        }, cancellationToken);

    private static Task CrashAsync(ScenarioStage stage, CancellationToken cancellationToken) =>
        PlayAsync(stage, async (own, gateway, payer, request, signed) =>
        {
            RelayView relay = await RelayAsync(own, signed, cancellationToken);
            gateway.Kill();
            own.Say("gateway   killed");
            await gateway.StartAsync(cancellationToken);
            own.Say("gateway   started again");
            await ExpectAsync(own, relay, "settled", cancellationToken);
        }, cancellationToken);

    private static Task GasSpikeAsync(ScenarioStage stage, CancellationToken cancellationToken) =>
        PlayAsync(stage, async (own, gateway, payer, request, signed) =>
        {
            await stage.Node.SetIntervalMiningAsync(0, cancellationToken);
            await stage.Node.SetAutomineAsync(false, cancellationToken);
            RelayView relay;
            try
            {
                relay = await ExpectAsync(own, await RelayAsync(own, signed, cancellationToken), "sent", cancellationToken);
                RelayView raised = await Patience.WaitAsync(
                    async () =>
                    {
                        // Without transactions the base fee falls by an eighth with each block, so it is set again.
                        await stage.Node.SetNextBaseFeeAsync(DearGas, cancellationToken);
                        await stage.Node.MineAsync(1, cancellationToken);
                        RelayView now = await own.Gateway.GetAsync<RelayView>($"v1/relays/{relay.Id}", cancellationToken);
                        return now.Status == "mined" || now.TransactionHash != relay.TransactionHash ? now : null;
                    },
                    () => $"The transaction {relay.TransactionHash} was not signed again with higher fees.",
                    cancellationToken);
                own.Say($"gateway   signed again with higher fees: transaction {raised.TransactionHash} in the place of {relay.TransactionHash}");
                if (raised.TransactionHash == relay.TransactionHash)
                {
                    throw new SimulationException("The first transaction was mined although gas was dearer than it offers.");
                }
            }
            finally
            {
                await GoOnAsync(stage);
            }

            await ExpectAsync(own, relay, "settled", cancellationToken);
        }, cancellationToken);

    /// <summary>Makes a gateway with a relayer, a payer with dollars, and what he signs; and demands that he paid once in the end.</summary>
    private static async Task PlayAsync(
        ScenarioStage stage, Func<ScenarioStage, OwnGateway, GaslessPayer, PaymentRequestView, Signed, Task> play, CancellationToken cancellationToken)
    {
        (string key, Address relayer) = GaslessPayer.NewKeyText();
        await stage.Node.SetCoinAsync(relayer, 1_000_000_000_000_000_000, cancellationToken);
        using OwnGateway gateway = new(await ReadChainAsync(stage.Gateway, cancellationToken), stage.Rpc, key);
        await gateway.StartAsync(cancellationToken);
        ScenarioStage own = stage.With(gateway.Client);
        using GaslessPayer payer = new();
        await own.TransferAsync(payer.Address, ScenarioStage.Price, cancellationToken);
        PaymentRequestView request = await own.AskAsync(ScenarioStage.Price, null, cancellationToken);
        IntentView intent = await own.Gateway.PostAsync<IntentView>(
            $"v1/payment-requests/{request.Id}/intents", new NewIntent("authorization", null, payer.Address.ToString()), cancellationToken);
        await play(own, gateway, payer, request, new Signed(intent, payer.Sign(intent)));
        await own.ExpectPaymentsAsync(request, 1, "settled", cancellationToken);
        await own.ExpectAsync(request, "settled", [], cancellationToken);
        await own.ExpectBalancedAsync(cancellationToken);
    }

    private static async Task<RelayView> RelayAsync(ScenarioStage own, NewRelay signed, CancellationToken cancellationToken)
    {
        RelayView relay = await own.Gateway.PostAsync<RelayView>("v1/relays", signed, cancellationToken);
        own.Say($"gateway   took the signature of {relay.Payer} as {relay.Id}, {relay.Status}");
        return relay;
    }

    private static Task<RelayView> RelayAsync(ScenarioStage own, Signed signed, CancellationToken cancellationToken) =>
        RelayAsync(own, signed.Relay, cancellationToken);

    private static async Task<RelayView> ExpectAsync(ScenarioStage own, RelayView relay, string status, CancellationToken cancellationToken)
    {
        RelayView? seen = null;
        RelayView found = await Patience.WaitAsync(
            async () =>
            {
                seen = await own.Gateway.GetAsync<RelayView>($"v1/relays/{relay.Id}", cancellationToken);
                return seen.Status == status ? seen : null;
            },
            () => $"The relay {relay.Id} is {seen?.Status} ({seen?.Reason}), and {status} was expected.",
            cancellationToken);
        own.Say($"gateway   {found.Id} is {found.Status}, by transaction {found.TransactionHash}{(found.IsPaidByOther ? " of somebody else" : "")}");
        return found;
    }

    private static async Task GoOnAsync(ScenarioStage stage)
    {
        await stage.Node.SetAutomineAsync(true, CancellationToken.None);
        await stage.Node.SetIntervalMiningAsync(1_000, CancellationToken.None);
    }

    private static byte[] CallOf(IntentView intent, NewRelay signed)
    {
        IReadOnlyDictionary<string, object?> message = intent.TypedData!.Message;
        return Authorize.EncodeCall(
        [
            new AbiValue.Account(Address.Parse(signed.Payer!)),
            new AbiValue.Account(Address.Parse(message["to"]!.ToString()!)),
            new AbiValue.Number(BigInteger.Parse(message["value"]!.ToString()!, CultureInfo.InvariantCulture)),
            new AbiValue.Number(0),
            new AbiValue.Number(BigInteger.Parse(message["validBefore"]!.ToString()!, CultureInfo.InvariantCulture)),
            new AbiValue.Bytes(Hash32.Parse(signed.Nonce!).ToArray()),
            new AbiValue.Bytes(Hex.Parse(signed.Signature!)),
        ]);
    }

    private static async Task<ChainView> ReadChainAsync(GatewayClient gateway, CancellationToken cancellationToken) =>
        (await gateway.GetAsync<GatewayClient.Listed<ChainView>>("v1/chains", cancellationToken)).Data
            .First(view => view.ChainId == ChainProfile.LocalChainId);

    /// <summary>What a payer was asked to sign, and what he signed.</summary>
    private sealed record Signed(IntentView Intent, NewRelay Relay);
}
