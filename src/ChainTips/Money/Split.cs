using ChainTips.Ethereum.Primitives;

namespace ChainTips.Money;

/// <summary>How money is divided between payees: exactly, to the last unit, as the library <c>Split</c> of the contracts does.</summary>
/// <remarks>
/// By the largest remainder: each payee receives its share rounded down, and the units left over go one each to those who
/// lost most by that, of two equal ones to the earlier. The parts always sum up to the amount.
/// </remarks>
public sealed class Split : IEquatable<Split>
{
    /// <summary>All shares together, in basis points.</summary>
    public const int Whole = 10_000;

    /// <summary>The most payees that a split may have; it bounds the gas of a sweep.</summary>
    public const int MostPayees = 20;

    private readonly Share[] _shares;

    /// <summary>A split of these shares.</summary>
    /// <exception cref="ArgumentException">They are none; the message is that of <see cref="FindFault"/>.</exception>
    public Split(params IEnumerable<Share> shares)
    {
        _shares = [.. shares];
        if (FindFault(_shares) is SplitFault fault)
        {
            throw new ArgumentException(fault.Message, nameof(shares));
        }
    }

    /// <summary>The payees with their shares, in order.</summary>
    public IReadOnlyList<Share> Shares => _shares;

    /// <summary>The payees alone, in order.</summary>
    public IReadOnlyList<Address> Payees => [.. _shares.Select(share => share.Payee)];

    /// <summary>The split of a payee who receives all.</summary>
    public static Split AllTo(Address payee) => new(new Share(payee, Whole));

    /// <summary>Why these shares are no split; null when they are one.</summary>
    public static SplitFault? FindFault(IReadOnlyList<Share> shares)
    {
        if (shares.Count is 0 or > MostPayees)
        {
            return new SplitFault.PayeeCountOutOfRange(shares.Count);
        }

        HashSet<Address> payees = [];
        long sum = 0;
        for (int i = 0; i < shares.Count; i++)
        {
            Share share = shares[i];
            if (share.Payee == default)
            {
                return new SplitFault.PayeeIsZero(i);
            }

            if (share.BasisPoints <= 0)
            {
                return new SplitFault.ShareIsZero(share);
            }

            if (!payees.Add(share.Payee))
            {
                return new SplitFault.PayeeIsThereTwice(share.Payee);
            }

            sum += share.BasisPoints;
        }

        return sum == Whole ? null : new SplitFault.SharesAreNotTheWhole(sum);
    }

    /// <summary>What each payee receives of an amount, in the order of <see cref="Shares"/>. The parts sum up to the amount.</summary>
    public IReadOnlyList<UInt128> Divide(UInt128 baseUnits)
    {
        // A part is whole * share + rest * share / 10,000, where the amount is whole * 10,000 + rest: nothing overflows.
        (UInt128 whole, UInt128 rest) = UInt128.DivRem(baseUnits, Whole);
        UInt128[] parts = new UInt128[_shares.Length];
        int[] remainders = new int[_shares.Length];
        UInt128 left = baseUnits;
        for (int i = 0; i < parts.Length; i++)
        {
            (int quotient, remainders[i]) = Math.DivRem((int)rest * _shares[i].BasisPoints, Whole);
            parts[i] = (whole * (UInt128)_shares[i].BasisPoints) + (UInt128)quotient;
            left -= parts[i];
        }

        for (; left > 0; left--)
        {
            int largest = Array.IndexOf(remainders, remainders.Max());
            parts[largest]++;
            remainders[largest] = 0;
        }

        return parts;
    }

    /// <inheritdoc/>
    public bool Equals(Split? other) => other is not null && _shares.AsSpan().SequenceEqual(other._shares);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Split);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (Share share in _shares)
        {
            hash.Add(share);
        }

        return hash.ToHashCode();
    }

    /// <summary>The payees with their shares, such as <c>0x… 60 %, 0x… 40 %</c>, for logs.</summary>
    public override string ToString() =>
        string.Join(", ", _shares.Select(share => FormattableString.Invariant($"{share.Payee} {share.BasisPoints / 100m} %")));
}
