using System.Globalization;

namespace ChainTips.Simulation.Faults;

/// <summary>Reads which faults a run has, as a person writes it.</summary>
internal static class FaultMixReader
{
    /// <summary>Reads <c>none</c>, <c>all</c>, or a list such as <c>F1,F7</c>.</summary>
    /// <exception cref="FormatException">It is none of these; the message says what to write.</exception>
    public static FaultMix Read(string kinds, double probability)
    {
        if (probability is not (>= 0 and <= 1))
        {
            throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"--faults-probability: {probability} is not between 0 and 1; write 0.3 for 30 %."));
        }

        return kinds switch
        {
            "none" => FaultMix.None,
            "all" => new FaultMix(Enum.GetValues<FaultKind>(), probability),
            _ => new FaultMix([.. kinds.Split(',').Select(ReadKind)], probability),
        };
    }

    private static FaultKind ReadKind(string name) =>
        Enum.TryParse(name.Trim(), ignoreCase: true, out FaultKind kind) && Enum.IsDefined(kind)
            ? kind
            : throw new FormatException($"--faults: '{name}' is no fault; write none, all, or a list of F1 to F35 such as F1,F7.");
}
