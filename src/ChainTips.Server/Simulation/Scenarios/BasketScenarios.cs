using System.Globalization;
using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Api;

namespace ChainTips.Server.Simulation.Scenarios;

/// <summary>Several creators at once, and what goes wrong with one of them or with a permit.</summary>
internal static class BasketScenarios
{
    private static readonly long[] Prices = [1_000_000, 750_000, 250_000];

    public static readonly Scenario[] All =
    [
        new("basket", "A payer pays three creators with one signature, and a stranger sends it.",
            "Three payments by rung contract from one transaction; the basket is settled.", BasketAsync),
        new("basket-denylisted", "The same, and the token refuses to pay the second creator.",
            "Two are credited. The basket stays open, underpaid, and says who could not be paid; the payer has that part back.", DenylistedAsync),
        new("permit-griefing", "A payer signs a permit, and somebody sends it to the token before him.",
            "The tip goes through all the same, out of the allowance that the permit made: credited by rung contract.", GriefingAsync),
    ];

    private static async Task BasketAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        PaymentRequestView basket = await AskAsync(stage, cancellationToken);
        await PayAsync(stage, basket, cancellationToken);
        IReadOnlyList<PaymentView> payments = await stage.ExpectPaymentsAsync(basket, 3, "settled", cancellationToken);
        if (payments.Select(payment => payment.TransactionHash).Distinct().Count() != 1 || payments.Any(payment => payment.Evidence.Rung != "contract"))
        {
            throw new SimulationException("The three payments were expected in one transaction, by rung 'contract'.");
        }

        await stage.ExpectAsync(basket, "settled", [], cancellationToken);
    }

    private static async Task DenylistedAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        PaymentRequestView basket = await AskAsync(stage, cancellationToken);
        Address token = Address.Parse(stage.Deployment.Token);
        Address denied = PayeeOf(stage, 1);
        UInt256 before = await stage.Wallet.ReadBalanceAsync(token, stage.Wallet.Address, cancellationToken);
        LocalWallet issuer = stage.Wallet.As(0);
        await issuer.SendAsync(token, new AbiWriter().Write(denied).ToCall("blacklist(address)"), cancellationToken);
        try
        {
            await PayAsync(stage, basket, cancellationToken);
        }
        finally
        {
            await issuer.SendAsync(token, new AbiWriter().Write(denied).ToCall("unBlacklist(address)"), CancellationToken.None);
        }

        await stage.ExpectPaymentsAsync(basket, 2, "settled", cancellationToken);
        PaymentRequestView found = await stage.ExpectAsync(basket, "open", ["underpaid"], cancellationToken);
        if (found.Failures is not [FailedPayeeView failed] || failed.Payee != denied.ToString())
        {
            throw new SimulationException($"The basket was expected to say that {denied} could not be paid; it says so of {found.Failures.Count} payees.");
        }

        stage.Say($"gateway   {failed.Explanation}");
        UInt256 after = await stage.Wallet.ReadBalanceAsync(token, stage.Wallet.Address, cancellationToken);
        if (Spent(before, after) != (UInt128)(Prices[0] + Prices[2]))
        {
            throw new SimulationException($"The payer has {after} after {before}: what could not be paid was not given back.");
        }

        stage.Say($"payer     paid {Spent(before, after)} base units; the {Prices[1]} for {denied} are with him");
    }

    private static async Task GriefingAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        PaymentRequestView request = await stage.AskAsync(ScenarioStage.Price, null, cancellationToken);
        IntentView intent = await IntendAsync(stage, request, "permit", cancellationToken);
        string signature = await stage.Node.SignAsync(stage.Wallet.Address, intent.TypedData!, cancellationToken);
        IReadOnlyDictionary<string, object?> permit = intent.TypedData!.Message;
        byte[] bytes = Hex.Parse(signature);
        byte[] call = new AbiWriter().Write(stage.Wallet.Address).Write(Address.Parse(permit["spender"]!.ToString()!))
            .Write(UInt256.Parse(permit["value"]!.ToString()!)).Write(UInt256.Parse(permit["deadline"]!.ToString()!))
            .Write((UInt256)(ulong)bytes[64]).Write(Hash32.FromBytes(bytes.AsSpan(0, 32))).Write(Hash32.FromBytes(bytes.AsSpan(32, 32)))
            .ToCall("permit(address,address,uint256,uint256,uint8,bytes32,bytes32)");
        LocalWallet griefer = stage.Wallet.As(5);
        TransactionReceipt first = await griefer.SendAsync(Address.Parse(stage.Deployment.Token), call, cancellationToken);
        stage.Say($"griefed   {griefer.Address} sent the permit in transaction {first.TransactionHash}; its nonce is used");
        await SendAsync(stage, stage.Wallet, request, "permit", signature, null, cancellationToken);
        await stage.ExpectPaymentsAsync(request, 1, "settled", cancellationToken);
        await stage.ExpectAsync(request, "settled", [], cancellationToken);
    }

    /// <summary>Makes three creators and asks for a payment to all of them.</summary>
    public static async Task<PaymentRequestView> AskAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        List<NewBasketItem?> items = [];
        foreach ((int index, long price) in Prices.Index())
        {
            CreatorView creator = await stage.Gateway.PostAsync<CreatorView>(
                "v1/creators", new NewCreator($"Creator {index + 1}", PayeeOf(stage, index).ToString()), cancellationToken);
            items.Add(new NewBasketItem(null, creator.Id, price.ToString(CultureInfo.InvariantCulture), null));
        }

        PaymentRequestView basket = await stage.Gateway.PostAsync<PaymentRequestView>(
            "v1/payment-requests",
            new NewPaymentRequest(null, null, ChainProfile.LocalChainId, stage.Deployment.Token, null, null, null, null, "Three at once", null, null, items),
            cancellationToken);
        stage.Say($"asked     {basket.Id} for {basket.Amount} base units to {basket.Items.Count} creators");
        return basket;
    }

    private static async Task PayAsync(ScenarioStage stage, PaymentRequestView basket, CancellationToken cancellationToken)
    {
        IntentView intent = await IntendAsync(stage, basket, "authorization", cancellationToken);
        string signature = await stage.Node.SignAsync(stage.Wallet.Address, intent.TypedData!, cancellationToken);
        await SendAsync(stage, stage.Wallet.As(5), basket, "authorization", signature, intent.Nonce, cancellationToken);
    }

    private static Task<IntentView> IntendAsync(ScenarioStage stage, PaymentRequestView request, string way, CancellationToken cancellationToken) =>
        stage.Gateway.PostAsync<IntentView>(
            $"v1/payment-requests/{request.Id}/intents", new NewIntent(way, null, stage.Wallet.Address.ToString()), cancellationToken);

    private static async Task SendAsync(
        ScenarioStage stage, LocalWallet sender, PaymentRequestView request, string way, string signature, string? nonce, CancellationToken cancellationToken)
    {
        WalletCall call = await stage.Gateway.PostAsync<WalletCall>(
            $"v1/payment-requests/{request.Id}/calls", new NewSignedCall(way, stage.Wallet.Address.ToString(), signature, nonce, null), cancellationToken);
        TransactionReceipt receipt = await sender.SendAsync(Address.Parse(call.To), Hex.Parse(call.Data), cancellationToken);
        stage.Say($"signed    by {stage.Wallet.Address}, sent by {sender.Address} in transaction {receipt.TransactionHash}");
    }

    private static Address PayeeOf(ScenarioStage stage, int index) => stage.Wallet.Accounts[^(2 + index)];

    private static UInt128 Spent(UInt256 before, UInt256 after) =>
        before.TryToUInt128(out UInt128 had) && after.TryToUInt128(out UInt128 has) ? had - has : throw new SimulationException($"{before} or {after} is no balance.");
}
