using ChainTips.Matching;

namespace ChainTips.Ledger;

/// <summary>A payment with the state of its newest entry.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="State">The state of its entry.</param>
/// <param name="RecordedAt">When the gateway first recorded that entry.</param>
/// <param name="StateSince">When the entry took that state.</param>
public sealed record BookedPayment(
    Payment Payment, EntryState State, DateTimeOffset RecordedAt, DateTimeOffset StateSince)
{
    /// <summary>Why it was matched so; null where its logs say all of it.</summary>
    public MatchEvidence? Evidence { get; init; }
}
