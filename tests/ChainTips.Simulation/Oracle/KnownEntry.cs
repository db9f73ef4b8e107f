namespace ChainTips.Simulation.Oracle;

/// <summary>A journal entry that was compared, with the newest state that was seen of it.</summary>
internal sealed class KnownEntry(BookEntry entry)
{
    public BookEntry Entry { get; } = entry;

    /// <summary>1 pending, 2 settled, 3 voided.</summary>
    public int State { get; set; } = 1;
}
