using System.Diagnostics.CodeAnalysis;

namespace ChainTips.Identity;

/// <summary>The id of a <typeparamref name="T"/>: 128 random or keyed bits, written as <c>prefix_</c> and 26 characters.</summary>
/// <remarks>
/// The characters are Crockford's base 32 in lower case (no i, l, o, u), so an id can be read out aloud and sorts as its bits do.
/// The default value is the id of nothing; it is never issued.
/// </remarks>
/// <typeparam name="T">What the id names.</typeparam>
/// <param name="Bits">The 128 bits, never zero for an issued id.</param>
public readonly record struct Id<T>(UInt128 Bits)
    where T : IIdentified
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Digits = 26;

    /// <summary>Reads an id as <see cref="ToString"/> writes it.</summary>
    /// <returns>False when the prefix, the length or a character is not right.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Id<T> id)
    {
        id = default;
        string prefix = T.IdPrefix + "_";
        if (text is null || text.Length != prefix.Length + Digits || !text.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        UInt128 bits = 0;
        foreach (char digit in text.AsSpan(prefix.Length))
        {
            int value = Alphabet.IndexOf(digit, StringComparison.Ordinal);
            if (value < 0 || bits > UInt128.MaxValue >> 5)
            {
                return false;
            }

            bits = (bits << 5) | (uint)value;
        }

        id = new Id<T>(bits);
        return true;
    }

    /// <summary>Reads an id that this program wrote itself.</summary>
    /// <exception cref="FormatException">The text is no such id.</exception>
    public static Id<T> Parse(string text) => TryParse(text, out Id<T> id)
        ? id
        : throw new FormatException($"'{text}' is not an id that starts with '{T.IdPrefix}_'.");

    /// <summary>The id as the API writes it.</summary>
    public override string ToString()
    {
        return T.IdPrefix + "_" + string.Create(Digits, Bits, static (digits, bits) =>
        {
            for (int i = digits.Length - 1; i >= 0; i--)
            {
                digits[i] = Alphabet[(int)(bits & 31)];
                bits >>= 5;
            }
        });
    }
}
