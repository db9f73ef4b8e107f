namespace ChainTips.Receipts;

/// <summary>One thing that was checked of a receipt.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Fault">What is wrong; null when it holds.</param>
public sealed record ReceiptCheck(string Name, string? Fault)
{
    /// <summary>Whether it holds.</summary>
    public bool Holds => Fault is null;
}
