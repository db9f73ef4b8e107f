using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Tips;

/// <summary>
/// The event of the tipping contract:
/// <c>TipSent(bytes32 indexed paymentReference, address indexed payer, address indexed payee, address token, uint256 amount, uint256 fee)</c>.
/// </summary>
/// <param name="PaymentReference">Which request or post is paid.</param>
/// <param name="Payer">Who paid.</param>
/// <param name="Payee">Who was paid.</param>
/// <param name="Token">The token's contract.</param>
/// <param name="Amount">What the payee was sent, in base units.</param>
/// <param name="Fee">What the platform was sent beside it, in base units.</param>
public readonly record struct TipSent(
    Hash32 PaymentReference, Address Payer, Address Payee, Address Token, UInt256 Amount, UInt256 Fee)
{
    /// <summary>The first topic of every such log.</summary>
    public static readonly Hash32 Topic = AbiSignature.Topic("TipSent(bytes32,address,address,address,uint256,uint256)");

    /// <summary>Reads the event from a log with the right first topic.</summary>
    /// <returns>Null when the log has another shape: topics missing, words too many or too few, an address that is none.</returns>
    public static TipSent? Decode(ChainLog log)
    {
        AbiReader data = new(log.Data.Span);
        return log.Topics.Count == 4
            && TryReadAddress(log.Topics[2], out Address payer)
            && TryReadAddress(log.Topics[3], out Address payee)
            && data.TryReadAddress(out Address token)
            && data.TryReadUInt256(out UInt256 amount)
            && data.TryReadUInt256(out UInt256 fee)
            && data.AtEnd
            ? new TipSent(log.Topics[1], payer, payee, token, amount, fee)
            : null;
    }

    internal static bool TryReadAddress(Hash32 topic, out Address address)
    {
        Span<byte> word = stackalloc byte[Hash32.Length];
        topic.CopyTo(word);
        return new AbiReader(word).TryReadAddress(out address);
    }
}
