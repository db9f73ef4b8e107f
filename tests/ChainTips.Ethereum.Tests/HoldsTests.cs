using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests;

/// <summary>What fails can be had again from what was printed.</summary>
internal sealed class HoldsTests
{
    [TestCase("20261122", "20261122")]
    [TestCase("18446744073709551615", "18446744073709551615")]
    [TestCase("(4621930747692832578,7124764052016116719)", "4621930747692832578,7124764052016116719", Description = "as FsCheck 3.6 prints it")]
    [TestCase("4621930747692832578,7124764052016116719,80", "4621930747692832578,7124764052016116719,80", Description = "and for one case")]
    public void A_seed_is_read_as_it_is_printed(string text, string printed) =>
        Assert.That(TestSeed.Parse(text).ToString(), Is.EqualTo(printed));

    [TestCase("")]
    [TestCase("-1")]
    [TestCase("1,")]
    [TestCase("1,2,3,4")]
    [TestCase("seed")]
    public void What_is_no_seed_is_refused(string text) =>
        Assert.That(() => TestSeed.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains($"'{text}'"));

    [Test]
    public void The_same_seed_makes_the_same_damage()
    {
        byte[][] samples = Holds.Samples(Holds.AnyBytes);

        byte[][] once = [.. Enumerable.Range(0, 100).Select(i => Damage.Of(new SeededRandom((ulong)i), samples, samples))];
        byte[][] again = [.. Enumerable.Range(0, 100).Select(i => Damage.Of(new SeededRandom((ulong)i), samples, samples))];

        Assert.That(once, Is.EqualTo(again));
        Assert.That(once.Distinct().Count(), Is.GreaterThan(80));
    }

    [Test]
    public void A_decoder_that_throws_is_told_with_the_seed_of_its_case_and_the_input() =>
        Assert.That(
            () => Fuzz.Bytes("none", [[0xab]], new Allowance(0, 0), _ => throw new InvalidOperationException("why")),
            Throws.TypeOf<AssertionException>()
                .With.Message.Contains("none threw InvalidOperationException: why")
                .And.Message.Contains($"{Trials.SizeVariable}=1 {Trials.SeedVariable}={Trials.Seed.Number}.")
                .And.Message.Contains("Input: 0x"));

    [Test]
    public void A_decoder_that_takes_more_memory_than_allowed_is_told() =>
        Assert.That(
            () => Fuzz.Bytes("greedy", [[0xab]], new Allowance(1_000, 10), bytes => Fuzz.AcceptedIf(new byte[20 * (bytes.Length + 100)].Length > 0)),
            Throws.TypeOf<AssertionException>().With.Message.Contains("greedy allocated"));

    [Test]
    public void A_wrong_answer_is_told() =>
        Assert.That(
            () => Fuzz.Text("wrong", ["a"], new Allowance(1_000, 10), _ => Fuzz.AcceptedIf(false)),
            Throws.TypeOf<AssertionException>().With.Message.Contains("wrong answered"));
}
