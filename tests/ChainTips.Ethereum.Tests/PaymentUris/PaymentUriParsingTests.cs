using System.Globalization;
using System.Numerics;
using ChainTips.Ethereum.PaymentUris;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace ChainTips.Ethereum.Tests.PaymentUris;

internal sealed class PaymentUriParsingTests
{
    private const string Token = "0x89205A3A3b2A69De6Dbf7f01ED13B2108B2c43e7";

    [Test]
    [Description("The first example of EIP-681; its mixed case is no checksum of EIP-55, which its grammar does not ask for")]
    public void The_letter_case_of_an_address_says_nothing()
    {
        PaymentUri uri = PaymentUri.Parse("ethereum:0xfb6916095ca1df60bb79Ce92ce3ea74c37c5d359?value=2.014e18");

        Assert.That(uri.Target.Text, Is.EqualTo("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"));
        Assert.That(uri.Value, Is.EqualTo((UInt256)2_014_000_000_000_000_000UL));
    }

    [Test]
    [Description("EIP-681, the second example, with a chain id")]
    public void A_token_transfer_is_taken_apart([Values("", "pay-")] string prefix)
    {
        PaymentUri uri = PaymentUri.Parse(
            $"ethereum:{prefix}0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7@8453/transfer"
            + "?address=0x8e23ee67d1332ad560396262c48ffbb01f93d052&uint256=1");

        Assert.That(uri.Target.Address, Is.EqualTo(Address.Parse(Token)));
        Assert.That(uri.HasPayPrefix, Is.EqualTo(prefix.Length > 0));
        Assert.That(uri.ChainId, Is.EqualTo((UInt256)8453UL));
        Assert.That(uri.Function, Is.EqualTo("transfer"));
        Assert.That(
            uri.Parameters.Select(one => $"{one.Type}={one.Value}"),
            Is.EqualTo(new[] { "address=0x8e23Ee67d1332aD560396262C48ffbB01F93D052", "uint256=1" }));
        Assert.That(uri.Value, Is.Null);
    }

    [Test]
    public void A_payment_of_coins_has_value_and_gas()
    {
        PaymentUri uri = PaymentUri.Parse($"ETHEREUM:{Token}?value=2.014e18&gas=10&gasLimit=21000&gasPrice=5E1");

        Assert.That(
            (uri.Value, uri.Gas, uri.GasLimit, uri.GasPrice),
            Is.EqualTo(((UInt256?)2_014_000_000_000_000_000UL, (UInt256?)10UL, (UInt256?)21_000UL, (UInt256?)50UL)));
        Assert.That((uri.Function, uri.ChainId, uri.Parameters.Count), Is.EqualTo(((string?)null, (UInt256?)null, 0)));
    }

    [Test]
    public void A_name_stays_a_name([Values("pay-", "")] string prefix)
    {
        PaymentUri uri = PaymentUri.Parse($"ethereum:{prefix}doge-to-the-moon.eth@1?address=0xshop.eth");

        Assert.That(uri.Target.Address, Is.Null);
        Assert.That(uri.Target.Text, Is.EqualTo("doge-to-the-moon.eth"));
        Assert.That(uri.Parameters[0].Value, Is.EqualTo("0xshop.eth"));
    }

    [TestCase("1", "1")]
    [TestCase("0", "0")]
    [TestCase("+7", "7")]
    [TestCase("-0", "0")]
    [TestCase("1e6", "1000000")]
    [TestCase("1E6", "1000000")]
    [TestCase("1e", "1", Description = "the grammar lets the digits of the exponent be absent")]
    [TestCase("1e0", "1")]
    [TestCase("2.014e18", "2014000000000000000")]
    [TestCase(".5e1", "5")]
    [TestCase("0.000001e6", "1")]
    [TestCase("1.50e2", "150")]
    [TestCase("007", "7")]
    [TestCase("1e0000000000000000001", "10")]
    [TestCase("0e99999999999999999999", "0")]
    [TestCase("115792089237316195423570985008687907853269984665640564039457584007913129639935", "115792089237316195423570985008687907853269984665640564039457584007913129639935")]
    public void A_number_is_read_exactly(string text, string expected) =>
        Assert.That(PaymentUri.Parse($"ethereum:{Token}?value={text}").Value.ToString(), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("e6")]
    [TestCase(".")]
    [TestCase("1.")]
    [TestCase("1.5", Description = "no integer")]
    [TestCase("1.0", Description = "the exponent must not be below the decimals")]
    [TestCase("1.50e1", Description = "the exponent must not be below the decimals")]
    [TestCase("2.014e2")]
    [TestCase("-1")]
    [TestCase("0x10")]
    [TestCase("1e-6")]
    [TestCase("1_000")]
    [TestCase("1,000")]
    [TestCase("1%20")]
    [TestCase("١")]
    [TestCase("115792089237316195423570985008687907853269984665640564039457584007913129639936", Description = "2^256")]
    [TestCase("1e78")]
    [TestCase("1e999999999")]
    [TestCase("1e99999999999999999999")]
    public void Anything_else_is_no_amount(string text) =>
        Assert.That(PaymentUri.TryParse($"ethereum:{Token}?value={text}", out _, out _), Is.False);

    [TestCase("int8", "-128", "-128")]
    [TestCase("uint8", "2.55e2", "255")]
    [TestCase("uint", "1e3", "1000")]
    [TestCase("bool", "true", "true")]
    [TestCase("bool", "0", "false")]
    [TestCase("bytes4", "0xA9059CBB", "0xa9059cbb")]
    [TestCase("bytes", "0x", "0x")]
    [TestCase("string", "a%26b%20%C3%A9", "a&b é")]
    [TestCase("string", "", "")]
    [TestCase("uint256[2][]", "[[1,2]]", "[[1,2]]")]
    [TestCase("uint256%5B%5D", "1,2", "1,2")]
    [TestCase("(address,(bool,bytes32)[])", "x", "x")]
    [TestCase("fixed128x18", "1.5", "1.5")]
    [TestCase("function", "0x0102030405060708090a0b0c0d0e0f101112131415161718", "0x0102030405060708090a0b0c0d0e0f101112131415161718")]
    public void A_value_is_one_of_its_type(string type, string text, string expected) =>
        Assert.That(PaymentUri.Parse($"ethereum:{Token}/f?{type}={text}").Parameters[0].Value, Is.EqualTo(expected));

    [TestCase("int8=-129")]
    [TestCase("int8=128")]
    [TestCase("uint8=256")]
    [TestCase("uint8=-1")]
    [TestCase("bool=yes")]
    [TestCase("bytes4=0xa9059c")]
    [TestCase("bytes=a9")]
    [TestCase("bytes=0xa")]
    [TestCase("address=0x1234")]
    [TestCase("address=")]
    [TestCase("string=a/b")]
    [TestCase("string=a%2")]
    [TestCase("string=a%zz")]
    [TestCase("string=%ff")]
    [TestCase("string=é")]
    [TestCase("string=a b")]
    [TestCase("uint7=1")]
    [TestCase("uint264=1")]
    [TestCase("uint08=1")]
    [TestCase("bytes33=0x")]
    [TestCase("bytes0=0x")]
    [TestCase("uint256[0]=1")]
    [TestCase("(uint256=1")]
    [TestCase("()x=1")]
    [TestCase("label=tip")]
    [TestCase("Value=1")]
    [TestCase("=1")]
    [TestCase("uint256")]
    [TestCase("value=1&value=1")]
    [TestCase("value=1&")]
    [TestCase("")]
    public void Parameters_that_break_the_rules_are_refused(string parameters) =>
        Assert.That(PaymentUri.TryParse($"ethereum:{Token}/f?{parameters}", out _, out _), Is.False);

    [TestCase("")]
    [TestCase("ethereum:")]
    [TestCase("ethereum:pay-")]
    [TestCase("bitcoin:0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7")]
    [TestCase("ethereum://0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7")]
    [TestCase("ethereum:foo-0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7", Description = "a prefix of another version")]
    [TestCase("ethereum:0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43")]
    [TestCase("ethereum:0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7aa")]
    [TestCase("ethereum:89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7")]
    [TestCase("ethereum:0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7@")]
    [TestCase("ethereum:0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7@0")]
    [TestCase("ethereum:0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7@0x1")]
    [TestCase("ethereum:0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7@1@2")]
    [TestCase("ethereum:0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7/")]
    [TestCase("ethereum:0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7/a/b")]
    [TestCase("ethereum:0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7?")]
    [TestCase("ethereum:0x89205a3a3b2a69de6dbf7f01ed13b2108b2c43e7#x")]
    [TestCase("ethereum:shop")]
    [TestCase("ethereum:shop..eth")]
    [TestCase("ethereum:.eth")]
    [TestCase(" ethereum:shop.eth")]
    [TestCase("ethereum:shop.eth\n")]
    public void Anything_else_is_no_URL_of_a_payment(string text)
    {
        Assert.That(PaymentUri.TryParse(text, out _, out string? error), Is.False);
        Assert.That(error, Is.Not.Empty);
        Assert.That(() => PaymentUri.Parse(text), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void A_name_that_begins_like_the_prefix_keeps_its_beginning()
    {
        PaymentUri uri = PaymentUri.Parse("ethereum:pay-pay-me.eth");

        Assert.That(uri.Target.Text, Is.EqualTo("pay-me.eth"));
        Assert.That((uri with { HasPayPrefix = false }).ToString(), Is.EqualTo("ethereum:pay-pay-me.eth"));
    }

    [Test]
    public void What_is_written_reads_back_the_same() =>
        Holds.ForAll(AnyUri, uri => PaymentUri.Parse(uri.ToString()) == uri);

    [Test]
    public void A_number_in_scientific_notation_is_the_product() =>
        Holds.ForAll(
            Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(9, 60)),
            pair =>
            {
                string digits = pair.Item1.ToString("D10", CultureInfo.InvariantCulture);
                PaymentUri uri = PaymentUri.Parse($"ethereum:{Token}?value={digits[0]}.{digits[1..]}e{pair.Item2}");
                return uri.Value.ToString() == (pair.Item1 * BigInteger.Pow(10, pair.Item2 - 9)).ToString(CultureInfo.InvariantCulture);
            });

    [Test]
    [Category("Fuzz")]
    public void Hostile_text_is_refused_or_has_one_normal_form() =>
        Fuzz.Text(
            "EIP-681",
            [
                .. Holds.Samples(AnyUri).Select(uri => uri.ToString()),
                $"ethereum:{Token}?value=2.014e18&gas=10",
                $"ethereum:pay-{Token}@8453/transfer?address={Token}&uint256=1",
            ],
            new Allowance(12_000, 250),
            text =>
            {
                if (!PaymentUri.TryParse(text, out PaymentUri? uri, out string? error))
                {
                    return Fuzz.RefusedIf(error.Length is > 0 and < 600);
                }

                string normal = uri.ToString();
                return Fuzz.AcceptedIf(error is null && PaymentUri.Parse(normal) == uri && PaymentUri.Parse(normal).ToString() == normal);
            });

    private static Gen<PaymentUri> AnyUri =>
        from address in Holds.BytesOf(20)
        from hasName in Gen.Elements(true, false)
        from hasPrefix in Gen.Elements(true, false)
        from chainId in Gen.Choose(0, 100_000)
        from function in Gen.Elements(null, "tip", "transfer", "größe", "a b")
        from parameters in AnyParameter.ArrayOf()
        from value in Holds.BytesOf(32)
        from gas in Gen.Choose(-1, 1000)
        select new PaymentUri
        {
            Target = Target(hasName ? "shop-1.größe.eth" : Hex.Format(address)),
            HasPayPrefix = hasPrefix,
            ChainId = chainId == 0 ? null : (UInt256)(ulong)chainId,
            Function = function,
            Parameters = parameters,
            Value = value[0] % 2 == 0 ? UInt256.FromBigEndian(value) : null,
            Gas = gas < 0 ? null : (UInt256)(ulong)gas,
            GasPrice = gas % 2 == 0 ? (UInt256)(ulong)gas : null,
        };

    private static Gen<PaymentParameter> AnyParameter =>
        from bytes in Holds.BytesOf(20)
        from kind in Gen.Choose(0, 5)
        select kind switch
        {
            0 => Parameter("address", Hex.Format(bytes)),
            1 => Parameter("uint256", new BigInteger(bytes, isUnsigned: true).ToString(CultureInfo.InvariantCulture)),
            2 => Parameter("int256", new BigInteger(bytes).ToString(CultureInfo.InvariantCulture)),
            3 => Parameter("bytes20", Hex.Format(bytes)),
            4 => Parameter("string", System.Text.Encoding.Latin1.GetString(bytes)),
            _ => Parameter("(bool,uint8[2])[]", "[(true,[1,2])]"),
        };

    private static PaymentParameter Parameter(string type, string text) =>
        PaymentParameter.TryCreate(type, text, out PaymentParameter? parameter, out string? error)
            ? parameter
            : throw new AssertionException(error);

    private static PaymentTarget Target(string text) =>
        PaymentTarget.TryParse(text, out PaymentTarget? target, out string? error)
            ? target
            : throw new AssertionException(error);
}
