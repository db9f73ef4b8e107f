using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Benchmarks.Samples;

/// <summary>Reads the same members of the same logs as the library, but from a document tree.</summary>
internal static class DocumentLogs
{
    /// <summary>As most programs do it: each member is made a string, then parsed; returns the decoded.</summary>
    public static int CountDecoded(JsonElement result)
    {
        int decoded = 0;
        foreach (JsonElement log in result.EnumerateArray())
        {
            Address emitter = Address.Parse(Text(log, "address"));
            Hash32[] topics =
                [.. log.GetProperty("topics").EnumerateArray().Select(topic => Hash32.Parse(topic.GetString()!))];
            byte[] data = Hex.Parse(Text(log, "data"));
            ulong block = Quantity(Text(log, "blockNumber"));
            ulong index = Quantity(Text(log, "logIndex"));
            Hash32 blockHash = Hash32.Parse(Text(log, "blockHash"));
            Hash32 transactionHash = Hash32.Parse(Text(log, "transactionHash"));
            bool isOurs = (emitter == SampleLogs.Router || emitter == SampleLogs.Token)
                && !log.GetProperty("removed").GetBoolean()
                && block + index > 0
                && blockHash != transactionHash;
            decoded += isOurs && TipWords.IsDecoded(topics, data) ? 1 : 0;
        }

        return decoded;
    }

    /// <summary>As fast as a tree allows: members are decoded from the document's own bytes, without strings.</summary>
    public static int CountDecodedWithoutStrings(JsonElement result)
    {
        Span<Hash32> topics = stackalloc Hash32[4];
        Span<byte> data = stackalloc byte[3 * Hash32.Length];
        Span<byte> emitterBytes = stackalloc byte[Address.Length];
        int decoded = 0;
        foreach (JsonElement log in result.EnumerateArray())
        {
            int count = 0;
            foreach (JsonElement topic in log.GetProperty("topics").EnumerateArray())
            {
                topics[count++] = Word(topic);
            }

            Hash32 blockHash = Word(log.GetProperty("blockHash"));
            Hash32 transactionHash = Word(log.GetProperty("transactionHash"));
            ulong block = Quantity(log.GetProperty("blockNumber"));
            ulong index = Quantity(log.GetProperty("logIndex"));
            ReadOnlySpan<byte> digits = Digits(log.GetProperty("data"));
            int length = digits.Length / 2;
            bool isOurs = Hex.TryDecode(Digits(log.GetProperty("address")), emitterBytes)
                && Address.FromBytes(emitterBytes) is Address emitter
                && (emitter == SampleLogs.Router || emitter == SampleLogs.Token)
                && Hex.TryDecode(digits, data[..length])
                && !log.GetProperty("removed").GetBoolean()
                && block + index > 0
                && blockHash != transactionHash;
            decoded += isOurs && TipWords.IsDecoded(topics[..count], data[..length]) ? 1 : 0;
        }

        return decoded;
    }

    private static string Text(JsonElement log, string name) => log.GetProperty(name).GetString()!;

    private static Hash32 Word(JsonElement value)
    {
        Span<byte> bytes = stackalloc byte[Hash32.Length];
        return Hex.TryDecode(Digits(value), bytes)
            ? Hash32.FromBytes(bytes)
            : throw new FormatException("The generated answer has a word that is none.");
    }

    private static ulong Quantity(string text) =>
        ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static ulong Quantity(JsonElement value) =>
        ulong.Parse(Digits(value), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Without the quotes and 0x.</summary>
    private static ReadOnlySpan<byte> Digits(JsonElement value) => JsonMarshal.GetRawUtf8Value(value)[3..^1];
}
