using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;

namespace ChainTips.EndToEnd.Tests;

/// <summary>Payers who own dollars and no native coin, on a real chain: they sign, and the gateway does the rest.</summary>
[CancelAfter(180_000)]
[Parallelizable]
internal sealed class GaslessTests
{
    /// <summary>The last but one of the well-known accounts, which no other test of this chain uses.</summary>
    private const string RelayerKey = "0x689af8efa8c651a91ad287602527f3af2fe9f6501a7ac4b061667b5a93e037fd";

    private LocalChain _chain = null!;
    private RunningGateway _gateway = null!;

    private Address Payee => _chain.Accounts[15];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _chain = await LocalChain.StartAsync();
        _gateway = await RunningGateway.StartAsync(_chain, relayerKey: RelayerKey);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _gateway?.Dispose();
        _chain?.Dispose();
    }

    [Test]
    public async Task A_wallet_without_native_coin_pays_with_a_signature()
    {
        using PrivateKey wallet = await RichWalletAsync("pat", 7_000_000);
        (string post, JsonElement intent) = await AskAsync(3_000_000, wallet.Address);

        JsonElement relay = await RelayAsync(wallet.Address, intent, wallet.Sign(DigestOf(intent, wallet.Address)).ToArray());

        JsonElement settled = await UntilAsync(relay, "settled");
        JsonElement payment = (await _gateway.FindPaymentsAsync(post, 1, "settled"))[0];
        Assert.That(payment.GetProperty("transactionHash").GetString(), Is.EqualTo(settled.GetProperty("transactionHash").GetString()));
        Assert.That(payment.GetProperty("amount").GetString(), Is.EqualTo("3000000"));
        Assert.That((await _chain.AskAsync("eth_getBalance", wallet.Address.ToString(), "latest")).GetString(), Is.EqualTo("0x0"));
        Assert.That((await _chain.AskAsync("eth_getTransactionCount", wallet.Address.ToString(), "latest")).GetString(), Is.EqualTo("0x0"));
    }

    [Test]
    public async Task ERC1271_a_contract_wallet_pays_with_its_owners_signature()
    {
        using PrivateKey owner = KeyOf("owner");
        byte[] initCode = [.. Artifact.InitCodeOf("Wallet"), .. new AbiWriter().Write(owner.Address).ToArray()];
        Address wallet = await CreatedAsync(await _chain.CreateAsync(1, initCode));
        await _chain.SendAsync(0, _chain.Token, new AbiWriter().Write(wallet).Write((UInt256)5_000_000UL).ToCall("transfer(address,uint256)"));
        (string post, JsonElement intent) = await AskAsync(5_000_000, wallet);

        JsonElement relay = await RelayAsync(wallet, intent, owner.Sign(DigestOf(intent, wallet)).ToArray());

        await UntilAsync(relay, "settled");
        Assert.That((await _gateway.FindPaymentsAsync(post, 1, "settled"))[0].GetProperty("payer").GetString(), Is.EqualTo(wallet.ToString()));
    }

    [Test]
    public async Task X7_what_an_observer_sent_first_is_paid_once()
    {
        using PrivateKey wallet = await RichWalletAsync("kim", 2_000_000);
        (string post, JsonElement intent) = await AskAsync(2_000_000, wallet.Address);
        byte[] signature = wallet.Sign(DigestOf(intent, wallet.Address)).ToArray();
        JsonElement message = intent.GetProperty("typedData").GetProperty("message");
        await _chain.SendAsync(5, _chain.Token, new AbiWriter()
            .Write(wallet.Address).Write(Payee).Write((UInt256)2_000_000UL).Write(UInt256.Zero)
            .Write(UInt256.Parse(message.GetProperty("validBefore").GetString()!)).Write(Hash32.Parse(intent.GetProperty("nonce").GetString()!))
            .WriteBytes(signature)
            .ToCall("transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)"));

        JsonElement relay = await RelayAsync(wallet.Address, intent, signature);

        JsonElement settled = await UntilAsync(relay, "settled");
        Assert.That(settled.GetProperty("isPaidByOther").GetBoolean(), Is.True);
        await _gateway.FindPaymentsAsync(post, 1, "settled");
    }

    [Test]
    public async Task X5_a_gateway_that_is_killed_after_it_took_the_signature_pays_once_when_it_is_back()
    {
        using PrivateKey wallet = await RichWalletAsync("lee", 4_000_000);
        (string post, JsonElement intent) = await AskAsync(4_000_000, wallet.Address);
        JsonElement relay = await RelayAsync(wallet.Address, intent, wallet.Sign(DigestOf(intent, wallet.Address)).ToArray());
        _gateway.Kill();
        await _gateway.RestartAsync();

        await UntilAsync(relay, "settled");
        await _gateway.FindPaymentsAsync(post, 1, "settled");
    }

    [Test]
    public async Task What_the_token_refuses_is_refused_and_costs_nothing()
    {
        using PrivateKey wallet = KeyOf("poor");
        (_, JsonElement intent) = await AskAsync(1_000_000, wallet.Address);
        string before = (await _chain.AskAsync("eth_getBalance", PrivateKey.Parse(RelayerKey).Address.ToString(), "latest")).GetString()!;

        JsonElement refused = await _gateway.RefusedAsync("/v1/relays", BodyOf(wallet.Address, intent, wallet.Sign(DigestOf(intent, wallet.Address)).ToArray()));

        Assert.That(refused.GetProperty("code").GetString(), Is.EqualTo("balance_too_low"));
        Assert.That((await _chain.AskAsync("eth_getBalance", PrivateKey.Parse(RelayerKey).Address.ToString(), "latest")).GetString(), Is.EqualTo(before));
    }

    private static PrivateKey KeyOf(string name) => PrivateKey.FromBytes(Keccak256.HashUtf8("gasless " + name).ToArray());

    /// <summary>What a wallet makes of the typed data, once it has filled in its own address.</summary>
    private static Hash32 DigestOf(JsonElement intent, Address payer)
    {
        JsonNode typedData = JsonNode.Parse(intent.GetProperty("typedData").GetRawText())!;
        typedData["message"]!["from"] = payer.ToString();
        return TypedMessage.Parse(typedData.ToJsonString()).Digest;
    }

    private static object BodyOf(Address payer, JsonElement intent, byte[] signature) =>
        new { payer = payer.ToString(), nonce = intent.GetProperty("nonce").GetString(), signature = Hex.Format(signature) };

    private async Task<PrivateKey> RichWalletAsync(string name, UInt128 dollars)
    {
        PrivateKey key = KeyOf(name);
        await _chain.SendAsync(0, _chain.Token, new AbiWriter().Write(key.Address).Write((UInt256)dollars).ToCall("transfer(address,uint256)"));
        return key;
    }

    private async Task<(string Post, JsonElement Intent)> AskAsync(UInt128 amount, Address payer)
    {
        (_, string post, _) = await _gateway.AddPostAsync(Payee);
        JsonElement request = await _gateway.PostAsync("/v1/payment-requests", new { post, amount = amount.ToString(null, null) });
        return (post, await _gateway.PostAsync(
            $"/v1/payment-requests/{request.GetProperty("id").GetString()}/intents", new { way = "authorization", payer = payer.ToString() }));
    }

    private Task<JsonElement> RelayAsync(Address payer, JsonElement intent, byte[] signature) =>
        _gateway.PostAsync("/v1/relays", BodyOf(payer, intent, signature));

    /// <summary>Mines until a relay has a status.</summary>
    private async Task<JsonElement> UntilAsync(JsonElement relay, string status)
    {
        JsonElement last = relay;
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                await _chain.MineAsync(1);
                last = await _gateway.GetAsync($"/v1/relays/{relay.GetProperty("id").GetString()}");
                return last.GetProperty("status").GetString() == status;
            },
            () => $"The relay is {last}.\n{_gateway.Said}");
        return last;
    }

    private async Task<Address> CreatedAsync(TransactionReceipt deployment)
    {
        JsonElement receipt = await _chain.AskAsync("eth_getTransactionReceipt", deployment.TransactionHash.ToString());
        return Address.Parse(receipt.GetProperty("contractAddress").GetString()!);
    }
}
