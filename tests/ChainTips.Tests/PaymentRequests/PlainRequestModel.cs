namespace ChainTips.Tests.PaymentRequests;

/// <summary>
/// Where a request must stand, each word by its own definition over the money that is on the chain: no steps, no table, nothing of
/// the product.
/// </summary>
/// <param name="Terms">What is asked for.</param>
/// <param name="Chain">The blocks of the chain, oldest first; the first one has no money.</param>
/// <param name="Lost">The money that was on the chain and is not any more.</param>
/// <param name="Safe">The newest block that is safe.</param>
/// <param name="Final">The newest block that is final.</param>
/// <param name="CancelledAfter">The newest block when the platform took the request back; null when it did not.</param>
internal sealed record PlainRequestModel(
    PlainTerms Terms,
    IReadOnlyList<PlainMoneyBlock> Chain,
    IReadOnlyCollection<PlainMoney> Lost,
    int Safe,
    int Final,
    int? CancelledAfter)
{
    private readonly List<Seen> _all = [.. Chain.SelectMany(block => block.Money.Select(money => new Seen(money, block)))];

    /// <summary>The sum of the payments in the token that is asked for.</summary>
    public int Received => _all.Where(IsCounted).Sum(seen => seen.Money.Amount);

    /// <summary>Whether a platform may take the request back.</summary>
    public bool MayBeCancelled => CancelledAfter is null && Status is "Open" or "Expired";

    /// <summary>Where it stands.</summary>
    public string Status
    {
        get
        {
            if (CancelledAfter is not null)
            {
                return "Cancelled";
            }

            int needed = CountNeeded();
            if (needed == 0)
            {
                return Chain[^1].Time >= Terms.Expiry ? "Expired" : "Open";
            }

            int newest = _all.Take(needed).Where(IsCounted).Max(seen => seen.Block.Number);
            int sum = HeldAfter(needed);
            return newest <= Final ? "Settled"
                : sum <= Terms.UpToSeen || (sum <= Terms.UpToSafe && newest <= Safe) ? "Paid"
                : "Pending";
        }
    }

    /// <summary>What is out of the ordinary, in the order of the alphabet.</summary>
    public IEnumerable<string> Exceptions
    {
        get
        {
            int needed = CountNeeded();
            bool isEnough = needed > 0;
            int held = HeldAfter(_all.Count);
            bool isDuplicate = isEnough && Terms.IsFixed && Enumerable.Range(needed + 1, _all.Count - needed)
                .Any(count => IsCounted(_all[count - 1]) && HeldAfter(count) > Terms.Most);
            bool isLate = _all.Any(seen => !seen.Money.IsRefund && (seen.Block.Time >= Terms.Expiry || seen.Block.Number > CancelledAfter));
            bool isPaidBefore = CancelledAfter is int after && isEnough && _all[needed - 1].Block.Number <= after;
            return
            [
                .. isDuplicate ? ["Duplicate"] : Array.Empty<string>(),
                .. isLate || isPaidBefore ? ["Late"] : Array.Empty<string>(),
                .. held > Terms.Most ? ["Overpaid"] : Array.Empty<string>(),
                .. _all.Any(seen => seen.Money.IsRefund) ? ["Refunded"] : Array.Empty<string>(),
                .. !isEnough && Lost.Any(money => money is { IsRefund: false, IsOther: false }) ? ["Reverted"] : Array.Empty<string>(),
                .. !isEnough && held > 0 ? ["Underpaid"] : Array.Empty<string>(),
                .. _all.Any(seen => seen.Money is { IsRefund: false, IsOther: true }) ? ["WrongToken"] : Array.Empty<string>(),
            ];
        }
    }

    private static bool IsCounted(Seen seen) => seen.Money is { IsRefund: false, IsOther: false };

    /// <summary>How many there are up to the one with which enough was there; 0 when enough never was.</summary>
    private int CountNeeded() => Enumerable.Range(1, _all.Count).FirstOrDefault(count => HeldAfter(count) >= Terms.Enough);

    /// <summary>What is there after so many, and was not given back.</summary>
    private int HeldAfter(int count) => _all.Take(count).Where(seen => !seen.Money.IsOther).Aggregate(
        0, (held, seen) => seen.Money.IsRefund ? Math.Max(0, held - seen.Money.Amount) : held + seen.Money.Amount);

    private sealed record Seen(PlainMoney Money, PlainMoneyBlock Block);
}
