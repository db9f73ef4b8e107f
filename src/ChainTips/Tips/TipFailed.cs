using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Tips;

/// <summary>
/// The event of the tipping contract for a payee of several who could not be paid:
/// <c>TipFailed(bytes32 indexed paymentReference, address indexed payer, address indexed payee, address token, uint256 amount)</c>.
/// The money is with the payer.
/// </summary>
public static class TipFailed
{
    /// <summary>The first topic of every such log.</summary>
    public static readonly Hash32 Topic = AbiSignature.Topic("TipFailed(bytes32,address,address,address,uint256)");

    /// <summary>Reads the event from a log.</summary>
    /// <returns>The tip that was not made; null when the log is no such event.</returns>
    public static TipSent? Decode(ChainLog log)
    {
        AbiReader data = new(log.Data.Span);
        return log.Topics.Count == 4
            && log.Topics[0] == Topic
            && TipSent.TryReadAddress(log.Topics[2], out Address payer)
            && TipSent.TryReadAddress(log.Topics[3], out Address payee)
            && data.TryReadAddress(out Address token)
            && data.TryReadUInt256(out UInt256 amount)
            && data.AtEnd
            ? new TipSent(log.Topics[1], payer, payee, token, amount, UInt256.Zero)
            : null;
    }
}
