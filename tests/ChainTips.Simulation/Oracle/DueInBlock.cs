namespace ChainTips.Simulation.Oracle;

/// <summary>A credit that is due, with the block that it is due in now.</summary>
internal sealed class DueInBlock(DueCredit credit, PlainBlock block)
{
    public DueCredit Credit { get; } = credit;

    public PlainBlock Block { get; } = block;

    /// <summary>Whether its block is final.</summary>
    public bool IsSettled { get; set; }
}
