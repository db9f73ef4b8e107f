using System.Globalization;

namespace ChainTips.Testing;

/// <summary>Where random input starts: a number, or the three by which FsCheck names one failing case.</summary>
/// <param name="Number">The number.</param>
/// <param name="Gamma">FsCheck's second number; null to let it choose.</param>
/// <param name="CaseSize">FsCheck's size of the one case to try again; null to try all.</param>
public readonly record struct TestSeed(ulong Number, ulong? Gamma, int? CaseSize)
{
    /// <summary>Reads <c>20261122</c>, or <c>(1,3,80)</c> as FsCheck writes it, with or without its brackets.</summary>
    public static TestSeed Parse(string text)
    {
        string[] parts = text.Trim('(', ')', ' ').Split(',');
        ulong gamma = 0;
        int size = 0;
        bool isSeed = ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            && (parts.Length < 2 || ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out gamma))
            && (parts.Length < 3 || int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out size))
            && parts.Length <= 3;
        return isSeed
            ? new TestSeed(number, parts.Length > 1 ? gamma : null, parts.Length > 2 ? size : null)
            : throw new FormatException(
                $"The seed '{text}' is neither a number nor what FsCheck prints; write one like 20261122 or 1,3,80.");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Number}{(Gamma is null ? "" : $",{Gamma}")}{(CaseSize is null ? "" : $",{CaseSize}")}");
}
