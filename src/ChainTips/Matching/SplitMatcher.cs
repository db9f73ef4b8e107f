using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>Whether a transaction pays those between whom a request is divided in the parts that they agreed on.</summary>
/// <remarks>
/// Otherwise one of them and a payer could settle a request among themselves. A payee who could not be paid counts with what was meant
/// for him: the contract says so itself, so the others are credited, and the request is underpaid.
/// </remarks>
internal static class SplitMatcher
{
    /// <summary>Finds the tips of some blocks that are out of proportion.</summary>
    /// <param name="tips">The tips.</param>
    /// <param name="refused">What was refused among the logs of the same blocks; the payees who could not be paid are among it.</param>
    /// <param name="subjects">What each reference names.</param>
    /// <returns>Why, for each such tip; nearly always none.</returns>
    public static IReadOnlyDictionary<LogPosition, string> FindFaults(
        IReadOnlyList<Tip> tips, IReadOnlyList<RefusedTip> refused, IReadOnlyDictionary<Hash32, PaymentSubject> subjects)
    {
        Dictionary<LogPosition, string> faults = [];
        foreach (IGrouping<(Hash32 Transaction, Hash32 Reference, Address Token), Tip> paid in tips
            .Where(tip => RequestOf(subjects, tip.PaymentReference)?.Payees is not null)
            .GroupBy(tip => (tip.Location.TransactionHash, tip.PaymentReference, tip.Amount.Token.Address)))
        {
            PaymentRequest request = RequestOf(subjects, paid.Key.Reference)!;
            List<(Address Payee, UInt128 BaseUnits)> parts = [.. paid.Select(tip => (tip.Payee, tip.Amount.BaseUnits))];
            parts.AddRange(FailedIn(refused, paid.Key.Transaction, paid.Key.Reference, paid.Key.Token));
            if (FindFault(request, parts) is string fault)
            {
                foreach (Tip tip in paid)
                {
                    faults.Add(tip.Location, fault);
                }
            }
        }

        return faults;
    }

    private static PaymentRequest? RequestOf(IReadOnlyDictionary<Hash32, PaymentSubject> subjects, Hash32 reference) =>
        subjects.GetValueOrDefault(reference) is PaymentSubject.OfRequest subject ? subject.Request : null;

    private static IEnumerable<(Address Payee, UInt128 BaseUnits)> FailedIn(
        IReadOnlyList<RefusedTip> refused, Hash32 transaction, Hash32 reference, Address token)
    {
        foreach (RefusedTip one in refused)
        {
            if (one.Reason == RefusalReason.PayeeFailed
                && one.Location.TransactionHash == transaction
                && one.Stated is TipSent failed
                && failed.PaymentReference == reference
                && failed.Token == token
                && failed.Amount.TryToUInt128(out UInt128 baseUnits))
            {
                yield return (failed.Payee, baseUnits);
            }
        }
    }

    /// <remarks>Each call is divided for itself, so a payee of several calls may be off by a unit for each further one.</remarks>
    private static string? FindFault(PaymentRequest request, List<(Address Payee, UInt128 BaseUnits)> parts)
    {
        UInt128 sum = 0;
        foreach ((_, UInt128 part) in parts)
        {
            if (part > UInt128.MaxValue - sum)
            {
                return $"The transaction states more than 128 bits hold for {request.Id}, which no token has.";
            }

            sum += part;
        }

        Split split = request.Split;
        foreach ((Share share, UInt128 due) in split.Shares.Zip(split.Divide(sum)))
        {
            UInt128[] own = [.. parts.Where(part => part.Payee == share.Payee).Select(part => part.BaseUnits)];
            UInt128 paid = own.Aggregate(UInt128.Zero, (total, part) => total + part);
            UInt128 off = paid > due ? paid - due : due - paid;
            if (off > (UInt128)Math.Max(0, own.Length - 1))
            {
                return $"{request.Id} is divided between {split}: of {sum} base units {due} are due to {share.Payee}, and the transaction meant {paid} for him.";
            }
        }

        return null;
    }
}
