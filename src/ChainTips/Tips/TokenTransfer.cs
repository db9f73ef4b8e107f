using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Tips;

/// <summary>The event of ERC-20: <c>Transfer(address indexed from, address indexed to, uint256 value)</c>. It alone proves that money moved.</summary>
/// <param name="Token">The contract that emitted the log.</param>
/// <param name="From">Whose balance shrank.</param>
/// <param name="To">Whose balance grew.</param>
/// <param name="Amount">By how much, in base units.</param>
/// <param name="Position">Where the log stands in its receipt, from 0.</param>
public readonly record struct TokenTransfer(Address Token, Address From, Address To, UInt256 Amount, int Position)
{
    /// <summary>The first topic of every such log.</summary>
    public static readonly Hash32 Topic = AbiSignature.Topic("Transfer(address,address,uint256)");

    /// <summary>Reads the event from a log.</summary>
    /// <returns>Null when the log is no such event.</returns>
    public static TokenTransfer? Decode(ChainLog log)
    {
        AbiReader data = new(log.Data.Span);
        return log.Topics.Count == 3
            && log.Topics[0] == Topic
            && TipSent.TryReadAddress(log.Topics[1], out Address from)
            && TipSent.TryReadAddress(log.Topics[2], out Address to)
            && data.TryReadUInt256(out UInt256 amount)
            && data.AtEnd
            ? new TokenTransfer(log.Address, from, to, amount, log.Position)
            : null;
    }
}
