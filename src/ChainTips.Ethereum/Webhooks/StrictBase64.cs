using System.Diagnostics.CodeAnalysis;

namespace ChainTips.Ethereum.Webhooks;

/// <summary>Base64 as RFC 4648 writes it, with its padding and without anything else.</summary>
internal static class StrictBase64
{
    /// <summary>The bytes, if the text is the very one that they are written as.</summary>
    public static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        // The platform passes over white space and stray bits at the end, which the comparison finds.
        byte[] buffer = new byte[text.Length];
        bool isDecoded = Convert.TryFromBase64String(text, buffer, out int length)
            && Convert.ToBase64String(buffer, 0, length) == text;
        bytes = isDecoded ? buffer[..length] : null;
        return isDecoded;
    }
}
