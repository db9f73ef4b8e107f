using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;

namespace ChainTips.EndToEnd.Tests;

/// <summary>Several authorizations in one transaction of the real contract.</summary>
[CancelAfter(180_000)]
[Parallelizable]
internal sealed class GaslessBatchTests
{
    private const int Count = 5;

    /// <summary>The last of the well-known accounts, which no other test of this chain uses.</summary>
    private const string RelayerKey = "0xdf57089febbacf7ba0bc227dafbffa9fc08a93fdc68e1e42411a14efcf23656e";

    private LocalChain _chain = null!;
    private RunningGateway _gateway = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _chain = await LocalChain.StartAsync();
        _gateway = await RunningGateway.StartAsync(_chain, relayerKey: RelayerKey, together: 50);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _gateway?.Dispose();
        _chain?.Dispose();
    }

    [Test]
    public async Task What_waited_for_the_relayers_gas_is_paid_in_one_transaction()
    {
        string relayer = PrivateKey.Parse(RelayerKey).Address.ToString();
        await _chain.AskAsync("hardhat_setBalance", relayer, "0x0");
        List<string> relays = [];
        for (int i = 0; i < Count; i++)
        {
            relays.Add(await RelayAsync(i));
        }

        await Eventually.BecomesTrueAsync(
            async () => (await _gateway.GetAsync("/v1/chains")).GetProperty("data")[0].GetProperty("relayer").GetProperty("state").GetString() == "hindered",
            () => $"The relayer without gas is not said to be hindered.\n{_gateway.Said}");
        await _chain.AskAsync("hardhat_setBalance", relayer, "0xde0b6b3a7640000");

        HashSet<string?> transactions = [];
        foreach (string relay in relays)
        {
            JsonElement settled = await Eventually.FindAsync(() => FindSettledAsync(relay), () => $"{relay} is not settled.\n{_gateway.Said}") is { } found
                ? found.RootElement
                : default;
            transactions.Add(settled.GetProperty("transactionHash").GetString());
        }

        Assert.That(transactions, Has.Count.EqualTo(1), "All in one.");
        JsonElement payments = (await _gateway.GetAsync("/v1/payments")).GetProperty("data");
        Assert.That(payments.GetArrayLength(), Is.EqualTo(Count));
        Assert.That(payments.EnumerateArray().Select(payment => payment.GetProperty("transactionHash").GetString()), Is.All.EqualTo(transactions.Single()));
    }

    private async Task<JsonDocument?> FindSettledAsync(string relay)
    {
        await _chain.MineAsync(1);
        JsonElement now = await _gateway.GetAsync($"/v1/relays/{relay}");
        return now.GetProperty("status").GetString() == "settled" ? JsonDocument.Parse(now.GetRawText()) : null;
    }

    private async Task<string> RelayAsync(int number)
    {
        using PrivateKey wallet = PrivateKey.FromBytes(Keccak256.HashUtf8($"batched {number}").ToArray());
        await _chain.SendAsync(0, _chain.Token, new AbiWriter().Write(wallet.Address).Write((UInt256)1_000_000UL).ToCall("transfer(address,uint256)"));
        (_, string post, _) = await _gateway.AddPostAsync(_chain.Accounts[15]);
        JsonElement request = await _gateway.PostAsync("/v1/payment-requests", new { post, amount = "1000000" });
        JsonElement intent = await _gateway.PostAsync(
            $"/v1/payment-requests/{request.GetProperty("id").GetString()}/intents", new { way = "authorization", payer = wallet.Address.ToString() });
        JsonNode typedData = JsonNode.Parse(intent.GetProperty("typedData").GetRawText())!;
        typedData["message"]!["from"] = wallet.Address.ToString();
        JsonElement relay = await _gateway.PostAsync("/v1/relays", new
        {
            payer = wallet.Address.ToString(),
            nonce = intent.GetProperty("nonce").GetString(),
            signature = wallet.Sign(TypedMessage.Parse(typedData.ToJsonString()).Digest).ToString(),
        });
        return relay.GetProperty("id").GetString()!;
    }
}
