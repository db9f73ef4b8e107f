using ChainTips.Ethereum.Primitives;

namespace ChainTips.PaymentRequests;

/// <summary>Where a payment stands in the order of its chain. The default value is the first place of block 0.</summary>
/// <param name="Block">The number of its block.</param>
/// <param name="TransactionIndex">Its transaction's place in the block.</param>
/// <param name="Position">Its log's place in the transaction's receipt.</param>
public readonly record struct PaymentPlace(BlockNumber Block, int TransactionIndex, int Position) : IComparable<PaymentPlace>
{
    /// <inheritdoc/>
    public int CompareTo(PaymentPlace other)
    {
        int order = Block.CompareTo(other.Block);
        order = order != 0 ? order : TransactionIndex.CompareTo(other.TransactionIndex);
        return order != 0 ? order : Position.CompareTo(other.Position);
    }

    /// <summary>Whether one place comes before another.</summary>
    public static bool operator <(PaymentPlace left, PaymentPlace right) => left.CompareTo(right) < 0;

    /// <summary>Whether one place comes after another.</summary>
    public static bool operator >(PaymentPlace left, PaymentPlace right) => left.CompareTo(right) > 0;

    /// <summary>Whether one place is another or comes before it.</summary>
    public static bool operator <=(PaymentPlace left, PaymentPlace right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one place is another or comes after it.</summary>
    public static bool operator >=(PaymentPlace left, PaymentPlace right) => left.CompareTo(right) >= 0;
}
