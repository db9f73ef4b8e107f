using System.Globalization;
using System.Numerics;
using ChainTips.Money;
using ChainTips.Testing;

namespace ChainTips.Tests.Money;

internal sealed class SplitTests
{
    private static IEnumerable<ContractVectors.ForwarderVector> Vectors => ContractVectors.Committed.Forwarders;

    private static IEnumerable<TestCaseData> Refusals => ContractVectors.Committed.Refusals.Select((refusal, i) =>
        new TestCaseData(refusal).SetArgDisplayNames($"{i} {refusal.Error}"));

    [TestCaseSource(nameof(Vectors))]
    public void An_amount_is_divided_as_the_contract_divides_it(ContractVectors.ForwarderVector vector)
    {
        foreach (ContractVectors.SweepVector sweep in vector.Sweeps)
        {
            IReadOnlyList<UInt128> parts = vector.Split.Divide(UInt128.Parse(sweep.Amount, CultureInfo.InvariantCulture));

            Assert.That(parts.Select(part => part.ToString(CultureInfo.InvariantCulture)), Is.EqualTo(sweep.Parts), sweep.Amount);
        }
    }

    [TestCaseSource(nameof(Refusals))]
    public void Shares_are_refused_for_the_reason_that_the_contract_gives(ContractVectors.RefusedShares refusal)
    {
        Share[] shares = [.. refusal.Shares.Select(share => share.ToShare())];

        SplitFault? fault = Split.FindFault(shares);

        Assert.That(fault?.GetType().Name, Is.EqualTo(refusal.Error));
        Assert.That(() => new Split(shares), Throws.ArgumentException.With.Message.StartsWith(fault!.Message));
    }

    [Test]
    public void The_parts_of_any_amount_sum_up_to_it_and_each_is_less_than_a_unit_from_its_exact_share()
    {
        int count = Trials.Count();
        SeededRandom random = new(Trials.Seed.Number);
        for (int i = 0; i < count; i++)
        {
            Split split = AnySplit(random);
            UInt128 amount = new UInt128(random.Next(), random.Next()) >> random.Below(128);

            IReadOnlyList<UInt128> parts = split.Divide(amount);

            Assert.That(parts.Aggregate(UInt128.Zero, (sum, part) => sum + part), Is.EqualTo(amount), $"{amount} by {split}");
            for (int payee = 0; payee < parts.Count; payee++)
            {
                BigInteger distance = ((BigInteger)amount * split.Shares[payee].BasisPoints) - ((BigInteger)parts[payee] * Split.Whole);
                Assert.That(BigInteger.Abs(distance), Is.LessThan((BigInteger)Split.Whole), $"{amount} by {split}: {parts[payee]}");
            }
        }
    }

    [Test]
    public void Of_two_who_lose_as_much_by_rounding_the_earlier_receives_the_unit()
    {
        Split split = new(new Share(Sample.Payee, 5_000), new Share(Sample.Payer, 5_000));

        Assert.That(split.Divide(3), Is.EqualTo(new UInt128[] { 2, 1 }));
    }

    [Test]
    public void The_split_of_one_payee_gives_all()
    {
        Assert.That(Split.AllTo(Sample.Payee).Divide(UInt128.MaxValue), Is.EqualTo(new[] { UInt128.MaxValue }));
    }

    [Test]
    public void Splits_are_equal_when_their_shares_are_in_the_same_order()
    {
        Share first = new(Sample.Payee, 4_000);
        Share second = new(Sample.Payer, 6_000);
        Split split = new(first, second);

        Assert.That(split, Is.EqualTo(new Split(first, second)));
        Assert.That(split.GetHashCode(), Is.EqualTo(new Split(first, second).GetHashCode()));
        Assert.That(split, Is.Not.EqualTo(new Split(second, first)));
        Assert.That(split, Is.Not.EqualTo(Split.AllTo(Sample.Payee)));
        Assert.That(split.ToString(), Is.EqualTo($"{Sample.Payee} 40 %, {Sample.Payer} 60 %"));
    }

    [TestCase(0, "is 0 basis points")]
    [TestCase(-1, "is -1 basis points")]
    public void A_share_below_one_is_refused_with_what_to_do(int basisPoints, string what)
    {
        SplitFault? fault = Split.FindFault([new Share(Sample.Payee, basisPoints)]);

        Assert.That(fault?.Message, Does.Contain(what).And.Contain("Give 1 or more"));
    }

    [Test]
    public void The_largest_shares_that_can_be_written_do_not_overflow_their_sum()
    {
        SplitFault? fault = Split.FindFault([new Share(Sample.Payee, int.MaxValue), new Share(Sample.Payer, int.MaxValue)]);

        Assert.That(fault, Is.EqualTo(new SplitFault.SharesAreNotTheWhole(4_294_967_294)));
    }

    private static Split AnySplit(SeededRandom random)
    {
        int[] cuts = [.. random.Shuffled(Enumerable.Range(1, Split.Whole - 1)).Take(random.Below(Split.MostPayees)).Order(), Split.Whole];
        return new Split(cuts.Select((cut, i) => new Share(Sample.AddressOf($"payee {i}"), cut - (i == 0 ? 0 : cuts[i - 1]))));
    }
}
