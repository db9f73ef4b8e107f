using System.Globalization;
using System.Text;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Abi;

/// <summary>Values as text for people, escaped and no longer than asked for.</summary>
internal static class AbiText
{
    private const string Cut = "…";

    /// <summary>A value such as <c>5</c>, <c>'text'</c> or <c>[0x12, true]</c>.</summary>
    public static string Describe(AbiValue value, int maxLength)
    {
        StringBuilder text = new();
        Append(text, value, maxLength);
        return Shorten(text.ToString(), maxLength);
    }

    /// <summary>The text, or its beginning with an ellipsis; no pair of surrogates is split.</summary>
    public static string Shorten(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        int kept = Math.Max(0, maxLength - Cut.Length);
        kept -= kept > 0 && char.IsHighSurrogate(text[kept - 1]) ? 1 : 0;
        return text[..kept] + Cut;
    }

    private static void Append(StringBuilder text, AbiValue value, int maxLength)
    {
        switch (value)
        {
            case AbiValue.List list:
                AppendList(text, list, maxLength);
                break;
            case AbiValue.Text foreign:
                AppendText(text, foreign.Value, maxLength);
                break;
            case AbiValue.Bytes bytes:
                text.Append(Hex.Format(bytes.Value.Span[..Math.Min(bytes.Value.Length, maxLength)]));
                break;
            case AbiValue.Number number:
                text.Append(number.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case AbiValue.Bool flag:
                text.Append(flag.Value ? "true" : "false");
                break;
            case AbiValue.Account account:
                text.Append(account.Value);
                break;
            case AbiValue.Hashed hashed:
                text.Append("hash ").Append(hashed.Hash);
                break;
        }
    }

    private static void AppendList(StringBuilder text, AbiValue.List list, int maxLength)
    {
        text.Append('[');
        for (int i = 0; i < list.Items.Count && text.Length <= maxLength; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Append(text, list.Items[i], maxLength);
        }

        text.Append(']');
    }

    /// <remarks>Escaped is what does not print or turns the direction of writing, so that no log or page is misled.</remarks>
    private static void AppendText(StringBuilder text, string foreign, int maxLength)
    {
        text.Append('\'');
        foreach (Rune rune in foreign.EnumerateRunes())
        {
            if (text.Length > maxLength)
            {
                break;
            }

            bool isPlain = rune.Value is not ('\'' or '\\') && (rune.Value == ' ' || IsPrinted(Rune.GetUnicodeCategory(rune)));
            text.Append(isPlain ? rune.ToString() : $"\\u{{{rune.Value:x}}}");
        }

        text.Append('\'');
    }

    private static bool IsPrinted(UnicodeCategory category) => category is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
