using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.PaymentUris;

/// <summary>Percent-encoding of text in a URL (RFC 3986, section 2.1), read strictly.</summary>
internal static class PercentEncoding
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /// <summary>What may stand as it is: all of RFC 3986 but the delimiters of EIP-681.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(Unreserved + "!$'()*+,;[]");

    private static readonly SearchValues<char> Kept = SearchValues.Create(Unreserved + "$");

    /// <summary>The text that is meant; it must be well-formed, and every delimiter in it encoded.</summary>
    public static bool TryDecode(
        ReadOnlySpan<char> encoded, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error)
    {
        text = null;
        byte[] bytes = new byte[encoded.Length];
        int length = 0;
        for (int i = 0; i < encoded.Length; i++)
        {
            char one = encoded[i];
            bool isEscape = one == '%' && i + 2 < encoded.Length
                && Hex.TryDecode(encoded.Slice(i + 1, 2), bytes.AsSpan(length, 1));
            if (!isEscape && !Plain.Contains(one))
            {
                error = $"{Excerpt.Quote(encoded)} has {Excerpt.Quote([one])}, which must be percent-encoded.";
                return false;
            }

            bytes[length] = isEscape ? bytes[length] : (byte)one;
            length++;
            i += isEscape ? 2 : 0;
        }

        ReadOnlySpan<byte> decoded = bytes.AsSpan(0, length);
        bool isUtf8 = Utf8.IsValid(decoded);
        text = isUtf8 ? Encoding.UTF8.GetString(decoded) : null;
        error = isUtf8 ? null : $"{Excerpt.Quote(encoded)} is no UTF-8 once its escapes are resolved.";
        return isUtf8;
    }

    /// <summary>Encodes all that is not a letter, a digit or one of <c>- . _ ~ $</c>.</summary>
    public static void Append(StringBuilder target, string text)
    {
        foreach (byte one in Encoding.UTF8.GetBytes(text))
        {
            if (one < 0x80 && Kept.Contains((char)one))
            {
                target.Append((char)one);
            }
            else
            {
                target.Append('%').Append(Convert.ToHexString([one]));
            }
        }
    }
}
