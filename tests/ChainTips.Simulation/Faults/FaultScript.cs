namespace ChainTips.Simulation.Faults;

/// <summary>Which faults a run has, and how often.</summary>
/// <param name="Kinds">The kinds; none for a run without faults.</param>
/// <param name="Probability">With what probability a request goes wrong, 0 to 1.</param>
internal sealed record FaultMix(IReadOnlyList<FaultKind> Kinds, double Probability)
{
    /// <summary>No faults.</summary>
    public static readonly FaultMix None = new([], 0);
}

/// <summary>Decides for each request whether and how it goes wrong: by the seed at first, by the record of that when a run is repeated.</summary>
/// <param name="mix">Which faults there are.</param>
/// <param name="random">Decides.</param>
internal sealed class FaultScript(FaultMix mix, SimulationRandom random)
{
    private readonly List<PlannedFault> _happened = [];
    private IReadOnlyList<PlannedFault>? _planned = [];

    /// <summary>What went wrong since the poll began.</summary>
    public IReadOnlyList<PlannedFault> Happened => [.. _happened];

    /// <summary>Begins a poll.</summary>
    /// <param name="planned">What is to go wrong; null to decide now.</param>
    public void BeginPoll(IReadOnlyList<PlannedFault>? planned)
    {
        _planned = planned;
        _happened.Clear();
    }

    /// <summary>What goes wrong with a request; null for nothing.</summary>
    public PlannedFault? Next(int request, Func<FaultKind, bool> fits)
    {
        PlannedFault? next = _planned is null ? Draw(request, fits) : _planned.FirstOrDefault(fault => fault.Request == request && fits(fault.Kind));
        if (next is not null)
        {
            _happened.Add(next);
        }

        return next;
    }

    private PlannedFault? Draw(int request, Func<FaultKind, bool> fits)
    {
        const int Fine = 1_000_000;
        if (mix.Kinds.Count == 0 || random.Below(Fine) >= mix.Probability * Fine)
        {
            return null;
        }

        FaultKind[] possible = [.. mix.Kinds.Where(fits)];
        return possible.Length == 0 ? null : new PlannedFault(request, random.OneOf(possible), random.Next());
    }
}
