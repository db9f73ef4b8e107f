using ChainTips.Money;

namespace ChainTips.Policies;

/// <summary>The one way to ask the policy: it reads the sums that the rules need, and no others, and lets the engine decide.</summary>
/// <remarks>
/// A day and a month are those of the calendar in UTC. The answer reserves nothing: two payers who ask at the same moment may
/// both be told yes, since it is the chain that moves the money, and what moved is credited.
/// </remarks>
/// <param name="policy">The policy.</param>
/// <param name="clock">Says which day it is.</param>
public sealed class PolicyGate(Policy policy, TimeProvider clock)
{
    /// <summary>The policy that is in force.</summary>
    public Policy Policy { get; } = policy;

    /// <summary>Asks whether a payment is wanted, what its fee would be and how final it must be.</summary>
    /// <param name="book">The books, of one unchanging moment.</param>
    /// <param name="question">The payment.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<PolicyDecision> CheckAsync(IPolicyBook book, PolicyQuestion question, CancellationToken cancellationToken)
    {
        PolicyFacts facts = new(clock.GetUtcNow());
        return Policy.Find(question.Amount.Token) is TokenPolicy rules
            ? PolicyEngine.Decide(Policy, question, await ReadAsync(book, question, rules, facts, cancellationToken))
            : PolicyEngine.Decide(Policy, question, facts);
    }

    private async Task<PolicyFacts> ReadAsync(
        IPolicyBook book, PolicyQuestion question, TokenPolicy rules, PolicyFacts facts, CancellationToken cancellationToken)
    {
        Token token = question.Amount.Token;
        DateTimeOffset today = new(facts.Now.UtcDateTime.Date, TimeSpan.Zero);
        PaidParty.Creator creator = new(question.CreatorId);
        if (question.Payer is { } address)
        {
            PaidParty.Payer payer = new(question.PlatformId, address);
            facts = facts with
            {
                PayerToday = await SumAsync(PartyKind.Payer, payer),
                PayerLately = Policy.Velocity is Velocity velocity
                    ? (await book.SumAsync(payer, token, FirstOf(facts.Now, velocity), cancellationToken)).Payments
                    : 0,
            };
        }

        return facts with
        {
            CreatorToday = await SumAsync(PartyKind.Creator, creator),
            PlatformToday = await SumAsync(PartyKind.Platform, new PaidParty.Platform(question.PlatformId)),
            CreatorThisMonth = rules.Fee is null
                ? 0
                : (await book.SumAsync(creator, token, today.AddDays(1 - today.Day), cancellationToken)).BaseUnits,
        };

        async Task<PaidSum> SumAsync(PartyKind kind, PaidParty party) =>
            Policy.PaymentsPerDay.Of(kind) is null && rules.AmountPerDay.Of(kind) is null
                ? default
                : await book.SumAsync(party, token, today, cancellationToken);
    }

    /// <summary>Blocks have whole seconds: one that is exactly as old as the velocity looks back is past.</summary>
    private static DateTimeOffset FirstOf(DateTimeOffset now, Velocity velocity) =>
        now.AddSeconds(-velocity.Seconds).AddMilliseconds(1);
}
