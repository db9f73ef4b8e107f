using System.Text.Json;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;
using ChainTips.PaymentRequests;
using ChainTips.Testing;

namespace ChainTips.Tests.PaymentRequests;

internal sealed class PaymentTermsTests
{
    private static readonly PaymentTerms Terms = new(
        8453,
        Address.Parse("0x1111111111111111111111111111111111111111"),
        Address.Parse("0x2222222222222222222222222222222222222222"),
        [Address.Parse("0x3333333333333333333333333333333333333333"), Address.Parse("0x4444444444444444444444444444444444444444")],
        [5UL, 7UL],
        [Hash32.Parse("0x" + new string('5', 64)), Hash32.Parse("0x" + new string('6', 64))],
        1UL,
        Address.Parse("0x7777777777777777777777777777777777777777"),
        1_800_000_000UL,
        Hash32.Parse("0x" + new string('8', 64)));

    private static IEnumerable<PaymentTerms> Others =>
    [
        Terms with { ChainId = 8454 },
        Terms with { Router = Sample.Stranger },
        Terms with { Token = Sample.Stranger },
        Terms with { Payees = [.. Terms.Payees.Reverse()] },
        Terms with { Payees = [.. Terms.Payees.Take(1)] },
        Terms with { Amounts = [7UL, 5UL] },
        Terms with { References = [.. Terms.References.Reverse()] },
        Terms with { Fee = 2UL },
        Terms with { FeeReceiver = Sample.Stranger },
        Terms with { ValidBefore = 1_800_000_001UL },
        Terms with { Salt = Hash32.Zero },
    ];

    [Test]
    [Description("ethers 6.17.0, TypedDataEncoder.hashStruct, and viem 2.57.20, hashStruct, of the same terms")]
    public void The_hash_is_the_one_that_wallets_compute() =>
        Assert.That(Terms.Hash().ToString(), Is.EqualTo("0x9d8ad830920de0205f2ea4f717a35294d47b591a08317a2e521b31f25684c645"));

    [Test]
    [Description("EIP-712 by its own rules over JSON, which knows nothing of terms")]
    public void The_hash_is_that_of_the_typed_message()
    {
        SeededRandom random = Trials.Random();
        for (int i = Trials.Count(); i > 0; i--)
        {
            PaymentTerms terms = AnyTerms(random);

            Assert.That(terms.Hash(), Is.EqualTo(TypedMessage.Parse(JsonOf(terms)).StructHash), JsonOf(terms));
        }
    }

    [Test]
    [Description("contracts/vectors/router.json: the nonces that the router used on a chain")]
    public void The_hash_is_the_one_that_the_router_makes_anew()
    {
        RouterVectors.SignedTerms[] signed = [.. RouterVectors.Committed.Calls.SelectMany(call => call.Signatures)];

        Assert.That(signed, Has.Length.EqualTo(8));
        Assert.That(
            signed.Select(each => each.Terms.ToTerms().Hash().ToString()),
            Is.EqualTo(signed.Select(each => each.TermsHash)));
    }

    [Test]
    [Description("contracts/vectors/router.json: hashed by viem; no payee, the greatest numbers, and two hundred payees")]
    public void Terms_that_are_empty_or_as_large_as_can_be_hash_as_well()
    {
        IReadOnlyList<RouterVectors.HashedTerms> extremes = RouterVectors.Committed.Terms;

        Assert.That(extremes.Select(each => each.Terms.Payees.Count), Is.EqualTo(new[] { 0, 1, 200 }));
        Assert.That(
            extremes.Select(each => each.Terms.ToTerms().Hash().ToString()),
            Is.EqualTo(extremes.Select(each => each.TermsHash)));
    }

    [Test]
    public void Whatever_differs_makes_another_hash() =>
        Assert.That(Others.Append(Terms).Select(terms => terms.Hash()), Is.Unique.And.Exactly(12).Items);

    private static PaymentTerms AnyTerms(SeededRandom random)
    {
        int payees = random.Below(4);
        return new PaymentTerms(
            random.Next(),
            AnyAddress(random),
            AnyAddress(random),
            [.. Enumerable.Range(0, payees).Select(_ => AnyAddress(random))],
            [.. Enumerable.Range(0, payees).Select(_ => AnyNumber(random))],
            [.. Enumerable.Range(0, payees).Select(_ => AnyHash(random))],
            AnyNumber(random),
            AnyAddress(random),
            AnyNumber(random),
            AnyHash(random));
    }

    private static Hash32 AnyHash(SeededRandom random)
    {
        byte[] bytes = new byte[Hash32.Length];
        random.Fill(bytes);
        return Hash32.FromBytes(bytes);
    }

    private static Address AnyAddress(SeededRandom random) => Address.FromBytes(AnyHash(random).ToArray().AsSpan(12));

    private static UInt256 AnyNumber(SeededRandom random) => UInt256.FromBigEndian(AnyHash(random).ToArray().AsSpan(random.Below(32)));

    /// <summary>The message as a wallet is shown it.</summary>
    private static string JsonOf(PaymentTerms terms) => JsonSerializer.Serialize(new
    {
        types = new Dictionary<string, object>
        {
            ["EIP712Domain"] = new[] { new { name = "name", type = "string" } },
            ["Terms"] = PaymentTerms.TypeText["Terms(".Length..^1].Split(',').Select(member => member.Split(' '))
                .Select(parts => new { name = parts[1], type = parts[0] }),
        },
        primaryType = "Terms",
        domain = new { name = "any" },
        message = new
        {
            chainId = terms.ChainId.ToString(System.Globalization.CultureInfo.InvariantCulture),
            router = terms.Router.ToString(),
            token = terms.Token.ToString(),
            payees = terms.Payees.Select(payee => payee.ToString()),
            amounts = terms.Amounts.Select(amount => amount.ToString()),
            references = terms.References.Select(reference => reference.ToString()),
            fee = terms.Fee.ToString(),
            feeReceiver = terms.FeeReceiver.ToString(),
            validBefore = terms.ValidBefore.ToString(),
            salt = terms.Salt.ToString(),
        },
    });
}
