using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>
/// A7, A4: every pair of a request's state and a fact, by every rung that can carry it. The same story happens to equal requests; whichever rung brings
/// the money, their states are the same, and go as the table says.
/// </summary>
[TestFixture(Engine.Sqlite)]
[CancelAfter(600_000)]
internal sealed class RungStateTests(Engine engine)
{
    private const int Steps = 40;

    /// <summary>The same stories always. <c>CHAINTIPS_TEST_SIZE=2000</c> plays 40, in which 70 of the 76 possible pairs come up.</summary>
    private const ulong CoverageSeed = 20261122;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task Whichever_rung_brings_the_money_the_states_are_the_same_and_the_ledger_is_that_of_the_chain()
    {
        SeededRandom random = Trials.Random();
        for (int i = Trials.Count(cost: 150); i > 0; i--)
        {
            await PlayAsync(random, []);
        }
    }

    [Test]
    public async Task The_pairs_of_state_and_fact_that_come_up_are_the_same_by_every_rung_that_sees_payments_before_they_are_final()
    {
        HashSet<(MatchRung, PaymentRequestStatus, PaymentFact)> seen = [];
        SeededRandom random = new(CoverageSeed);
        for (int i = Trials.Count(cost: 50); i > 0; i--)
        {
            await PlayAsync(random, seen);
        }

        (PaymentRequestStatus, PaymentFact)[] possible =
        [
            .. from status in Enum.GetValues<PaymentRequestStatus>()
               from fact in Enum.GetValues<PaymentFact>()
               where PaymentStateTable.Find(status, fact) is PaymentTransition.Leads
               select (status, fact),
        ];
        foreach (MatchRung rung in RungStory.Rungs)
        {
            (PaymentRequestStatus, PaymentFact)[] missing = [.. possible.Where(pair => !seen.Contains((rung, pair.Item1, pair.Item2)))];
            TestContext.Out.WriteLine($"{rung}: {possible.Length - missing.Length} of {possible.Length} pairs; not {string.Join(", ", missing)}");
        }

        Assert.That(
            RungStory.Rungs.Where(rung => rung < MatchRung.Claim).Select(rung => seen.Count(one => one.Item1 == rung)).Distinct().ToArray(),
            Has.Length.EqualTo(1).And.All.GreaterThanOrEqualTo(possible.Length / 2));
    }

    private async Task PlayAsync(SeededRandom random, HashSet<(MatchRung, PaymentRequestStatus, PaymentFact)> seen)
    {
        using TestGateway gateway = await TestGateway.StartAsync(engine);
        gateway.ReadDirectPayments();
        RungStory story = new(gateway, random);
        await story.AskAsync();
        for (int step = 0; step < Steps; step++)
        {
            await story.NextAsync();
            await CompareAsync(gateway, story, seen, isEnd: false);
        }

        await story.EndAsync();
        await CompareAsync(gateway, story, seen, isEnd: true);
        LedgerAudit audit = new(gateway.Database, gateway.Settings);
        await foreach (string difference in audit.CompareWithChainAsync(gateway.Source, 20, new Progress<BlockNumber>(), Token))
        {
            Assert.Fail($"{difference}\n{string.Join('\n', story.Told)}");
        }
    }

    private static async Task CompareAsync(
        TestGateway gateway, RungStory story, HashSet<(MatchRung, PaymentRequestStatus, PaymentFact)> seen, bool isEnd)
    {
        for (int kind = 0; kind < story.Requests.Count; kind++)
        {
            Dictionary<MatchRung, PaymentRequestState> states = [];
            foreach ((MatchRung rung, PaymentRequest request) in story.Requests[kind])
            {
                TrackedRequest tracked = (await gateway.ReadAsync(books => books.PaymentRequests.FindAsync(request.Id, Token)))!;
                PaymentRequestHistory history = PaymentRequestHistory.Of(request, tracked.Facts, RungStory.FinalityOf(kind));
                states.Add(rung, history.State);
                foreach (PaymentStep step in history.Steps)
                {
                    seen.Add((rung, step.From, step.Fact));
                    Assert.That(step.To, Is.EqualTo(PaymentStateTable.Demand(step.From, step.Fact).Status), () => Story(rung));
                }
            }

            PaymentRequestState expected = states[MatchRung.Contract];
            foreach ((MatchRung rung, PaymentRequestState state) in states.Where(one => one.Key < MatchRung.Claim || isEnd))
            {
                // What is claimed was never seen before it was final, so it never left the chain either.
                Assert.That(WithoutReverted(state), Is.EqualTo(WithoutReverted(expected)), () => Story(rung));
                Assert.That(rung == MatchRung.Claim || state == expected, Is.True, () => Story(rung));
            }

            string Story(MatchRung rung) => $"{rung}, kind {kind}\n{Trials.Replay}\n{string.Join('\n', story.Told)}";
        }

        TrialBalance balance = await gateway.TrialBalanceAsync();
        AccountBalance? payee = balance.Accounts.SingleOrDefault(one => one.Account.Kind == AccountKind.Payee && one.Account.Token == Sample.Usdc);
        Int128 held = payee is null
            ? 0
            : (Int128)(payee.PendingCredits.BaseUnits + payee.SettledCredits.BaseUnits) - (Int128)(payee.PendingDebits.BaseUnits + payee.SettledDebits.BaseUnits);
        Assert.That(balance.Faults, Is.Empty);
        Assert.That(held, Is.EqualTo((Int128)story.PayeeHolds()), () => string.Join('\n', story.Told));
    }

    private static PaymentRequestState WithoutReverted(PaymentRequestState state) =>
        state with { Exceptions = state.Exceptions & ~PaymentRequestExceptions.Reverted };
}
