using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Money;
using ChainTips.Testing;

namespace ChainTips.Tests.Matching;

/// <summary>Fault A4: what is credited is what arrived, over all rungs, with deposits and sweeps.</summary>
[CancelAfter(120_000)]
internal sealed class CreditedBalanceTests
{
    private const int CostOfOneWorld = 10;
    private const int Blocks = 5;

    [Test]
    public async Task What_is_credited_is_what_arrived_and_what_is_in_transit_lies_in_the_forwarders()
    {
        SeededRandom random = Trials.Random();
        for (int i = Trials.Count(CostOfOneWorld); i > 0; i--)
        {
            PaymentWorld world = new(random);
            TipMatcher matcher = new(new IdSource(new byte[32]), Sample.Settings, withDecisions: true);
            FakeChain chain = new();
            List<JournalEntry> entries = [];
            for (int j = 0; j < Blocks; j++)
            {
                FakeBlock block = chain.Mine([.. Enumerable.Range(0, random.Between(1, 4)).Select(_ => world.Transact())]);
                MatchedTips matched = await matcher.MatchAsync(
                    world.Book, [block.ObservedWithCalls], TestContext.CurrentContext.CancellationToken);
                entries.AddRange(matched.Entries);
            }

            AssertBalances(world, entries);
            AssertOrder(entries);
        }
    }

    private static void AssertBalances(PaymentWorld world, List<JournalEntry> entries)
    {
        Dictionary<(AccountKind, Address, Token), UInt128> booked = Sum(entries);
        foreach (((AccountKind kind, Address holder, Token token), UInt128 amount) in world.Expected)
        {
            Assert.That(booked.GetValueOrDefault((kind, holder, token)), Is.EqualTo(amount), $"{kind} {holder} {token.Symbol}");
        }

        foreach (Address forwarder in world.Requests.Select(request => request.DepositAddress!.Value))
        {
            foreach (Token token in new[] { Sample.Usdc, Sample.Dai })
            {
                Assert.That(
                    booked.GetValueOrDefault((AccountKind.InTransit, forwarder, token)),
                    Is.EqualTo(world.BalanceOf(forwarder, token)), $"in transit at {forwarder} {token.Symbol}");
            }
        }

        Assert.That(entries, Has.Count.EqualTo(world.Payments));
        Assert.That(booked.Keys.Where(account => account.Item1 is AccountKind.Payee or AccountKind.Suspense or AccountKind.Fees), Is.SubsetOf(world.Expected.Keys));
    }

    private static void AssertOrder(List<JournalEntry> entries)
    {
        Assert.That(entries.Select(entry => entry.Payment.Id), Is.Unique);
        (ulong, int, int)[] order = [.. entries.Select(entry => entry.Payment.Tip)
            .Select(tip => (tip.Block.Number.Value, tip.TransactionIndex, tip.Location.Position))];
        Assert.That(order, Is.Ordered);
    }

    /// <summary>What each account holds: what was credited less what was debited; an account that is overdrawn throws.</summary>
    private static Dictionary<(AccountKind, Address, Token), UInt128> Sum(List<JournalEntry> entries)
    {
        Dictionary<(AccountKind, Address, Token), UInt128> sums = [];
        foreach (Movement movement in entries.SelectMany(entry => entry.Further.Prepend(entry.Movement)))
        {
            (AccountKind, Address, Token) credit = KeyOf(movement.Credit);
            sums[credit] = sums.GetValueOrDefault(credit) + movement.Amount.BaseUnits;
            if (movement.Debit.Kind != AccountKind.Outside)
            {
                sums[KeyOf(movement.Debit)] = checked(sums.GetValueOrDefault(KeyOf(movement.Debit)) - movement.Amount.BaseUnits);
            }
        }

        return sums;
    }

    private static (AccountKind, Address, Token) KeyOf(LedgerAccount account) => (account.Kind, account.Holder, account.Token);
}
