namespace ChainTips.Ledger;

/// <summary>What became of an entry that was to be recorded. The cases are all there are.</summary>
public abstract record JournalResult
{
    private JournalResult()
    {
    }

    /// <summary>The entry is in the books now.</summary>
    public sealed record Recorded : JournalResult;

    /// <summary>The same payment in the same block was in the books before; nothing was added.</summary>
    public sealed record AlreadyRecorded : JournalResult;

    /// <summary>The payment is in the books already, live, from another block or with other facts. Nothing was added.</summary>
    /// <param name="Difference">What differs, as a sentence.</param>
    public sealed record RecordedDifferently(string Difference) : JournalResult;
}
