using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Tests.Chain;

internal sealed class ChainProfilesTests
{
    [TestCase(8453UL, "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", "0x02fa7265e7c5d81118673727957699e4d68f74cd74b7db77da710fe8a2c7834f")]
    [TestCase(10UL, "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85", "0x26d9c34bb1a1c312f69c53b2d93b8be20faafba63af2438c6811713c9b1f933f")]
    [TestCase(42161UL, "0xaf88d065e77c8cC2239327C5EDb3A432268e5831", "0x08d11903f8419e68b1b8721bcbe2e9fc68569122a77ef18c216f10b3b5112c78")]
    [TestCase(137UL, "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359", "0xcaa2ce1a5703ccbe253a34eb3166df60a705c561b44b192061e28f2a985be2ca")]
    [TestCase(84532UL, "0x036CbD53842c5426634e7929541eC2318f3dCF7e", "0x71f17a3b2ff373b803d70a5a07c046c1a2bc8e89c09ef722fcb047abe94c9818")]
    [TestCase(11155420UL, "0x5fd84259d66Cd46123540766Be93DFE6D43130D7", "0x09d038a3e46040fc37eb01174dbbcdb7981fbd8eafd9e1a857b1c67805dfb29e")]
    [TestCase(421614UL, "0x75faf114eafb1BDbe2F0316DF893fd58CE46AA4d", "0x85944e1292d007732838d6eadfa67589b78ffcededbd4df60488d0af251308bb")]
    [TestCase(80002UL, "0x41E94Eb019C0762f9Bfcf9Fb1E58725BfB0e7582", "0x5cddc98319864e897e4469bd1d13c2288c677047b54b8cca12bd342adb6be9eb")]
    [Description("DOMAIN_SEPARATOR() as Circle's contract answers it on that chain")]
    public void Usdc_has_the_domain_separator_of_its_contract(ulong chainId, string address, string separator)
    {
        AllowedToken usdc = ChainProfiles.Find(chainId)!.Tokens.Single();

        Assert.That(usdc.Token.Address, Is.EqualTo(Address.Parse(address)));
        Assert.That(usdc.Token.ChainId, Is.EqualTo(chainId));
        Assert.That(usdc.Token.Decimals, Is.EqualTo(6));
        Assert.That(usdc.DomainSeparator, Is.EqualTo(Hash32.Parse(separator)));
    }

    [Test]
    public void Every_profile_is_found_by_its_id_and_no_id_is_there_twice()
    {
        Assert.That(ChainProfiles.KnownChainIds, Is.Unique.And.Not.Empty);
        Assert.That(ChainProfiles.KnownChainIds.Select(id => ChainProfiles.Find(id)!.ChainId), Is.EqualTo(ChainProfiles.KnownChainIds));
    }

    [Test]
    public void Every_public_chain_is_pinned_by_its_genesis_block_and_final_by_tags()
    {
        ChainProfile[] open = [.. ChainProfiles.KnownChainIds.Select(id => ChainProfiles.Find(id)!).Where(p => p.ChainId != ChainProfile.LocalChainId)];

        Assert.That(open, Has.Length.EqualTo(8));
        Assert.That(open.Select(profile => profile.Finality), Is.All.InstanceOf<FinalityRule.Tags>());
        Assert.That(open.Select(profile => profile.GenesisHash), Is.Unique.And.None.Null);
    }

    [Test]
    public void The_local_chain_counts_three_confirmations_and_knows_no_token()
    {
        ChainProfile local = ChainProfiles.Find(31337)!;

        Assert.That(local.Finality, Is.EqualTo(new FinalityRule.Confirmations(3)));
        Assert.That(local.Verification, Is.EqualTo(Verification.Proof));
        Assert.That(local.IsTestChain, Is.True);
        Assert.That(local.GenesisHash, Is.Null);
        Assert.That(local.Tokens, Is.Empty);
    }

    [TestCase(0UL)]
    [TestCase(1UL, Description = "Ethereum itself is no L2")]
    [TestCase(1337UL)]
    [TestCase(ulong.MaxValue)]
    public void An_unknown_chain_has_no_profile(ulong chainId) => Assert.That(ChainProfiles.Find(chainId), Is.Null);
}
