using ChainTips.Simulation.Oracle;
using static ChainTips.Simulation.Oracle.PlainEvent;

namespace ChainTips.Simulation.Tests.Oracle;

/// <summary>The oracle's own rule, by hand: it must be right by itself, for nothing checks it against the product.</summary>
internal sealed class MatchingRuleTests
{
    private static readonly MatchingRule Rule = new(new PlainWorld(
        "router", ["usdc", "dai"], [new PlainSubject("post", "ada"), new PlainSubject("request", "ada")]));

    private static readonly Tipped Tip = new("router", "post", "payer", "ada", "usdc", 10, 0);
    private static readonly Moved Transfer = new("usdc", "payer", "ada", 10);

    private static readonly TestCaseData[] Cases =
    [
        Case("a tip with its transfer", 1, 0, Transfer, Tip),
        Case("a transfer alone", 0, 0, Transfer),
        Case("a tip alone", 0, 1, Tip),
        Case("the transfer after the tip", 0, 1, Tip, Transfer),
        Case("one transfer for two tips", 1, 1, Transfer, Tip, Tip),
        Case("two of each", 2, 0, Transfer, Tip, Transfer, Tip),
        Case("the nearest transfer decides", 0, 1, Transfer, Transfer with { Amount = 9 }, Tip),
        Case("a transfer of another token between", 1, 0, Transfer, Transfer with { Token = "dai" }, Tip),
        Case("another payer", 0, 1, Transfer with { From = "thief" }, Tip),
        Case("another contract", 0, 1, Transfer, Tip with { Emitter = "forger" }),
        Case("a token that is not allowed", 0, 1, Transfer with { Token = "junk" }, Tip with { Token = "junk" }),
        Case("a fee that nobody asked for", 1, 0, Transfer, Tip with { Fee = 1 }),
        Case("a fee of more than the tip", 0, 1, Transfer, Tip with { Fee = 1_000_000_000 }),
        Case("an amount of zero", 0, 1, Transfer with { Amount = 0 }, Tip with { Amount = 0 }),
        Case("paid to oneself", 0, 1, Transfer with { To = "thief" }, Tip with { Payee = "thief" }),
        Case("an unknown reference to a payee", 0, 1, Transfer, Tip with { Reference = "nothing" }),
        Case("strangers among themselves", 0, 0, Transfer with { To = "x" }, Tip with { Payee = "x", Reference = "nothing" }),
        Case("a request", 1, 0, Transfer, Tip with { Reference = "request" }),
        Case("a request, whatever it asks for", 1, 0, Transfer with { Amount = 1 }, Tip with { Reference = "request", Amount = 1 }),
        Case("a request in another token", 1, 0, Transfer with { Token = "dai" }, Tip with { Reference = "request", Token = "dai" }),
        Case("a request, paid to oneself", 0, 1, Transfer with { To = "thief" }, Tip with { Reference = "request", Payee = "thief" }),
    ];

    [TestCaseSource(nameof(Cases))]
    public void It_judges_by_the_specification(object[] events, int credits, int refusals)
    {
        Verdict verdict = Rule.Judge(new PlainExecution("hash", true, [.. events.Cast<PlainEvent>()]));

        Assert.That((verdict.Credits.Count, verdict.Refusals.Count), Is.EqualTo((credits, refusals)));
    }

    [Test]
    public void A_failed_execution_is_worth_nothing() =>
        Assert.That(Rule.Judge(new PlainExecution("hash", false, [Transfer, Tip])), Is.EqualTo(new Verdict([], [])).Using<Verdict>(
            (left, right) => left.Credits.SequenceEqual(right.Credits) && left.Refusals.SequenceEqual(right.Refusals)));

    [Test]
    public void The_oracle_shares_no_code_with_the_product()
    {
        string folder = Path.Combine(Sources.Root, "tests", "ChainTips.Simulation", "Oracle");
        string[] uses = [.. Directory.GetFiles(folder, "*.cs").SelectMany(File.ReadLines).Where(line => line.StartsWith("using ", StringComparison.Ordinal))];

        Assert.That(uses, Is.Not.Empty.And.All.StartsWith("using System"));
    }

    private static TestCaseData Case(string name, int credits, int refusals, params object[] events) =>
        new TestCaseData(events, credits, refusals).SetArgDisplayNames(name);
}
