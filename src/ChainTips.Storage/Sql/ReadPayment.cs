using ChainTips.Ledger;

namespace ChainTips.Storage.Sql;

/// <summary>A payment as it was read, with the number of its entry.</summary>
internal sealed record ReadPayment(long Entry, BookedPayment Booked);
