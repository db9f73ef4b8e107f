using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.Policies;
using ChainTips.Testing;

namespace ChainTips.Tests.Policies;

internal sealed class PolicyFileTests
{
    private const string Payer = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";

    [Test]
    public void A_file_with_a_version_alone_allows_all_that_is_configured()
    {
        Policy policy = APolicy.Of("{'version': 1}");

        Assert.That(policy.Tokens.Select(own => own.Token), Is.EqualTo(APolicy.Configured));
        Assert.That(policy.Tokens, Is.EqualTo(APolicy.Configured.Select(token => new TokenPolicy(token))));
        Assert.That(policy.SummedParties, Is.Empty);
        Assert.That(policy.Velocity, Is.Null);
        Assert.That(policy.DeniedPayers.Count + policy.DeniedPayees.Count, Is.Zero);
    }

    [Test]
    public void Without_a_file_it_is_as_with_a_version_alone()
    {
        Policy policy = PolicyFile.AllowAll(APolicy.Configured);

        Assert.That(policy.Tokens, Is.EqualTo(APolicy.Of("{'version': 1}").Tokens));
        Assert.That(policy.Hash, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData("{\"version\":1}"u8))));
    }

    [Test]
    public void The_hash_is_that_of_the_bytes()
    {
        byte[] file = Encoding.UTF8.GetBytes("{ \"version\" : 1 }\n");

        Policy policy = PolicyFile.Read(file, "", APolicy.Configured, [])!;

        Assert.That(policy.Hash, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(file))));
    }

    [Test]
    public void Every_rule_is_read_as_it_stands()
    {
        Policy policy = APolicy.Of($$"""
            {'version': 1, 'chains': [{{Sample.ChainId}}],
             'tokens': [{USDC, 'minimum': '0.01', 'maximum': '100', 'amountPerDay': {'payer': '200', 'creator': '5000.000001', 'platform': '1'},
                'fee': {'free': '50', 'steps': [{'upTo': '1000', 'basisPoints': 200}, {'basisPoints': 0}], 'cap': '0.5'},
                'finality': {'seen': '1', 'safe': '50'},
                'gas': {'share': 500, 'gasPrice': '10000000', 'coinPrice': '2500', 'units': {'contract': 85000, 'depositAddress': 1}, 'action': 'refuse'} }],
             'paymentsPerDay': {'payer': 50, 'creator': 60, 'platform': 70}, 'velocity': {'payments': 5, 'seconds': 86400},
             'deny': {'payers': ['{{Payer}}'], 'payees': ['{{Payer.ToLowerInvariant()}}'] } }
            """);

        TokenPolicy rules = policy.Tokens.Single();
        Assert.That(rules.Token, Is.EqualTo(Sample.Usdc));
        Assert.That((rules.Minimum, rules.Maximum), Is.EqualTo(((UInt128?)10_000, (UInt128?)100_000_000)));
        Assert.That(rules.AmountPerDay, Is.EqualTo(new PerParty<UInt128>(200_000_000, 5_000_000_001, 1_000_000)));
        Assert.That(rules.Fee!.Free, Is.EqualTo((UInt128)50_000_000));
        Assert.That(rules.Fee.Steps, Is.EqualTo(new[] { new FeeStep(1_000_000_000, 200), new FeeStep(null, 0) }));
        Assert.That(rules.Fee.Cap, Is.EqualTo((UInt128?)500_000));
        Assert.That(rules.Finality, Is.EqualTo(new FinalityLimits(1_000_000, 50_000_000)));
        Assert.That(
            (rules.Gas!.Share, rules.Gas.GasPrice, rules.Gas.CoinPrice, rules.Gas.IsRefused),
            Is.EqualTo((500, (UInt128)10_000_000, (UInt128)2_500_000_000, true)));
        Assert.That(rules.Gas.Units, Is.EquivalentTo(new Dictionary<PaymentWay, long> { [PaymentWay.Contract] = 85_000, [PaymentWay.DepositAddress] = 1 }));
        Assert.That(policy.PaymentsPerDay, Is.EqualTo(new PerParty<long>(50, 60, 70)));
        Assert.That(policy.Velocity, Is.EqualTo(new Velocity(5, 86_400)));
        Assert.That(policy.DeniedPayers, Is.EquivalentTo(new[] { Address.Parse(Payer) }));
        Assert.That(policy.DeniedPayees, Is.EquivalentTo(new[] { Address.Parse(Payer) }));
        Assert.That(policy.SummedParties, Is.EquivalentTo(new[] { PartyKind.Payer, PartyKind.Creator, PartyKind.Platform }));
    }

    [TestCase("'velocity': {'payments': 1, 'seconds': 60}", new[] { PartyKind.Payer })]
    [TestCase("'paymentsPerDay': {'payer': 1}", new[] { PartyKind.Payer })]
    [TestCase("'paymentsPerDay': {'platform': 1}", new[] { PartyKind.Platform })]
    [TestCase("'tokens': [{USDC, 'amountPerDay': {'creator': '1'}}]", new[] { PartyKind.Creator })]
    [TestCase("'tokens': [{USDC, 'fee': {'steps': [{'basisPoints': 1}]}}]", new[] { PartyKind.Creator })]
    [TestCase("'tokens': [{USDC, 'minimum': '1', 'maximum': '2', 'finality': {'seen': '1'}}]", new PartyKind[0])]
    public void Only_those_are_summed_up_for_whom_a_rule_asks(string rules, PartyKind[] expected) =>
        Assert.That(APolicy.Of("{'version': 1, " + rules + "}").SummedParties, Is.EqualTo(expected));

    [TestCase("0.000001", 1ul)]
    [TestCase("1.500000", 1_500_000ul)]
    [TestCase("1.5000000", 1_500_000ul, Description = "Zeros beyond the last place say nothing")]
    [TestCase(".5", 500_000ul)]
    [TestCase("3.", 3_000_000ul)]
    [TestCase("007", 7_000_000ul)]
    public void An_amount_is_read_exactly(string text, ulong baseUnits) =>
        Assert.That(APolicy.ForUsdc($"'minimum': '{text}'").Tokens.Single().Minimum, Is.EqualTo((UInt128?)baseUnits));

    [Test]
    public void An_amount_of_eighteen_decimals_is_exact() => Assert.That(
        APolicy.Of("{'version': 1, 'tokens': [{DAI, 'maximum': '123456789012345678901.123456789012345678'}]}").Tokens.Single().Maximum,
        Is.EqualTo((UInt128?)UInt128.Parse("123456789012345678901123456789012345678", CultureInfo.InvariantCulture)));

    [Test]
    public void A_token_without_limits_beside_one_with_limits_is_allowed_and_others_are_not()
    {
        Policy policy = APolicy.Of("{'version': 1, 'tokens': [{DAI}]}");

        Assert.That(policy.Find(Sample.Dai), Is.EqualTo(new TokenPolicy(Sample.Dai)));
        Assert.That(policy.Find(Sample.Usdc), Is.Null);
    }

    [Test]
    public void The_chains_alone_say_which_tokens_are_allowed()
    {
        Token elsewhere = Sample.Usdc with { ChainId = 10 };
        Policy policy = PolicyFile.Read("{\"version\": 1, \"chains\": [10]}"u8.ToArray(), "", [Sample.Usdc, elsewhere], [])!;

        Assert.That(policy.Tokens.Select(own => own.Token), Is.EqualTo(new[] { elsewhere }));
    }
}
