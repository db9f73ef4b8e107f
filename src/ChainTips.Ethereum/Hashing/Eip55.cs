using System.Text;

namespace ChainTips.Ethereum.Hashing;

/// <summary>The mixed-case checksum of address text, as in EIP-55.</summary>
internal static class Eip55
{
    private const int DigitCount = 40;

    /// <summary>
    /// 0x and 40 digits; a letter is upper case where the hash of the lower-case digits has a nibble of 8 or more.
    /// </summary>
    public static string Format(ReadOnlySpan<byte> address)
    {
        Span<char> text = stackalloc char[2 + DigitCount];
        "0x".CopyTo(text);
        Span<char> digits = text[2..];
        Convert.TryToHexStringLower(address, digits, out _);

        Span<byte> ascii = stackalloc byte[DigitCount];
        Encoding.ASCII.GetBytes(digits, ascii);
        Span<byte> hash = stackalloc byte[32];
        Keccak256.Hash(ascii, hash);

        for (int i = 0; i < DigitCount; i++)
        {
            int nibble = i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 0x0f;
            if (nibble >= 8)
            {
                digits[i] = char.ToUpperInvariant(digits[i]);
            }
        }

        return new string(text);
    }
}
