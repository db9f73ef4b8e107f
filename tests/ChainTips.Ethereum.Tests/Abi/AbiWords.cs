using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.Abi;

/// <summary>Encodings written down word by word.</summary>
internal static class AbiWords
{
    /// <summary>Words of hex digits, each filled up with zeros on the left.</summary>
    public static byte[] Of(params string[] words) =>
        Hex.Parse("0x" + string.Concat(words.Select(word => word.PadLeft(64, '0'))));

    public static AbiType[] Types(string types) => [.. ((AbiType.Tuple)AbiType.Parse($"({types})")).Members];

    /// <summary>Text in hex, filled up with zeros on the right.</summary>
    public static string Left(string hex) => hex.PadRight(64, '0');

    public static AbiValue Number(long value) => new AbiValue.Number(value);

    public static AbiValue List(params AbiValue[] items) => new AbiValue.List(items);

    public static AbiValue Text(string text) => new AbiValue.Text(text);

    public static AbiValue Bytes(string ascii) => new AbiValue.Bytes(System.Text.Encoding.ASCII.GetBytes(ascii));
}
