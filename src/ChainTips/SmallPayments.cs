using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips;

/// <summary>Books payments that are smaller than anybody is asked for as sums, so that a flood of them makes rows by the block, and not by the payment.</summary>
/// <remarks>
/// All of one block that are for the same, of the same kind and evidence, to the same account, become one entry at the place of the first. It depends
/// on the block alone, and on limits that are kept with the books: whoever reads the chain again comes to the same entries, and a reorg takes a block's
/// sums back with it. Nothing is left out of the amount.
/// </remarks>
/// <param name="limits">From which blocks on what is small.</param>
internal sealed class SmallPayments(IReadOnlyList<SumLimit> limits)
{
    private readonly Dictionary<Group, int> _places = [];

    /// <summary>Sums up the small ones among the entries of some blocks, which stay in their order.</summary>
    public void Sum(List<JournalEntry> entries)
    {
        if (limits.Count == 0)
        {
            return;
        }

        _places.Clear();
        int kept = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            JournalEntry entry = entries[i];
            if (GroupOf(entry) is Group group)
            {
                if (_places.TryGetValue(group, out int place) && TryAdd(entries[place], entry) is JournalEntry sum)
                {
                    entries[place] = sum;
                    continue;
                }

                _places[group] = kept;
            }

            entries[kept++] = entry;
        }

        entries.RemoveRange(kept, entries.Count - kept);
        for (int i = 0; i < kept; i++)
        {
            if (entries[i].Payment.Others > 0)
            {
                entries[i] = Explain(entries[i]);
            }
        }
    }

    /// <summary>Which sum an entry belongs to; null when it has a row of its own.</summary>
    private Group? GroupOf(in JournalEntry entry)
    {
        Payment payment = entry.Payment;
        Tip tip = payment.Tip;
        bool isSummed = payment.Kind is PaymentKind.Payment or PaymentKind.Deposit or PaymentKind.Delivery or PaymentKind.Doubt
            && payment.Rung < MatchRung.Claim
            && tip.Fee is null
            && entry.Further.Count == 0
            && tip.Amount.BaseUnits < BelowOf(tip);
        return isSummed
            ? new Group(
                tip.Block.Hash, payment.Subject.Reference.Value, payment.Kind, payment.Rung, tip.Router, tip.Amount.Token.Address, tip.Payee,
                payment.Kind == PaymentKind.Delivery ? tip.Payer : default)
            : null;
    }

    private UInt128 BelowOf(in Tip tip)
    {
        UInt128 below = 0;
        foreach (SumLimit limit in limits)
        {
            if (limit.Token == tip.Amount.Token.Address && limit.From <= tip.Block.Number)
            {
                below = limit.Below;
            }
        }

        return below;
    }

    /// <summary>The sum of both; null when it would need more than 128 bits, and a new one is begun.</summary>
    private static JournalEntry? TryAdd(in JournalEntry sum, in JournalEntry entry)
    {
        Tip first = sum.Payment.Tip;
        UInt128 added = entry.Payment.Tip.Amount.BaseUnits;
        return first.Amount.BaseUnits > UInt128.MaxValue - added
            ? null
            : JournalEntry.Of(sum.Payment with
            {
                Tip = first with { Amount = first.Amount with { BaseUnits = first.Amount.BaseUnits + added } },
                Others = sum.Payment.Others + 1,
            });
    }

    private JournalEntry Explain(in JournalEntry entry)
    {
        Payment payment = entry.Payment;
        return entry with
        {
            Evidence = new MatchEvidence(
                $"{payment.Others + 1} transfers of block {payment.Tip.Block.Number}, each of less than the least that is wanted ({BelowOf(payment.Tip)} base units), for "
                + $"{payment.Subject.Reference.SubjectId} are booked as this one sum. The first of them is the one that is named here.",
                []),
        };
    }

    private readonly record struct Group(
        Hash32 Block, Hash32 Reference, PaymentKind Kind, MatchRung Rung, Address Contract, Address Token, Address Payee, Address Forwarder);
}
