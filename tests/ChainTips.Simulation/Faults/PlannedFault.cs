namespace ChainTips.Simulation.Faults;

/// <summary>A request that goes wrong.</summary>
/// <param name="Request">Which request of the poll, from 0.</param>
/// <param name="Kind">How it goes wrong.</param>
/// <param name="Salt">Decides what the kind leaves open: which log is dropped, which bit is flipped.</param>
internal sealed record PlannedFault(int Request, FaultKind Kind, ulong Salt);
