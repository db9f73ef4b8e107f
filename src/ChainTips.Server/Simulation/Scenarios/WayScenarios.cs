using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Api;

namespace ChainTips.Server.Simulation.Scenarios;

/// <summary>The ways to pay beside the contract's own.</summary>
internal static class WayScenarios
{
    private const string Authorize = "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)";

    private static readonly AbiFunction Execute = AbiFunction.Parse("execute(address,uint256,bytes)");

    private static readonly AbiFunction HandleOperations = AbiFunction.Parse(
        "handleOps((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)[],address)");

    public static readonly Scenario[] All =
    [
        new("two-in-one-tx", "One transaction tips two requests.",
            "Two payments, one for each request.", TwoTipsAsync),
        new("calldata", "A wallet sends a plain transfer with our marker and the reference behind its arguments.",
            "Credited by rung calldata.", CalldataAsync),
        new("smart-wallet", "A smart wallet makes the same transfer, once called by its owner and once by a user operation.",
            "Both are credited by rung calldata.", SmartWalletAsync),
        new("authorization", "A payer signs an authorization, and a stranger sends it.",
            "Credited by rung authorization, to the payer's request.", AuthorizationAsync),
        new("claim", "A payer sends a bare transfer to the creator, and claims it later with a signature.",
            "Not recorded at first. After the claim it is credited by rung claim.", ClaimAsync),
    ];

    private static async Task TwoTipsAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        PaymentRequestView first = await stage.AskAsync(2_000_000, null, cancellationToken);
        PaymentRequestView second = await stage.AskAsync(3_000_000, null, cancellationToken);
        Address twoTips = Address.Parse(stage.Deployment.TwoTips);
        Address token = Address.Parse(stage.Deployment.Token);
        await stage.Wallet.SendAsync(token, new AbiWriter().Write(twoTips).Write((UInt256)5_000_000u).ToCall("approve(address,uint256)"), cancellationToken);
        byte[] call = new AbiWriter().Write(Address.Parse(first.Router)).Write(token)
            .Write(Address.Parse(first.Payee!)).Write((UInt256)2_000_000u).Write(Hash32.Parse(first.PaymentReference))
            .Write(Address.Parse(second.Payee!)).Write((UInt256)3_000_000u).Write(Hash32.Parse(second.PaymentReference))
            .ToCall("tipTwice(address,address,(address,uint256,bytes32),(address,uint256,bytes32))");
        TransactionReceipt receipt = await stage.Wallet.SendAsync(twoTips, call, cancellationToken);
        stage.Say($"sent      two tips in transaction {receipt.TransactionHash}");
        await stage.ExpectPaymentsAsync(first, 1, "settled", cancellationToken);
        await stage.ExpectPaymentsAsync(second, 1, "settled", cancellationToken);
        await stage.ExpectAsync(first, "settled", [], cancellationToken);
        await stage.ExpectAsync(second, "settled", [], cancellationToken);
    }

    private static async Task CalldataAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        PaymentRequestView request = await stage.AskAsync(ScenarioStage.Price, null, cancellationToken);
        WalletCall call = (await stage.IntendAsync(request, "calldata", cancellationToken)).Calls[0];
        TransactionReceipt receipt = await stage.Wallet.SendAsync(Address.Parse(call.To), Hex.Parse(call.Data), cancellationToken);
        stage.Say($"sent      the marked transfer in transaction {receipt.TransactionHash}");
        await ExpectByAsync(stage, request, "calldata", cancellationToken);
    }

    private static async Task SmartWalletAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        Address account = Address.Parse(stage.Deployment.SmartAccount);
        LocalWallet owner = stage.Wallet.As(0);
        await stage.TransferAsync(account, 2 * ScenarioStage.Price, cancellationToken);

        PaymentRequestView called = await stage.AskAsync(ScenarioStage.Price, null, cancellationToken);
        byte[] execute = ExecuteCall((await stage.IntendAsync(called, "calldata", cancellationToken)).Calls[0]);
        await owner.SendAsync(account, execute, cancellationToken);
        stage.Say("sent      the transfer by the wallet's execute");
        await ExpectByAsync(stage, called, "calldata", cancellationToken);

        PaymentRequestView operated = await stage.AskAsync(ScenarioStage.Price, null, cancellationToken);
        byte[] inner = ExecuteCall((await stage.IntendAsync(operated, "calldata", cancellationToken)).Calls[0]);
        AbiValue nothing = new AbiValue.Bytes(ReadOnlyMemory<byte>.Empty);
        AbiValue word = new AbiValue.Bytes(new byte[32]);
        AbiValue operation = new AbiValue.List(
            [new AbiValue.Account(account), new AbiValue.Number(0), nothing, new AbiValue.Bytes(inner), word, new AbiValue.Number(0), word, nothing, nothing]);
        byte[] bundle = HandleOperations.EncodeCall([new AbiValue.List([operation]), new AbiValue.Account(owner.Address)]);
        await stage.Wallet.SendAsync(Address.Parse(stage.Deployment.EntryPoint), bundle, cancellationToken);
        stage.Say("sent      the transfer by a user operation");
        await ExpectByAsync(stage, operated, "calldata", cancellationToken);
    }

    private static async Task AuthorizationAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        PaymentRequestView request = await stage.AskAsync(ScenarioStage.Price, null, cancellationToken);
        IntentView intent = await stage.Gateway.PostAsync<IntentView>(
            $"v1/payment-requests/{request.Id}/intents", new NewIntent("authorization", null, stage.Wallet.Address.ToString()), cancellationToken);
        string signature = await stage.Node.SignAsync(stage.Wallet.Address, intent.TypedData!, cancellationToken);
        IReadOnlyDictionary<string, object?> message = intent.TypedData!.Message;
        AbiFunction function = AbiFunction.Parse(Authorize);
        byte[] call = function.EncodeCall(
        [
            new AbiValue.Account(stage.Wallet.Address),
            new AbiValue.Account(Address.Parse(message["to"]!.ToString()!)),
            new AbiValue.Number(System.Numerics.BigInteger.Parse(message["value"]!.ToString()!, System.Globalization.CultureInfo.InvariantCulture)),
            new AbiValue.Number(0),
            new AbiValue.Number(System.Numerics.BigInteger.Parse(message["validBefore"]!.ToString()!, System.Globalization.CultureInfo.InvariantCulture)),
            new AbiValue.Bytes(Hash32.Parse(message["nonce"]!.ToString()!).ToArray()),
            new AbiValue.Bytes(Hex.Parse(signature)),
        ]);
        LocalWallet stranger = stage.Wallet.As(5);
        TransactionReceipt receipt = await stranger.SendAsync(Address.Parse(request.Token.Address), call, cancellationToken);
        stage.Say($"signed    by {stage.Wallet.Address}, sent by {stranger.Address} in transaction {receipt.TransactionHash}");
        await ExpectByAsync(stage, request, "authorization", cancellationToken);
    }

    private static async Task ClaimAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        PaymentRequestView request = await stage.AskAsync(ScenarioStage.Price, null, cancellationToken);
        TransactionReceipt receipt = await stage.TransferAsync(stage.Payee, ScenarioStage.Price, cancellationToken);
        int position = receipt.Logs[0].Position;
        NewClaim claim = new(receipt.TransactionHash.ToString(), position, TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds(), null);
        TypedDataView message = await stage.Gateway.PostAsync<TypedDataView>($"v1/payment-requests/{request.Id}/claims/message", claim, cancellationToken);
        string signature = await stage.Node.SignAsync(stage.Wallet.Address, message, cancellationToken);
        DecisionView decision = await Patience.WaitAsync(
            () => TryClaimAsync(stage, request, claim with { Signature = signature }, cancellationToken),
            () => "The transfer did not become final.",
            cancellationToken);
        stage.Say($"claimed   by {stage.Wallet.Address}; it becomes payment {decision.Payment}");
        await ExpectByAsync(stage, request, "claim", cancellationToken);
    }

    private static async Task<DecisionView?> TryClaimAsync(
        ScenarioStage stage, PaymentRequestView request, NewClaim claim, CancellationToken cancellationToken)
    {
        try
        {
            return await stage.Gateway.PostAsync<DecisionView>($"v1/payment-requests/{request.Id}/claims", claim, cancellationToken);
        }
        catch (SimulationException error) when (error.Message.Contains("transfer_not_final", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static async Task ExpectByAsync(ScenarioStage stage, PaymentRequestView request, string rung, CancellationToken cancellationToken)
    {
        IReadOnlyList<PaymentView> payments = await stage.ExpectPaymentsAsync(request, 1, "settled", cancellationToken);
        if (payments[0].Evidence.Rung != rung)
        {
            throw new SimulationException($"The payment was matched by rung '{payments[0].Evidence.Rung}'; '{rung}' was expected.");
        }

        await stage.ExpectAsync(request, "settled", [], cancellationToken);
    }

    private static byte[] ExecuteCall(WalletCall call) => Execute.EncodeCall(
        [new AbiValue.Account(Address.Parse(call.To)), new AbiValue.Number(0), new AbiValue.Bytes(Hex.Parse(call.Data))]);
}
