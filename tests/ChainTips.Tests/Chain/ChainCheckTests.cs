using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

[CancelAfter(30_000)]
internal sealed class ChainCheckTests
{
    private static readonly TokenFacts UsdcFacts = new("USD Coin", 6UL, Sample.AllowedUsdc.DomainSeparator);
    private static readonly ContractVectors Vectors = ContractVectors.Committed;
    private static readonly ForwarderFactory Forwarders = new(Address.Parse(Vectors.Factory));
    private static readonly ChainSettings WithForwarders = Sample.Settings with { ForwarderFactory = Forwarders };
    private static readonly Hash32 Other = Sample.HashOf("another genesis");

    [Test]
    public async Task A_chain_that_is_as_configured_is_accepted()
    {
        FakeChain chain = Agreeing();

        ChainFacts facts = await CheckAsync(chain, Sample.Settings, chain.At(0).Header.Hash);

        Assert.That(facts, Is.EqualTo(new ChainFacts(Sample.ChainId, chain.At(0).Header.Hash, true)));
    }

    [Test]
    [Description("F15: the wrong chain behind the URL; nothing else is asked of it")]
    public async Task Another_chain_id_is_refused()
    {
        FakeChain chain = Agreeing();
        chain.ChainId = 1;

        await AssertRefusedAsync(chain, Sample.Settings, Other, "The endpoint serves chain 1, not 31337", "Point Endpoint at a node of chain 31337");
        Assert.That(chain.Questions.Single(), Is.EqualTo("facts"));
    }

    [Test]
    [Description("F15")]
    public async Task Another_genesis_block_than_that_of_the_profile_is_refused()
    {
        FakeChain chain = Agreeing();
        ChainSettings settings = Sample.Settings with { Profile = Sample.TaggedProfile with { GenesisHash = Other } };

        await AssertRefusedAsync(chain, settings, null, chain.At(0).Header.Hash.ToString(), Other.ToString(), "Test chain", "Use another endpoint");
    }

    [Test]
    [Description("A local chain that was started anew")]
    public async Task Another_genesis_block_than_that_of_the_database_is_refused()
    {
        FakeChain chain = Agreeing();

        await AssertRefusedAsync(
            chain, Sample.Settings, Other, chain.At(0).Header.Hash.ToString(), Other.ToString(), "Use the endpoint of that chain", "fresh database");
    }

    [Test]
    public async Task A_router_without_code_is_refused()
    {
        FakeChain chain = Agreeing();
        chain.RouterHasCode = false;

        await AssertRefusedAsync(chain, Sample.Settings, null, Sample.Router.ToString(), "Deploy TipRouter, or correct Router");
    }

    [Test]
    public async Task A_token_that_does_not_answer_is_refused()
    {
        FakeChain chain = Agreeing();
        chain.Tokens.Remove(Sample.Usdc.Address);

        await AssertRefusedAsync(chain, Sample.Settings, null, $"USDC at {Sample.Usdc.Address}", "no ERC-20 token", "Correct Address");
    }

    [Test]
    [Description("A6")]
    public async Task Other_decimals_are_refused()
    {
        FakeChain chain = Agreeing();
        chain.Tokens[Sample.Usdc.Address] = UsdcFacts with { Decimals = 18UL };

        await AssertRefusedAsync(
            chain, Sample.Settings, null, $"USDC at {Sample.Usdc.Address}", "18 decimals on the chain", "6 in the configuration", "Correct Decimals");
    }

    [Test]
    [Description("A6: a number that would be 6 if it were cut to 32 bits")]
    public async Task Decimals_beyond_any_integer_are_refused()
    {
        FakeChain chain = Agreeing();
        chain.Tokens[Sample.Usdc.Address] = UsdcFacts with { Decimals = UInt256.Parse("340282366920938463463374607431768211462") };

        await AssertRefusedAsync(chain, Sample.Settings, null, "340282366920938463463374607431768211462 decimals", "Correct Decimals");
    }

    [TestCase("Tether USD")]
    [TestCase(null)]
    public async Task Another_name_is_refused(string? name)
    {
        FakeChain chain = Agreeing();
        chain.Tokens[Sample.Usdc.Address] = UsdcFacts with { Name = name };

        await AssertRefusedAsync(chain, Sample.Settings, null, $"named '{name}'", "'USD Coin'", "Correct Name");
    }

    [Test]
    [Description("X9")]
    public async Task Another_domain_separator_is_refused()
    {
        FakeChain chain = Agreeing();
        chain.Tokens[Sample.Usdc.Address] = UsdcFacts with { DomainSeparator = Other };

        await AssertRefusedAsync(
            chain, Sample.Settings, null, Other.ToString(), Sample.AllowedUsdc.DomainSeparator.ToString()!, "'USD Coin'", "'2'",
            "Correct Name or DomainVersion");
    }

    [Test]
    [Description("X9")]
    public async Task A_missing_domain_separator_is_refused_where_one_is_configured()
    {
        FakeChain chain = Agreeing();
        chain.Tokens[Sample.Usdc.Address] = UsdcFacts with { DomainSeparator = null };

        await AssertRefusedAsync(chain, Sample.Settings, null, "with nothing", "leave DomainVersion out");
    }

    [Test]
    public async Task Everything_that_is_wrong_with_the_tokens_is_said_at_once()
    {
        FakeChain chain = Agreeing();
        chain.Tokens[Sample.Usdc.Address] = UsdcFacts with { Decimals = 18UL, Name = "Other" };
        chain.Tokens[Sample.Dai.Address] = new TokenFacts("Dai Stablecoin", 6UL, null);

        ChainMismatchException mismatch = await CatchAsync(chain, Sample.Settings, null);

        Assert.That(mismatch.Problems, Has.Count.EqualTo(3));
        Assert.That(mismatch.Problems.Where(problem => !mismatch.Message.Contains(problem, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task A_forwarder_factory_that_is_ours_is_accepted()
    {
        FakeChain chain = Agreeing();
        Put(chain, Forwarders.Address, Vectors.FactoryCode);
        Put(chain, Forwarders.Implementation, Vectors.ImplementationCode);

        ChainFacts facts = await CheckAsync(chain, WithForwarders, null);

        Assert.That(facts.ChainId, Is.EqualTo(Sample.ChainId));
    }

    [Test]
    public async Task A_forwarder_factory_without_code_is_refused()
    {
        await AssertRefusedAsync(
            Agreeing(), WithForwarders, null, Forwarders.Address.ToString(), "Deploy ForwarderFactory, or correct ForwarderFactory");
    }

    [Test]
    [Description("Whoever puts another contract there could have the deposits")]
    public async Task Other_code_at_the_forwarder_factory_is_refused()
    {
        FakeChain chain = Agreeing();
        Put(chain, Forwarders.Address, Vectors.FactoryCode.Replace("6080", "6081", StringComparison.Ordinal));
        Put(chain, Forwarders.Implementation, Vectors.ImplementationCode);

        await AssertRefusedAsync(
            chain, WithForwarders, null, Forwarders.Address.ToString(), "is not the forwarder factory of this version", Vectors.FactoryCodeHash);
    }

    [TestCase("0x")]
    [TestCase("0x00")]
    public async Task Other_code_behind_the_forwarders_is_refused(string code)
    {
        FakeChain chain = Agreeing();
        Put(chain, Forwarders.Address, Vectors.FactoryCode);
        Put(chain, Forwarders.Implementation, code);

        await AssertRefusedAsync(
            chain, WithForwarders, null, Forwarders.Implementation.ToString(), "Deploy ForwarderFactory anew", Vectors.ImplementationCodeHash);
    }

    [Test]
    public void The_expected_code_is_that_of_the_contracts()
    {
        Assert.That(ForwarderCode.FactoryHash.ToString(), Is.EqualTo(Vectors.FactoryCodeHash));
        Assert.That(ForwarderCode.ForwarderHash.ToString(), Is.EqualTo(Vectors.ImplementationCodeHash));
    }

    private static void Put(FakeChain chain, Address address, string code) => chain.Codes[address] = Hex.Parse(code);

    private static FakeChain Agreeing()
    {
        FakeChain chain = new();
        chain.Tokens[Sample.Usdc.Address] = UsdcFacts;
        chain.Tokens[Sample.Dai.Address] = new TokenFacts("Dai Stablecoin", 18UL, null);
        return chain;
    }

    private static Task<ChainFacts> CheckAsync(FakeChain chain, ChainSettings settings, Hash32? storedGenesis) =>
        ChainCheck.DemandMatchAsync(chain, settings, storedGenesis, TestContext.CurrentContext.CancellationToken);

    private static async Task AssertRefusedAsync(FakeChain chain, ChainSettings settings, Hash32? storedGenesis, params string[] named)
    {
        ChainMismatchException mismatch = await CatchAsync(chain, settings, storedGenesis);

        Assert.That(mismatch.Problems, Has.Count.EqualTo(1));
        Assert.That(named.Where(value => !mismatch.Message.Contains(value, StringComparison.Ordinal)), Is.Empty, mismatch.Message);
    }

    private static async Task<ChainMismatchException> CatchAsync(FakeChain chain, ChainSettings settings, Hash32? storedGenesis) =>
        (await Assert.ThrowsAsync<ChainMismatchException>(() => CheckAsync(chain, settings, storedGenesis)))!;
}
