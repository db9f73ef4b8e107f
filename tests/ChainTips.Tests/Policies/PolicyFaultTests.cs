using System.Text;
using ChainTips.Money;
using ChainTips.Policies;
using ChainTips.Testing;

namespace ChainTips.Tests.Policies;

/// <summary>Everything that can be wrong in a policy file, and how it is told: where, which value, and what to write.</summary>
internal sealed class PolicyFaultTests
{
    private const string Address = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
    private const string Gas = "'gas': {'share': 500, 'gasPrice': '1', 'coinPrice': '1', 'units': {'contract': 1}, 'action': 'refuse'}";

    [TestCase("", "the file is no JSON:")]
    [TestCase("{'version': 1", "the file is no JSON:")]
    [TestCase("{'version': 1} {}", "the file is no JSON:")]
    [TestCase("{'version': 1,}", "the file is no JSON:")]
    [TestCase("{'version': 1} // mine", "the file is no JSON:")]
    [TestCase("[]", "[] is no object; write { } with some of version, chains, tokens, paymentsPerDay, velocity, deny.")]
    [TestCase("null", "null is no object;")]
    [TestCase("{}", "version: it is missing; write \"version\": 1.")]
    [TestCase("{'version': 2}", "version: 2 is no whole number from 1 to 1; write one without quotes.")]
    [TestCase("{'version': '1'}", "version: \"1\" is no whole number from 1 to 1;")]
    [TestCase("{'version': 1, 'version': 1}", "version: this key stands there twice; take one out.")]
    [TestCase("{'version': 1, 'limits': {}}", "limits: this key is unknown; write one of version, chains,")]
    [TestCase("{'version': 1, 'Tokens': []}", "Tokens: this key is unknown;")]
    [TestCase("{'version': 1, '\\ud800': 1}", "the file is no JSON:", Description = "Half a character")]
    public void A_fault_of_the_whole_is_told(string json, string expected) => ExpectFault(json, expected);

    [TestCase("'chains': []", "chains: the list is empty; write at least one chain id, or take the key out.")]
    [TestCase("'chains': 31337", "chains: 31337 is no list; write [ ] with at least one chain id.")]
    [TestCase("'chains': ['31337']", "chains[0]: \"31337\" is no whole number")]
    [TestCase("'chains': [31337, 1]", "chains[1]: chain 1 is not configured; write one of 31337, or configure it first.")]
    [TestCase("'chains': [31337, 31337]", "chains[1]: chain 31337 stands there twice; take one out.")]
    [TestCase("'paymentsPerDay': 5", "paymentsPerDay: 5 is no object; write { } with some of payer, creator, platform.")]
    [TestCase("'paymentsPerDay': {'payee': 5}", "paymentsPerDay.payee: this key is unknown; write one of payer, creator, platform, or take it out.")]
    [TestCase("'paymentsPerDay': {'payer': 0}", "paymentsPerDay.payer: 0 is no whole number from 1 to")]
    [TestCase("'paymentsPerDay': {'payer': 1.5}", "paymentsPerDay.payer: 1.5 is no whole number")]
    [TestCase("'paymentsPerDay': {'payer': -1}", "paymentsPerDay.payer: -1 is no whole number")]
    [TestCase("'paymentsPerDay': {'creator': null}", "paymentsPerDay.creator: null is no whole number")]
    [TestCase("'velocity': {}", "velocity: the key payments is missing;")]
    [TestCase("'velocity': {'payments': 1}", "velocity: the key seconds is missing; write a whole number from 1 to 86400.")]
    [TestCase("'velocity': {'payments': 1, 'seconds': 86401}", "velocity.seconds: 86401 is no whole number from 1 to 86400;")]
    [TestCase("'velocity': {'payments': 0, 'seconds': 1}", "velocity.payments: 0 is no whole number")]
    [TestCase("'deny': []", "deny: [] is no object; write { } with some of payers, payees.")]
    [TestCase("'deny': {'payers': []}", "deny.payers: the list is empty; write at least one address,")]
    [TestCase("'deny': {'payers': ['0x12']}", "deny.payers[0]: The address '0x12'")]
    [TestCase("'deny': {'payees': ['0x90F79bf6EB2c4f870365E785982E1f101E93B906']}", "deny.payees[0]: The address '0x90F79bf6EB2c4f870365E785982E1f101E93B906' fails its EIP-55 checksum")]
    [TestCase("'deny': {'payees': ['0x0000000000000000000000000000000000000000']}", "deny.payees[0]: the zero address belongs to nobody;")]
    [TestCase("'deny': {'payees': [5]}", "deny.payees[0]: 5 is no text; write an address,")]
    [TestCase("'deny': {'payees': ['0x90f79bf6eb2c4f870365e785982e1f101e93b906', '" + Address + "']}", "deny.payees[1]: " + Address + " stands there twice;")]
    [TestCase("'tokens': {}", "tokens: {} is no list; write [ ] with at least one token.")]
    [TestCase("'tokens': []", "tokens: the list is empty;")]
    [TestCase("'tokens': ['USD']", "tokens[0]: \"USD\" is no object;")]
    [TestCase("'tokens': [{}]", "tokens[0]: the key chainId is missing; write the chain's id.")]
    [TestCase("'tokens': [{'chainId': 31337}]", "tokens[0]: the key address is missing; write the token's address.")]
    [TestCase("'tokens': [{'chainId': 31337, 'address': '" + Address + "'}]", "tokens[0].address: " + Address + " on chain 31337 is not configured; write one of USDC at 0x")]
    [TestCase("'tokens': [{USDC}, {DAI}, {USDC}]", "tokens[2]: the token USDC at 0x")]
    public void A_fault_of_a_section_is_told(string section, string expected) => ExpectFault("{'version': 1, " + section + "}", expected);

    [TestCase("'least': '1'", "least: this key is unknown; write one of chainId, address, minimum,")]
    [TestCase("'minimum': 1", "minimum: 1 is no text; write an amount in whole tokens, such as \"1.50\", in quotes.")]
    [TestCase("'minimum': '0'", "minimum: \"0\" is zero; write a positive amount, or take the key out.")]
    [TestCase("'minimum': '0.000'", "minimum: \"0.000\" is zero;")]
    [TestCase("'minimum': ''", "minimum: '' is no amount;")]
    [TestCase("'minimum': '.'", "minimum: '.' is no amount;")]
    [TestCase("'minimum': '-1'", "minimum: \"-1\" is no amount in whole tokens;")]
    [TestCase("'minimum': '1,5'", "minimum: \"1,5\" is no amount in whole tokens; write digits and at most one point, such as \"1.50\".")]
    [TestCase("'minimum': ' 1'", "minimum: \" 1\" is no amount")]
    [TestCase("'minimum': '1e6'", "minimum: \"1e6\" is no amount")]
    [TestCase("'minimum': '1.2.3'", "minimum: '1.2.3' is no amount;")]
    [TestCase("'minimum': '0.0000001'", "minimum: '0.0000001' has more than the 6 decimal places of USDC.")]
    [TestCase("'maximum': '340282366920938463463374607431769'", "maximum: '340282366920938463463374607431769' is too large.")]
    [TestCase("'minimum': '2', 'maximum': '1.999999'", "minimum: 2.00 is more than the maximum, 1.999999; write one that is not.")]
    [TestCase("'minimum': '2', 'amountPerDay': {'payer': '1'}", "amountPerDay.payer: 1.00 is less than the minimum of one payment, 2.00, so that none could be made;")]
    [TestCase("'amountPerDay': {'day': '1'}", "amountPerDay.day: this key is unknown;")]
    [TestCase("'amountPerDay': '1'", "amountPerDay: \"1\" is no object;")]
    [TestCase("'finality': {'seen': '5', 'safe': '5'}", "finality.safe: 5.00 is not above seen, 5.00; write the thresholds ascending.")]
    [TestCase("'finality': {'final': '5'}", "finality.final: this key is unknown; write one of seen, safe,")]
    [TestCase("'fee': {}", "fee: the key steps is missing;")]
    [TestCase("'fee': {'steps': []}", "fee.steps: the list is empty;")]
    [TestCase("'fee': {'steps': [{}]}", "fee.steps[0]: the key basisPoints is missing;")]
    [TestCase("'fee': {'steps': [{'basisPoints': 10001}]}", "fee.steps[0].basisPoints: 10001 is no whole number from 0 to 10000;")]
    [TestCase("'fee': {'steps': [{'basisPoints': 1, 'upTo': '5'}]}", "fee.steps[0].upTo: the last step has no end; take upTo out,")]
    [TestCase("'fee': {'steps': [{'basisPoints': 1}, {'basisPoints': 2}]}", "fee.steps[0]: the key upTo is missing; only the last step goes without it.")]
    [TestCase("'fee': {'free': '5', 'steps': [{'basisPoints': 1, 'upTo': '5'}, {'basisPoints': 2}]}", "fee.steps[0].upTo: 5.00 is not above 5.00, where the step begins; write the steps ascending.")]
    [TestCase("'fee': {'steps': [{'basisPoints': 1, 'upTo': '5'}, {'basisPoints': 1, 'upTo': '4'}, {'basisPoints': 2}]}", "fee.steps[1].upTo: 4.00 is not above 5.00,")]
    [TestCase("'fee': {'free': '-1', 'steps': [{'basisPoints': 1}]}", "fee.free: \"-1\" is no amount")]
    [TestCase("'fee': {'cap': '0', 'steps': [{'basisPoints': 1}]}", "fee.cap: \"0\" is zero;")]
    [TestCase("'fee': {'receiver': '0x', 'steps': [{'basisPoints': 1}]}", "fee.receiver: this key is unknown;")]
    [TestCase("'gas': {}", "gas: the key share is missing;")]
    [TestCase("'gas': {'share': 500}", "gas: the key gasPrice is missing; write the price of a unit of gas in wei.")]
    [TestCase("'gas': {'share': 0, 'gasPrice': '1', 'coinPrice': '1', 'units': {'contract': 1}, 'action': 'refuse'}", "gas.share: 0 is no whole number from 1 to 10000;")]
    [TestCase("'gas': {'share': 5, 'gasPrice': 1, 'coinPrice': '1', 'units': {'contract': 1}, 'action': 'refuse'}", "gas.gasPrice: 1 is no text; write a number of wei,")]
    [TestCase("'gas': {'share': 5, 'gasPrice': '0.1', 'coinPrice': '1', 'units': {'contract': 1}, 'action': 'refuse'}", "gas.gasPrice: \"0.1\" is no whole number of wei from 1 to")]
    [TestCase("'gas': {'share': 5, 'gasPrice': '1', 'coinPrice': '0', 'units': {'contract': 1}, 'action': 'refuse'}", "gas.coinPrice: \"0\" is zero;")]
    [TestCase("'gas': {'share': 5, 'gasPrice': '1', 'coinPrice': '1', 'units': {}, 'action': 'refuse'}", "gas.units: no way to pay stands there; write the units of at least one of contract,")]
    [TestCase("'gas': {'share': 5, 'gasPrice': '1', 'coinPrice': '1', 'units': {'claim': 1}, 'action': 'refuse'}", "gas.units.claim: this key is unknown;")]
    [TestCase("'gas': {'share': 5, 'gasPrice': '1', 'coinPrice': '1', 'units': {'contract': 0}, 'action': 'refuse'}", "gas.units.contract: 0 is no whole number")]
    [TestCase("'gas': {'share': 5, 'gasPrice': '1', 'coinPrice': '1', 'units': {'contract': 1}, 'action': 'warn'}", "gas.action: \"warn\" is unknown; write \"refuse\" or \"advise\".")]
    [TestCase("'gas': {'share': 5, 'gasPrice': '1', 'coinPrice': '1', 'units': {'contract': 1}, 'action': true}", "gas.action: true is no text; write \"refuse\" or \"advise\", in quotes.")]
    [TestCase("'maximum': '0.000019', " + Gas, "gas: even the cheapest way takes a payment of 0.00002, more than the maximum, 0.000019; raise the maximum or the share.")]
    public void A_fault_of_a_token_is_told(string rules, string expected) =>
        ExpectFault("{'version': 1, 'tokens': [{DAI}, {USDC, " + rules + "}]}", "tokens[1]." + expected);

    [Test]
    public void A_token_on_a_chain_that_is_not_allowed_is_a_contradiction()
    {
        Token elsewhere = Sample.Usdc with { ChainId = 10 };
        List<string> faults = [];

        Policy? policy = PolicyFile.Read(
            Encoding.UTF8.GetBytes($$"""{"version": 1, "chains": [10], "tokens": [{"chainId": {{Sample.ChainId}}, "address": "{{Sample.Usdc.Address}}"}]}"""),
            "p",
            [Sample.Usdc, elsewhere],
            faults);

        Assert.That(policy, Is.Null);
        Assert.That(faults, Is.EqualTo(new[]
        {
            $"p: tokens[0].chainId: chain {Sample.ChainId} does not stand in chains; write it there too, or take the token out.",
            "p: chains: chain 10 is allowed, but none of its tokens is; write one of them in tokens, or take the chain out.",
        }));
    }

    [Test]
    public void Every_fault_is_told_at_once_with_the_file()
    {
        Policy? policy = APolicy.Read(
            "{'version': 3, 'x': 1, 'tokens': [{'chainId': 1, 'address': '0x', 'minimum': 'x', 'gas': {}}, {USDC, 'finality': 1}], 'velocity': 1, 'deny': {'payers': [1]}}",
            out List<string> faults);

        Assert.That(policy, Is.Null);
        Assert.That(faults, Has.All.StartsWith("policy.json: "));
        Assert.That(
            faults.Select(fault => fault.Split(": ")[1]).Distinct(),
            Is.EquivalentTo(new[] { "version", "x", "tokens[0].address", "tokens[0].minimum", "tokens[0].gas", "tokens[1].finality", "velocity", "deny.payers[0]" }));
    }

    [Test]
    public void A_long_value_is_cut_and_stands_on_one_line()
    {
        APolicy.Read("{'version': '" + new string('a', 5000) + "'}", out List<string> faults);
        APolicy.Read("{'version': [1,\n2]}", out List<string> list);

        Assert.That(faults.Single(), Has.Length.LessThan(200));
        Assert.That(list.Single(), Does.Not.Contain("\n"));
    }

    private static void ExpectFault(string json, string expected)
    {
        Policy? policy = APolicy.Read(json, out List<string> faults);

        Assert.That(policy, Is.Null);
        Assert.That(faults, Has.Some.StartsWith("policy.json: " + expected));
    }
}
