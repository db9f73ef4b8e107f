using System.Globalization;
using System.Text;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Testing;

/// <summary>
/// Gives a decoder as much hostile input as <see cref="Trials"/> says: it must answer all of it, within its memory and
/// with no exception but the documented ones.
/// </summary>
public static class Fuzz
{
    private static readonly byte[][] BytePieces =
    [
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x7f, 0xff, 0xff, 0xff], [0x80, 0, 0, 0],
        [0xb8, 0x38], [0xb9, 0xff, 0xff], [0xbb, 0x7f, 0xff, 0xff, 0xff], [0xbf, .. Enumerable.Repeat((byte)0xff, 8)],
        [0xf8, 0x38], [0xfb, 0x7f, 0xff, 0xff, 0xff],
        new byte[32], [.. Enumerable.Repeat((byte)0xff, 32)], [.. new byte[31], 0x20], [.. new byte[28], 0x7f, 0xff, 0xff, 0xff],
    ];

    private static readonly string[] TextPieces =
    [
        "0x", "0X", "00", "\"", "\\\"", "\\u0000", "\\ud800", "\\", "{", "}", "[", "]", ",", ":", "[[[[[[[[", "{\"a\":", "null", "true",
        "-", "-0", "1e9", "1e999999999", "0.1e1", "2147483648", "9223372036854775808", "18446744073709551616",
        "115792089237316195423570985008687907853269984665640564039457584007913129639936",
        "%", "%00", "%ff", "%C3%A9", "://", "@", "?", "&", "=", "#", "..", "==", "\0", "\n", "\r\n", " ", "\t",
        "\u00e9", "\u6f22", "\U0001f600", "\u202e", "\ufeff", "\u0661",
    ];

    private static readonly byte[][] EncodedTextPieces = [.. TextPieces.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Gives a decoder bytes.</summary>
    /// <param name="decoder">What to call it in the report.</param>
    /// <param name="samples">Sound inputs, to be damaged; none is empty.</param>
    /// <param name="memory">What it may allocate.</param>
    /// <param name="decode">Decodes, and checks what comes out.</param>
    /// <param name="cost">What one case costs.</param>
    public static void Bytes(
        string decoder, IReadOnlyList<byte[]> samples, Allowance memory, Func<byte[], Verdict> decode, int cost = 1) =>
        new FuzzRun<byte[]>(decoder, memory, decode, input => input.Length, input => Hex.Format(input))
            .TryAll(random => Damage.Of(random, samples, BytePieces), Trials.Count(cost));

    /// <summary>Gives a decoder the bytes of text, which the changes may have made into what is no text.</summary>
    /// <param name="decoder">What to call it in the report.</param>
    /// <param name="samples">Sound inputs, to be damaged; none is empty.</param>
    /// <param name="memory">What it may allocate.</param>
    /// <param name="decode">Decodes, and checks what comes out.</param>
    /// <param name="cost">What one case costs.</param>
    public static void Utf8(
        string decoder, IReadOnlyList<string> samples, Allowance memory, Func<byte[], Verdict> decode, int cost = 1)
    {
        byte[][] encoded = [.. samples.Select(Encoding.UTF8.GetBytes)];
        new FuzzRun<byte[]>(decoder, memory, decode, input => input.Length, input => Hex.Format(input))
            .TryAll(random => Damage.Of(random, encoded, EncodedTextPieces), Trials.Count(cost));
    }

    /// <summary>Gives a decoder text, some of it with half of a surrogate pair.</summary>
    /// <param name="decoder">What to call it in the report.</param>
    /// <param name="samples">Sound inputs, to be damaged; none is empty.</param>
    /// <param name="memory">What it may allocate.</param>
    /// <param name="decode">Decodes, and checks what comes out.</param>
    /// <param name="cost">What one case costs.</param>
    public static void Text(
        string decoder, IReadOnlyList<string> samples, Allowance memory, Func<string, Verdict> decode, int cost = 1)
    {
        byte[][] encoded = [.. samples.Select(Encoding.UTF8.GetBytes)];
        new FuzzRun<string>(decoder, memory, decode, input => input.Length, ShowUtf16)
            .TryAll(random => TextOf(random, Damage.Of(random, encoded, EncodedTextPieces)), Trials.Count(cost));
    }

    /// <summary>Wrong if an input was accepted without what must hold then.</summary>
    public static Verdict AcceptedIf(bool holds) => holds ? Verdict.Accepted : Verdict.Wrong;

    /// <summary>Wrong if an input was refused without what must hold then.</summary>
    public static Verdict RefusedIf(bool holds) => holds ? Verdict.Refused : Verdict.Wrong;

    /// <remarks>Not by an encoding, which would replace half of a surrogate pair.</remarks>
    private static string ShowUtf16(string text) =>
        "UTF-16 " + string.Concat(text.Select(unit => ((int)unit).ToString("x4", CultureInfo.InvariantCulture)));

    private static string TextOf(SeededRandom random, byte[] bytes)
    {
        string text = random.Percent(20) ? Encoding.Latin1.GetString(bytes) : Encoding.UTF8.GetString(bytes);
        string half = ((char)random.Between(0xd800, 0xdfff)).ToString();
        return random.Percent(3) ? text.Insert(random.Below(text.Length + 1), half) : text;
    }
}
