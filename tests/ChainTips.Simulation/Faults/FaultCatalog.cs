namespace ChainTips.Simulation.Faults;

/// <summary>Every kind of fault with what makes it happen.</summary>
internal static class FaultCatalog
{
    private static readonly Dictionary<FaultKind, FaultInjector> Injectors = [];

    /// <summary>What makes a fault happen to a request; null for one that is in the schedule of every run instead.</summary>
    public static FaultInjector? Find(FaultKind kind) => Injectors.GetValueOrDefault(kind);
}
