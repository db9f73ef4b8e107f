using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Transactions;

/// <summary>
/// A transaction of type 2, which names the most it pays and the part that goes to the block's maker (EIP-1559).
/// </summary>
public sealed record FeeMarketTransaction : Transaction
{
    /// <inheritdoc/>
    public override byte Type => 2;

    /// <summary>Wei of each unit of gas that go to the block's maker, at most.</summary>
    public UInt256 MaxPriorityFeePerGas { get; init; }

    /// <summary>Wei that a unit of gas costs, at most, base fee and priority fee together.</summary>
    public UInt256 MaxFeePerGas { get; init; }

    /// <summary>What it announces to touch (EIP-2930); compared by reference.</summary>
    public IReadOnlyList<AccessListEntry> AccessList { get; init; } = [];

    /// <inheritdoc/>
    public override TransactionFailure Check() =>
        MaxPriorityFeePerGas > MaxFeePerGas ? TransactionFailure.PriorityFeeAboveFee : base.Check();

    private protected override void WriteFields(RlpWriter writer)
    {
        writer.Write(ChainId).Write(Nonce).Write(MaxPriorityFeePerGas).Write(MaxFeePerGas);
        WriteCall(writer);
        WriteAccessList(writer, AccessList);
    }
}
