using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Transactions;

/// <summary>A transaction of type 1, which announces what it will touch (EIP-2930).</summary>
public sealed record AccessListTransaction : Transaction
{
    /// <inheritdoc/>
    public override byte Type => 1;

    /// <summary>Wei that a unit of gas costs.</summary>
    public UInt256 GasPrice { get; init; }

    /// <summary>What it announces; compared by reference.</summary>
    public IReadOnlyList<AccessListEntry> AccessList { get; init; } = [];

    private protected override void WriteFields(RlpWriter writer)
    {
        writer.Write(ChainId).Write(Nonce).Write(GasPrice);
        WriteCall(writer);
        WriteAccessList(writer, AccessList);
    }
}
