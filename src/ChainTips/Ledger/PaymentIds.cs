using ChainTips.Identity;
using ChainTips.Tips;

namespace ChainTips.Ledger;

/// <summary>Derives the ids of payments from where their transfers stand: the same chain gives the same ids again.</summary>
public static class PaymentIds
{
    /// <summary>The id of the payment that a transfer is.</summary>
    /// <param name="ids">The installation's ids.</param>
    /// <param name="transfer">Where the token's log stands.</param>
    public static Id<Payment> OfTransfer(IdSource ids, LogPosition transfer)
    {
        Span<byte> location = stackalloc byte[LogPosition.Length];
        transfer.CopyTo(location);
        return ids.Derive<Payment>(location);
    }

    /// <summary>The id of the assignment of a transfer that was booked in doubt.</summary>
    /// <param name="ids">The installation's ids.</param>
    /// <param name="transfer">Where the token's log stands.</param>
    public static Id<Payment> OfAssignment(IdSource ids, LogPosition transfer)
    {
        Span<byte> name = stackalloc byte[LogPosition.Length + 1];
        transfer.CopyTo(name);
        name[^1] = 1;
        return ids.Derive<Payment>(name);
    }
}
