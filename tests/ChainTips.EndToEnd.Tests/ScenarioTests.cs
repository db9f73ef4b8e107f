namespace ChainTips.EndToEnd.Tests;

/// <summary>Every scenario of <c>chaintips simulate</c>, played for real; each demands its own documented outcome and fails without it.</summary>
[CancelAfter(600_000)]
[Parallelizable]
internal sealed class ScenarioTests
{
    /// <summary>The last but one of the well-known accounts.</summary>
    private const string RelayerKey = "0x689af8efa8c651a91ad287602527f3af2fe9f6501a7ac4b061667b5a93e037fd";

    private LocalChain _chain = null!;
    private RunningGateway _gateway = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _chain = await LocalChain.StartAsync();
        _gateway = await RunningGateway.StartAsync(_chain, withOtherToken: true, relayerKey: RelayerKey);
        await _chain.AskAsync("evm_setIntervalMining", 500);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _gateway?.Dispose();
        _chain?.Dispose();
    }

    [TestCase("under")]
    [TestCase("over")]
    [TestCase("duplicate")]
    [TestCase("wrong-token")]
    [TestCase("fake-token")]
    [TestCase("two-in-one-tx", Description = "A fault of the nearest rival: two tips in one transaction")]
    [TestCase("calldata")]
    [TestCase("smart-wallet")]
    [TestCase("authorization")]
    [TestCase("claim")]
    [TestCase("basket")]
    [TestCase("basket-denylisted")]
    [TestCase("gasless-basket")]
    [TestCase("permit-griefing", Description = "C4: somebody else uses up the permit first")]
    [TestCase("exchange-transfer", Description = "A fault of the nearest rival: several requests on one address")]
    [TestCase("late", Description = "A fault of the nearest rival: late money is seen")]
    [TestCase("denylisted-payee")]
    [TestCase("reorg")]
    [TestCase("reorg", "2")]
    [TestCase("halt")]
    [TestCase("rpc-lies")]
    [TestCase("kill-before-commit")]
    [TestCase("gasless")]
    [TestCase("front-run", Description = "X7")]
    [TestCase("relayer-crash", Description = "X5")]
    [TestCase("gas-spike", Description = "F39, F40")]
    public async Task A_scenario_comes_out_as_it_is_told(string name, params string[] arguments)
    {
        string said = await ChildProcess.RunAsync(
            "dotnet",
            [Checkout.Gateway, "simulate", name, .. arguments, "--server", _gateway.Url.ToString(), "--rpc", _chain.Endpoint.ToString(), "--deployment", Path.Combine(Checkout.Contracts, "deployments", "31337.json")],
            Path.GetTempPath(),
            new Dictionary<string, string> { ["CHAINTIPS_KEY"] = _gateway.Key });

        Assert.That(said, Does.Contain($"\"scenario\":\"{name}\"").And.Contain("ledger    balanced"));
    }
}
