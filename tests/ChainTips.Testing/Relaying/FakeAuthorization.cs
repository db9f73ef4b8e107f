using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Testing.Relaying;

/// <summary>The arguments of <c>transferWithAuthorization</c>, as a token reads them from calldata.</summary>
public sealed record FakeAuthorization(
    Address From, Address To, UInt128 Value, ulong ValidAfter, ulong ValidBefore, Hash32 Nonce, ReadOnlyMemory<byte> Signature)
{
    private const string Declared = "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)";

    /// <summary>Reads calldata; null for any other call.</summary>
    public static FakeAuthorization? Read(ReadOnlySpan<byte> data)
    {
        if (!data.StartsWith(AbiSignature.Selector(Declared)))
        {
            return null;
        }

        AbiReader reader = new(data[4..]);
        return reader.TryReadAddress(out Address from)
            && reader.TryReadAddress(out Address to)
            && reader.TryReadUInt256(out UInt256 value)
            && reader.TryReadUInt256(out UInt256 after)
            && reader.TryReadUInt256(out UInt256 before)
            && reader.TryReadHash32(out Hash32 nonce)
            && reader.TryReadBytes(out ReadOnlySpan<byte> signature)
            && reader.AtEnd
            ? new FakeAuthorization(from, to, Narrow(value), (ulong)Narrow(after), (ulong)Narrow(before), nonce, signature.ToArray())
            : null;
    }

    private static UInt128 Narrow(UInt256 number) => number.TryToUInt128(out UInt128 narrow) ? narrow : UInt128.MaxValue;
}
