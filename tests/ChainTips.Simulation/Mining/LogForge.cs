using System.Numerics;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Simulation.Oracle;

namespace ChainTips.Simulation.Mining;

/// <summary>Encodes plain events as the logs that contracts emit.</summary>
internal static class LogForge
{
    private static readonly Hash32 Transfer = AbiSignature.Topic("Transfer(address,address,uint256)");
    private static readonly Hash32 TipSent = AbiSignature.Topic("TipSent(bytes32,address,address,address,uint256,uint256)");
    private static readonly Hash32 Noise = AbiSignature.Topic("Approval(address,address,uint256)");

    /// <summary>The logs of a transaction, numbered from 0 in their receipt.</summary>
    public static ChainLog[] Encode(PlainExecution execution) => [.. execution.Events.Select(Encode)];

    private static ChainLog Encode(PlainEvent planned, int position) => planned switch
    {
        PlainEvent.Moved moved => new ChainLog(
            Parse(moved.Token), [Transfer, Topic(moved.From), Topic(moved.To)], new AbiWriter().Write(Number(moved.Amount)).ToArray(), position),
        PlainEvent.Tipped tip => new ChainLog(
            Parse(tip.Emitter),
            [TipSent, Hash32.Parse(tip.Reference), Topic(tip.Payer), Topic(tip.Payee)],
            new AbiWriter().Write(Parse(tip.Token)).Write(Number(tip.Amount)).Write(Number(tip.Fee)).ToArray(),
            position),
        PlainEvent.Garbled garbled => new ChainLog(Parse(garbled.Emitter), [TipSent], new byte[32], position),
        PlainEvent.Noise noise => new ChainLog(Parse(noise.Emitter), [Noise], new byte[32], position),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Address Parse(string address) => Address.FromBytes(Hex.Parse(address));

    private static Hash32 Topic(string address) => Hash32.FromBytes(new AbiWriter().Write(Parse(address)).ToArray());

    private static UInt256 Number(BigInteger number)
    {
        byte[] word = new byte[UInt256.Length];
        byte[] bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(word, word.Length - bytes.Length);
        return UInt256.FromBigEndian(word);
    }
}
