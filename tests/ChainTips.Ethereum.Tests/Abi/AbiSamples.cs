using System.Numerics;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using FsCheck;
using FsCheck.Fluent;

namespace ChainTips.Ethereum.Tests.Abi;

/// <summary>Random types, values of them, and damage to their encodings.</summary>
internal static class AbiSamples
{
    private const int Depth = 4;

    private static readonly string[] Tokens =
        ["uint", "uint8", "int256", "bytes", "bytes32", "string", "tuple", "(", ")", "[", "]", ",", "3", "0", " ", "x", "fixed", "é"];

    public static Gen<AbiType> AnyType => TypeOf(Depth);

    public static Gen<string> AnyTypeText => Gen.Elements(Tokens).ArrayOf().Select(string.Concat);

    public static Gen<AbiArguments> AnyArguments =>
        from count in Gen.Choose(0, 4)
        from types in AnyType.ArrayOf(count)
        from values in Gen.CollectToArray(types, ValueOf)
        select new AbiArguments(types, values);

    /// <summary>Arguments, and which byte of their encoding is to be replaced by which.</summary>
    public static Gen<AbiDamage> AnyDamage =>
        from arguments in AnyArguments
        from at in Gen.Choose(0, 1_000_000)
        from end in Gen.Elements(true, false)
        from value in Gen.OneOf(Gen.Elements(0, 1, 31, 32, 33, 64, 127, 128, 255), Gen.Choose(0, 255))
        select new AbiDamage(arguments, at, end, (byte)value);

    private static Gen<AbiType> TypeOf(int depth)
    {
        Gen<AbiType> elementary = Gen.OneOf(
            Gen.Choose(1, 32).Select(AbiType (bytes) => new AbiType.Number(bytes * 8, isSigned: false)),
            Gen.Choose(1, 32).Select(AbiType (bytes) => new AbiType.Number(bytes * 8, isSigned: true)),
            Gen.Choose(1, 32).Select(AbiType (length) => new AbiType.FixedBytes(length)),
            Gen.Elements<AbiType>(
                new AbiType.Account(), new AbiType.Bool(), new AbiType.FunctionPointer(), new AbiType.Bytes(), new AbiType.Text()));
        return depth == 0 ? elementary : Gen.Frequency(
            (4, elementary),
            (2, from element in TypeOf(depth - 1) select (AbiType)new AbiType.Array(element)),
            (1, from element in TypeOf(depth - 1) from length in Gen.Choose(0, 3) select (AbiType)new AbiType.FixedArray(element, length)),
            (2, from count in Gen.Choose(0, 3) from members in TypeOf(depth - 1).ArrayOf(count) select (AbiType)new AbiType.Tuple(members)));
    }

    private static Gen<AbiValue> ValueOf(AbiType type) => type switch
    {
        AbiType.Number number => NumberOf(number),
        AbiType.Bool => Gen.Elements(true, false).Select(AbiValue (flag) => new AbiValue.Bool(flag)),
        AbiType.Account => Holds.BytesOf(20).Select(AbiValue (bytes) => new AbiValue.Account(Address.FromBytes(bytes))),
        AbiType.Text => TextValue,
        AbiType.Bytes => Holds.AnyBytes.Select(AbiValue (bytes) => new AbiValue.Bytes(bytes)),
        AbiType.FixedBytes array => Holds.BytesOf(array.Length).Select(AbiValue (bytes) => new AbiValue.Bytes(bytes)),
        AbiType.FunctionPointer => Holds.BytesOf(24).Select(AbiValue (bytes) => new AbiValue.Bytes(bytes)),
        AbiType.FixedArray array => ListOf(Enumerable.Repeat(array.Element, array.Length)),
        AbiType.Array array =>
            from count in Gen.Choose(0, 3) from list in ListOf(Enumerable.Repeat(array.Element, count)) select list,
        AbiType.Tuple tuple => ListOf(tuple.Members),
        _ => throw new ArgumentException(type.Name),
    };

    private static Gen<AbiValue> TextValue =>
        from characters in Gen.Elements("a", "\0", "'", "é", "漢", "😀", "\u202e").ArrayOf()
        select (AbiValue)new AbiValue.Text(string.Concat(characters));

    private static Gen<AbiValue> ListOf(IEnumerable<AbiType> types) =>
        Gen.CollectToArray(types, ValueOf).Select(AbiValue (items) => new AbiValue.List(items));

    /// <summary>The ends of the range as often as anything between.</summary>
    private static Gen<AbiValue> NumberOf(AbiType.Number type)
    {
        BigInteger span = BigInteger.One << type.Bits;
        BigInteger low = type.IsSigned ? -(span >> 1) : BigInteger.Zero;
        return from bytes in Holds.BytesOf(32)
               from at in Gen.Choose(0, 3)
               let inside = new BigInteger(bytes, isUnsigned: true) % span
               let offset = at switch { 0 => BigInteger.Zero, 1 => span - 1, 2 => -low % span, _ => inside }
               select (AbiValue)new AbiValue.Number(low + offset);
    }
}
