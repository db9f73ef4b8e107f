namespace ChainTips.Matching;

/// <summary>What became of a transfer on the ladder. The cases are all there are.</summary>
public abstract record LadderResult
{
    private LadderResult()
    {
    }

    /// <summary>A rung took it.</summary>
    /// <param name="Rung">Which.</param>
    /// <param name="Taken">As what, and why.</param>
    /// <param name="Notes">Why the stronger rungs did not.</param>
    public sealed record Matched(MatchRung Rung, RungVerdict.Takes Taken, IReadOnlyList<RungNote> Notes) : LadderResult;

    /// <summary>None took it.</summary>
    /// <param name="Refused">The strongest evidence that does not agree; null when there is none, and the transfer is nobody's business here.</param>
    /// <param name="Notes">Why each did not.</param>
    public sealed record Unmatched(RungVerdict.Refuses? Refused, IReadOnlyList<RungNote> Notes) : LadderResult;
}

/// <summary>Why a rung did not take a transfer.</summary>
/// <param name="Rung">The rung.</param>
/// <param name="Why">Why, as a sentence.</param>
public sealed record RungNote(MatchRung Rung, string Why);

/// <summary>Why a payment was matched as it was, to be shown.</summary>
/// <param name="Explanation">The evidence, as a sentence with the values.</param>
/// <param name="Notes">Why no stronger rung took it.</param>
public sealed record MatchEvidence(string Explanation, IReadOnlyList<RungNote> Notes);
