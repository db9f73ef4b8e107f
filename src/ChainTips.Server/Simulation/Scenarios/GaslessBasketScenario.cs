using System.Security.Cryptography;
using System.Text.Json;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;
using ChainTips.Server.Api;

namespace ChainTips.Server.Simulation.Scenarios;

/// <summary>What all of it is for: one signature, many creators, no gas.</summary>
internal static class GaslessBasketScenario
{
    public static readonly Scenario[] All =
    [
        new("gasless-basket", "A new wallet that owns dollars and no native coin pays three creators with one signature, which the gateway sends.",
            "Three payments by rung contract from one transaction; the wallet has sent none and owns no coin.", RunAsync),
    ];

    private static async Task RunAsync(ScenarioStage stage, CancellationToken cancellationToken)
    {
        PaymentRequestView basket = await BasketScenarios.AskAsync(stage, cancellationToken);
        using PrivateKey wallet = PrivateKey.FromBytes(RandomNumberGenerator.GetBytes(32));
        await stage.TransferAsync(wallet.Address, long.Parse(basket.Amount!, System.Globalization.CultureInfo.InvariantCulture), cancellationToken);
        IntentView intent = await stage.Gateway.PostAsync<IntentView>(
            $"v1/payment-requests/{basket.Id}/intents", new NewIntent("authorization", null, wallet.Address.ToString()), cancellationToken);
        Hash32 digest = TypedMessage.Parse(JsonSerializer.Serialize(intent.TypedData, JsonSerializerOptions.Web)).Digest;
        JsonElement relay = await stage.Gateway.PostAsync<JsonElement>(
            "v1/relays",
            new { payer = wallet.Address.ToString(), nonce = intent.Nonce, signature = Hex.Format(wallet.Sign(digest).ToArray()) },
            cancellationToken);
        stage.Say($"signed    once by {wallet.Address}, who owns no native coin; relay {relay.GetProperty("id").GetString()}");
        IReadOnlyList<PaymentView> payments = await stage.ExpectPaymentsAsync(basket, 3, "settled", cancellationToken);
        await stage.ExpectAsync(basket, "settled", [], cancellationToken);
        string[] transactions = [.. payments.Select(payment => payment.TransactionHash).Distinct()];
        string coin = await stage.Node.ReadCoinAsync(wallet.Address, cancellationToken);
        if (transactions.Length != 1 || coin != "0x0" || payments.Any(payment => payment.Payer != wallet.Address.ToString()))
        {
            throw new SimulationException($"One transaction for the payer {wallet.Address} without native coin was expected; there were {transactions.Length}, and he owns {coin} wei.");
        }

        stage.Show("payer", wallet.Address.ToString());
        stage.Show("paymentRequest", basket.Id);
        stage.Show("amount", basket.Amount!);
        stage.Show("payees", string.Join(" ", payments.Select(payment => payment.Payee)));
        stage.Show("transactionHash", transactions[0]);
        stage.Show("receipts", string.Join(" ", payments.Select(payment => payment.Receipt)));
    }
}
