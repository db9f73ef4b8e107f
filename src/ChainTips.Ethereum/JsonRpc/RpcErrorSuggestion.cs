using System.Globalization;
using System.Text.RegularExpressions;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Finds in the text of an error the range or the limit that would work.</summary>
internal static partial class RpcErrorSuggestion
{
    /// <summary>Adds what the text names, in lower case, to the class of the error.</summary>
    public static RpcErrorClass Add(RpcErrorClass found, string text)
    {
        RpcErrorClass withLimit = found with { Limit = LimitIn(text) };
        Match hex = HexRange().Match(text);
        Match range = hex.Success ? hex : DecimalRange().Match(text);
        NumberStyles style = hex.Success ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        bool isRange = TryNumber(range.Groups[1].Value, style, out ulong from)
            & TryNumber(range.Groups[2].Value, style, out ulong to);
        return isRange && from <= to
            ? withLimit with { SuggestedFrom = new BlockNumber(from), SuggestedTo = new BlockNumber(to) }
            : withLimit;
    }

    /// <remarks>
    /// The last one counts: texts name what was asked for first. Nothing can be asked within a limit of 0.
    /// </remarks>
    private static ulong? LimitIn(string text)
    {
        Match? last = LimitWord().Matches(text).LastOrDefault();
        string digits = last?.Groups[1].Value.Replace(",", string.Empty, StringComparison.Ordinal) ?? string.Empty;
        if (last is null || !TryNumber(digits, NumberStyles.None, out ulong limit))
        {
            return null;
        }

        ulong unit = last.Groups[2].Value switch { "k" => 1_000, "m" => 1_000_000, _ => 1 };
        return limit > 0 && limit <= ulong.MaxValue / unit ? limit * unit : null;
    }

    private static bool TryNumber(string text, NumberStyles style, out ulong number) =>
        ulong.TryParse(text, style, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex(@"\[\s*0x([0-9a-f]+)\s*,\s*0x([0-9a-f]+)\s*\]")]
    private static partial Regex HexRange();

    [GeneratedRegex(@"\brange:? \[?([0-9]+)(?: ?- ?|, ?)([0-9]+)\b")]
    private static partial Regex DecimalRange();

    [GeneratedRegex(
        @"\b(?:limit(?:ed)?|max(?:imum)?|at most|cap of|over|up to|greater than|more than|smaller than size)\b"
        + @"[^0-9]{0,48}?(?<![0-9a-z.])([0-9][0-9,]*)(k|m)?\b(?!x)")]
    private static partial Regex LimitWord();
}
