using System.Globalization;

namespace ChainTips.Ethereum.SignIn;

/// <summary>The addresses in square brackets (RFC 3986, section 3.2.2).</summary>
internal static class IpLiteral
{
    private const int Groups = 8;

    /// <summary>
    /// Whether the text is an <c>IPv6address</c>: eight groups, of which one run of zeros may be left out.
    /// </summary>
    public static bool IsIpv6(ReadOnlySpan<char> text)
    {
        int gap = text.IndexOf("::");
        if (gap < 0)
        {
            return CountGroups(text, mayEndInIpv4: true) == Groups;
        }

        ReadOnlySpan<char> before = text[..gap];
        ReadOnlySpan<char> after = text[(gap + 2)..];
        int? first = before.IsEmpty ? 0 : CountGroups(before, mayEndInIpv4: false);
        int? last = after.IsEmpty ? 0 : CountGroups(after, mayEndInIpv4: true);
        return first + last < Groups;
    }

    /// <summary>How many groups of 16 bits; null if one is malformed.</summary>
    private static int? CountGroups(ReadOnlySpan<char> text, bool mayEndInIpv4)
    {
        int count = 0;
        while (true)
        {
            int colon = text.IndexOf(':');
            ReadOnlySpan<char> group = colon < 0 ? text : text[..colon];
            bool isIpv4 = colon < 0 && mayEndInIpv4 && IsIpv4(group);
            if (!isIpv4 && !IsGroup(group))
            {
                return null;
            }

            count += isIpv4 ? 2 : 1;
            if (colon < 0)
            {
                return count;
            }

            text = text[(colon + 1)..];
        }
    }

    private static bool IsGroup(ReadOnlySpan<char> text)
    {
        bool isShort = text.Length is >= 1 and <= 4;
        foreach (char one in text)
        {
            isShort &= char.IsAsciiHexDigit(one);
        }

        return isShort;
    }

    private static bool IsIpv4(ReadOnlySpan<char> text)
    {
        int count = 0;
        bool areOctets = true;
        foreach (Range part in text.Split('.'))
        {
            ReadOnlySpan<char> octet = text[part];
            areOctets &= octet.Length > 0 && (octet.Length == 1 || octet[0] != '0')
                && byte.TryParse(octet, NumberStyles.None, CultureInfo.InvariantCulture, out _);
            count++;
        }

        return areOctets && count == 4;
    }
}
