using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Transactions;

/// <summary>
/// A transaction without envelope (Yellow Paper, section 4.3), bound to a chain by EIP-155 unless its chain id is zero.
/// </summary>
public sealed record LegacyTransaction : Transaction
{
    /// <summary>The v of an even y without chain id.</summary>
    internal const ulong UnboundV = 27;

    /// <summary>What is added to twice the chain id to give the v of an even y (EIP-155).</summary>
    internal const ulong BoundV = 35;

    /// <summary>The v of an odd y and the largest chain id, which just fits in 64 bits (EIP-2294).</summary>
    internal const ulong MaxV = (2 * MaxChainId) + BoundV + 1;

    /// <inheritdoc/>
    public override byte Type => 0;

    /// <summary>Wei that a unit of gas costs.</summary>
    public UInt256 GasPrice { get; init; }

    private protected override void WriteFields(RlpWriter writer)
    {
        writer.Write(Nonce).Write(GasPrice);
        WriteCall(writer);
    }

    private protected override void WriteSignature(RlpWriter writer, Signature? signature)
    {
        if (signature is Signature signed)
        {
            ulong v = ChainId == 0 ? UnboundV : checked((2 * ChainId) + BoundV);
            writer.Write(v + (ulong)signed.RecoveryId).Write(signed.R).Write(signed.S);
        }
        else if (ChainId != 0)
        {
            writer.Write(ChainId).Write(0UL).Write(0UL);
        }
    }
}
