using System.Text;
using ChainTips.Identity;
using ChainTips.Money;
using ChainTips.Platforms;
using ChainTips.Policies;
using ChainTips.Posts;
using ChainTips.Testing;

namespace ChainTips.Tests.Policies;

/// <summary>Policies and questions that the tests begin with.</summary>
internal static class APolicy
{
    public static readonly Id<Platform> Platform = Given.PlatformId;
    public static readonly Id<Creator> Creator = Given.IdOf<Creator>("ada");
    public static readonly IReadOnlyList<Token> Configured = [Sample.Usdc, Sample.Dai];

    /// <summary>A Friday afternoon in UTC.</summary>
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 15, 0, 0, TimeSpan.Zero);

    /// <summary>The policy of a file that must be without fault; apostrophes stand for quotes.</summary>
    public static Policy Of(string json) =>
        Read(json, out List<string> faults) ?? throw new InvalidOperationException(string.Join('\n', faults));

    /// <summary>Reads a file in which apostrophes stand for quotes, and USDC and DAI for their addresses.</summary>
    public static Policy? Read(string json, out List<string> faults)
    {
        faults = [];
        string text = json.Replace('\'', '"')
            .Replace("USDC", $"\"chainId\": {Sample.ChainId}, \"address\": \"{Sample.Usdc.Address}\"", StringComparison.Ordinal)
            .Replace("DAI", $"\"chainId\": {Sample.ChainId}, \"address\": \"{Sample.Dai.Address}\"", StringComparison.Ordinal);
        return PolicyFile.Read(Encoding.UTF8.GetBytes(text), "policy.json", Configured, faults);
    }

    /// <summary>A policy with rules for USDC.</summary>
    public static Policy ForUsdc(string rules) => Of("{'version': 1, 'tokens': [{USDC, " + rules + "}]}");

    /// <summary>A payment of so many base units of USDC by the sample payer.</summary>
    public static PolicyQuestion Pay(UInt128 baseUnits) =>
        new(Platform, Creator, [Sample.Payee], Given.Usdc(baseUnits)) { Payer = Sample.Payer };

    public static PolicyDecision Ask(this Policy policy, PolicyQuestion question, Func<PolicyFacts, PolicyFacts>? facts = null) =>
        PolicyEngine.Decide(policy, question, facts?.Invoke(new PolicyFacts(Now)) ?? new PolicyFacts(Now));

    /// <summary>The same facts with what one of them paid or was paid today.</summary>
    public static PolicyFacts With(this PolicyFacts facts, PartyKind kind, PaidSum today) => kind switch
    {
        PartyKind.Payer => facts with { PayerToday = today },
        PartyKind.Creator => facts with { CreatorToday = today },
        _ => facts with { PlatformToday = today },
    };

    public static string[] CodesOf(PolicyDecision decision) => [.. decision.Refusals.Select(refusal => refusal.Code)];
}
