using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.Abi;

/// <summary>Types with a value of each; shown by their encoding when a property fails.</summary>
internal sealed record AbiArguments(AbiType[] Types, AbiValue[] Values)
{
    public byte[] Encode() => AbiEncoder.Encode(Types, Values);

    public override string ToString() => $"({string.Join(',', Types.Select(type => type.Name))}) {Hex.Format(Encode())}";
}
