using System.Globalization;
using ChainTips.Simulation.Faults;
using ChainTips.Simulation.Running;

namespace ChainTips.Simulation;

/// <summary>What happened in all runs together.</summary>
internal sealed class TortureSums
{
    private readonly SortedDictionary<FaultKind, long> _faults = [];
    private long _blocks;
    private long _reorganizations;
    private int _deepest;
    private long _entries;
    private long _live;
    private long _kills;
    private long _refusals;
    private long _stops;
    private int _mostPolls;
    private ulong _fingerprint;

    /// <summary>How many runs there were.</summary>
    public long Runs { get; private set; }

    /// <summary>After how many steps the books were compared.</summary>
    public long Steps { get; private set; }

    /// <summary>How often a fault happened.</summary>
    public long FaultsOf(FaultKind kind) => _faults.GetValueOrDefault(kind);

    /// <summary>Adds a run.</summary>
    public void Add(RunResult result)
    {
        RunCounts counts = result.Counts;
        Runs++;
        Steps += counts.Steps;
        _blocks += counts.Blocks;
        _reorganizations += counts.Reorganizations;
        _deepest = Math.Max(_deepest, counts.Deepest);
        _entries += counts.Entries;
        _live += counts.Live;
        _kills += counts.Kills;
        _refusals += counts.Refusals;
        _stops += counts.Stops;
        _fingerprint = unchecked(_fingerprint + result.Log.Fingerprint());
        _mostPolls = Math.Max(_mostPolls, counts.PollsToConverge);
        foreach ((FaultKind kind, int times) in counts.Faults)
        {
            _faults[kind] = _faults.GetValueOrDefault(kind) + times;
        }
    }

    /// <summary>The sums, as a person reads them.</summary>
    public string Describe(bool isRight)
    {
        string verdict = isRight ? "0 lost, 0 doubled, 0 wrong; the books equalled the model after every step" : "FAILED";
        string sums = string.Create(
            CultureInfo.InvariantCulture,
            $"{Runs} seeds: {verdict}.\n{Steps} steps, {_blocks} blocks, {_reorganizations} reorgs (deepest {_deepest}), {_kills} kills, {_entries} journal entries, {_live} payments in the end, {_refusals} answers refused, {_stops} stops, converged within {_mostPolls} polls.\nFingerprint of everything that happened, in order: {_fingerprint:x16}.");
        return _faults.Count == 0
            ? sums
            : $"{sums}\nFaults: {string.Join(", ", _faults.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key} {f.Value}")))}.";
    }
}
