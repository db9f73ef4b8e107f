namespace ChainTips.Ledger;

/// <summary>The state of a journal entry. Each change is a row of its own; nothing is overwritten.</summary>
public enum EntryState
{
    /// <summary>The payment's block was seen and can still be reverted.</summary>
    Pending = 1,

    /// <summary>The payment's block is final.</summary>
    Settled = 2,

    /// <summary>The payment's block left the chain; the entry counts no more.</summary>
    Voided = 3,
}
