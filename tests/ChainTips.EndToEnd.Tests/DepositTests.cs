using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.EndToEnd.Tests;

/// <summary>Money that is simply sent to the deposit address of a request, on a real chain, to its payees.</summary>
[CancelAfter(180_000)]
[Parallelizable]
internal sealed class DepositTests
{
    private LocalChain _chain = null!;
    private RunningGateway _gateway = null!;

    private Address Ada => _chain.Accounts[15];

    private Address Bob => _chain.Accounts[16];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _chain = await LocalChain.StartAsync();
        _gateway = await RunningGateway.StartAsync(_chain);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _gateway?.Dispose();
        _chain?.Dispose();
    }

    [Test]
    public async Task Money_that_was_sent_twice_is_swept_to_the_payees_in_their_shares()
    {
        JsonElement request = await AskForDividedPostAsync();
        Address deposit = Address.Parse(request.GetProperty("depositAddress").GetString()!);
        BigInteger[] before = [await BalanceOfAsync(Ada), await BalanceOfAsync(Bob)];

        foreach (uint amount in new uint[] { 1_000_001, 10 })
        {
            await _chain.SendAsync(1, _chain.Token, new AbiWriter().Write(deposit).Write((UInt256)amount).ToCall("transfer(address,uint256)"));
            TransactionReceipt sweep = await SweepAsync(request);
            Assert.That(sweep.Logs, Has.Count.EqualTo(2));
        }

        BigInteger[] after = [await BalanceOfAsync(Ada), await BalanceOfAsync(Bob)];
        Assert.That(after[0] - before[0], Is.EqualTo((BigInteger)755_001 + 8));
        Assert.That(after[1] - before[1], Is.EqualTo((BigInteger)245_000 + 2));
        Assert.That(await BalanceOfAsync(deposit), Is.EqualTo(BigInteger.Zero));
        await _chain.MineAsync(3);
        foreach ((Address payee, string grown) in new[] { (Ada, "755009"), (Bob, "245002") })
        {
            await Eventually.BecomesTrueAsync(
                async () => await SettledCreditsAsync(payee) == grown, () => $"The account of {payee} did not grow by {grown}.\n{_gateway.Said}");
        }

        Assert.That((await _gateway.GetAsync("/v1/ledger/trial-balance")).GetProperty("balanced").GetBoolean(), Is.True);
    }

    [Test]
    [Description("An exchange pays in parts and late: the address is the request's as long as there is a chain")]
    public async Task A_deposit_is_credited_to_its_request_before_anything_is_deployed()
    {
        JsonElement request = await AskForDividedPostAsync();
        Address deposit = Address.Parse(request.GetProperty("depositAddress").GetString()!);

        await _chain.SendAsync(1, _chain.Token, new AbiWriter().Write(deposit).Write((UInt256)1_000_001u).ToCall("transfer(address,uint256)"));
        await _chain.MineAsync(3);

        string id = request.GetProperty("id").GetString()!;
        Task<JsonElement> ReadAsync() => _gateway.GetAsync($"/v1/payment-requests/{id}");
        await Eventually.BecomesTrueAsync(
            async () => (await ReadAsync()).GetProperty("status").GetString() == "settled", () => $"The request {id} is not settled.\n{_gateway.Said}");
        JsonElement settled = await ReadAsync();
        Assert.That(settled.GetProperty("received").GetString(), Is.EqualTo("1000001"));
        Assert.That(settled.GetProperty("exceptions").GetArrayLength(), Is.Zero);
    }

    private async Task<JsonElement> AskForDividedPostAsync()
    {
        string ada = await AddCreatorAsync("Ada", Ada);
        string bob = await AddCreatorAsync("Bob", Bob);
        JsonElement post = await _gateway.PostAsync("/v1/posts", new
        {
            creator = ada,
            title = "Shared",
            payees = new object[] { new { creator = ada, basisPoints = 7550 }, new { creator = bob, basisPoints = 2450 } },
        });
        return await _gateway.PostAsync("/v1/payment-requests", new { post = post.GetProperty("id").GetString(), amount = "1000001" });
    }

    private async Task<string> AddCreatorAsync(string name, Address address) =>
        (await _gateway.PostAsync("/v1/creators", new { name, address = address.ToString() })).GetProperty("id").GetString()!;

    private Task<TransactionReceipt> SweepAsync(JsonElement request)
    {
        JsonElement sweep = request.GetProperty("sweep");
        return _chain.SendAsync(2, Address.Parse(sweep.GetProperty("to").GetString()!), Hex.Parse(sweep.GetProperty("data").GetString()!));
    }

    private async Task<string?> SettledCreditsAsync(Address payee) =>
        (await _gateway.GetAsync("/v1/ledger/trial-balance")).GetProperty("accounts").EnumerateArray()
            .Where(account => account.GetProperty("holder").GetString() == payee.ToString())
            .Select(account => account.GetProperty("settledCredits").GetString())
            .SingleOrDefault();

    private async Task<BigInteger> BalanceOfAsync(Address account)
    {
        JsonObject call = new()
        {
            ["to"] = _chain.Token.ToString(),
            ["data"] = Hex.Format(new AbiWriter().Write(account).ToCall("balanceOf(address)")),
        };
        string answer = (await _chain.AskAsync("eth_call", call, "latest")).GetString()!;
        return BigInteger.Parse("0" + answer[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
