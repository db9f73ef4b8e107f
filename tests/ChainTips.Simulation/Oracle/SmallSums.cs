using System.Numerics;

namespace ChainTips.Simulation.Oracle;

/// <summary>The rule by which small credits of a block are one, written a second time: it shares nothing with the product.</summary>
/// <param name="world">What is small.</param>
internal sealed class SmallSums(PlainWorld world)
{
    private static readonly BigInteger Most = BigInteger.Pow(2, 128) - 1;

    /// <summary>The credits of one block as they must be in the books.</summary>
    public List<DueCredit> Merge(IEnumerable<DueCredit> credits)
    {
        List<DueCredit> merged = [];
        Dictionary<(string, string, string), int> sums = [];
        foreach (DueCredit credit in credits)
        {
            (string, string, string) same = (credit.Reference, credit.Payee, credit.Token);
            if (!world.SmallBelow.TryGetValue(credit.Token, out BigInteger below) || credit.Amount >= below)
            {
                merged.Add(credit);
            }
            else if (sums.TryGetValue(same, out int at) && merged[at].Amount + credit.Amount <= Most)
            {
                merged[at] = merged[at] with { Amount = merged[at].Amount + credit.Amount, Transfers = merged[at].Transfers + 1 };
            }
            else
            {
                sums[same] = merged.Count;
                merged.Add(credit);
            }
        }

        return merged;
    }
}
