using System.Numerics;
using ChainTips.Policies;
using ChainTips.Testing;

namespace ChainTips.Tests.Policies;

internal sealed class FeeScheduleTests
{
    /// <summary>50 free, 2 % up to 1,000, 1 % above.</summary>
    private static readonly FeeSchedule Schedule = new(50_000_000, [new FeeStep(1_000_000_000, 200), new FeeStep(null, 100)], null);

    [TestCase(0u, 1u, 0u, Description = "All of it is free")]
    [TestCase(0u, 50_000_000u, 0u)]
    [TestCase(49_999_999u, 1u, 0u)]
    [TestCase(49_999_999u, 51u, 1u, Description = "50 units at 2 % are one")]
    [TestCase(50_000_000u, 49u, 0u, Description = "0.98, rounded down")]
    [TestCase(50_000_000u, 50u, 1u)]
    [TestCase(45_000_000u, 10_000_000u, 100_000u, Description = "The example of docs/policy.md")]
    [TestCase(1_000_000_000u, 10_000_000u, 100_000u)]
    [TestCase(999_000_000u, 2_000_000u, 30_000u, Description = "One at 2 %, one at 1 %")]
    [TestCase(0u, 2_000_000_000u, 29_000_000u, Description = "Through all of it: 19 + 10")]
    [TestCase(999_999_975u, 75u, 1u, Description = "25 at 2 % and 50 at 1 % are half a unit each, and one together")]
    public void Each_part_is_charged_by_its_step(uint received, uint baseUnits, uint expected) =>
        Assert.That(Schedule.QuoteFor(Given.Usdc(baseUnits), received).Amount, Is.EqualTo(Given.Usdc(expected)));

    [Test]
    public void The_reason_says_which_part_costs_what() => Assert.That(
        (Schedule with { Cap = 10_000 }).QuoteFor(Given.Usdc(10_000_000), 45_000_000).Reason,
        Is.EqualTo("The creator has received 45.00 USDC this month (UTC): nothing on 5.00 USDC, within the first 50.00 USDC that the creator receives "
            + "in a month, 2 % of 5.00 USDC; capped at 0.01 USDC."));

    [TestCase(99_999u, 99_999u)]
    [TestCase(100_000u, 100_000u)]
    [TestCase(100_001u, 100_000u)]
    public void The_cap_is_the_most(uint fee, uint expected)
    {
        FeeSchedule all = new(0, [new FeeStep(null, 10_000)], 100_000);

        Assert.That(all.QuoteFor(Given.Usdc(fee), 0).Amount, Is.EqualTo(Given.Usdc(expected)));
    }

    [Test]
    public void The_largest_amounts_do_not_overflow()
    {
        FeeSchedule all = new(0, [new FeeStep(UInt128.MaxValue - 1, 10_000), new FeeStep(null, 10_000)], null);

        Assert.That(all.QuoteFor(Given.Usdc(UInt128.MaxValue), 0).Amount.BaseUnits, Is.EqualTo(UInt128.MaxValue));
        Assert.That(all.QuoteFor(Given.Usdc(UInt128.MaxValue), UInt128.MaxValue).Amount.BaseUnits, Is.EqualTo(UInt128.Zero));
    }

    /// <summary>A payment in two halves costs what it costs as one, but for one unit of rounding; and it is what plain arithmetic says.</summary>
    [Test]
    public void Dividing_a_payment_does_not_change_its_fee()
    {
        SeededRandom random = Trials.Random();
        int count = Trials.Count();
        for (int i = 0; i < count; i++)
        {
            FeeSchedule schedule = RandomSchedule(random);
            UInt128 received = random.Next() % 3000;
            UInt128 first = random.Next() % 3000;
            UInt128 second = random.Next() % 3000;

            UInt128 whole = Fee(schedule, first + second, received);
            UInt128 parts = Fee(schedule, first, received) + Fee(schedule, second, received + first);

            Assert.That(whole, Is.EqualTo(Plain(schedule, first + second, received)));
            Assert.That(whole - parts, Is.LessThanOrEqualTo(UInt128.One));
        }
    }

    private static FeeSchedule RandomSchedule(SeededRandom random)
    {
        UInt128 free = (UInt128)random.Below(500);
        UInt128 end = free;
        List<FeeStep> steps = [];
        for (int i = random.Below(4); i > 0; i--)
        {
            end += (UInt128)random.Between(1, 900);
            steps.Add(new FeeStep(end, random.Between(0, 10_000)));
        }

        return new FeeSchedule(free, [.. steps, new FeeStep(null, random.Between(0, 10_000))], null);
    }

    /// <summary>The fee, unit by unit.</summary>
    private static UInt128 Plain(FeeSchedule schedule, UInt128 amount, UInt128 received)
    {
        BigInteger sum = 0;
        for (UInt128 unit = received; unit < received + amount; unit++)
        {
            sum += unit < schedule.Free ? 0 : schedule.Steps.First(step => step.UpTo is null || unit < step.UpTo).BasisPoints;
        }

        return (UInt128)(sum / 10_000);
    }

    private static UInt128 Fee(FeeSchedule schedule, UInt128 amount, UInt128 received) => schedule.QuoteFor(Given.Usdc(amount), received).Amount.BaseUnits;
}
