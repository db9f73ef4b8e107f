using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;
using ChainTips.Simulation.Oracle;

namespace ChainTips.Simulation.Mining;

/// <summary>A transaction as it was executed in a block.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="Receipt">What the receipts root commits to.</param>
/// <param name="GasUsed">Its own gas.</param>
internal sealed record SimulatedTransaction(Hash32 Hash, ConsensusReceipt Receipt, ulong GasUsed);

/// <summary>A block of the simulated chain, on whatever fork, with its true header.</summary>
/// <param name="parent">The block that it stands on; null for block 0.</param>
/// <param name="header">The header, whose hash is the block's.</param>
/// <param name="order">When it was mined, counted in blocks of all forks.</param>
/// <param name="transactions">What was executed in it.</param>
/// <param name="plain">The same block in the words of the oracle.</param>
internal sealed class SimulatedBlock(
    SimulatedBlock? parent, ConsensusHeader header, int order, IReadOnlyList<SimulatedTransaction> transactions, PlainBlock plain)
{
    private byte[]? _json;
    private byte[]? _receiptsJson;

    public SimulatedBlock? Parent { get; } = parent;

    public ConsensusHeader Header { get; } = header;

    public Hash32 Hash { get; } = Hash32.Parse(plain.Hash);

    public ulong Number => Header.Number.Value;

    public int Order { get; } = order;

    public IReadOnlyList<SimulatedTransaction> Transactions { get; } = transactions;

    public PlainBlock Plain { get; } = plain;

    /// <summary>The block as <c>eth_getBlockByHash</c> gives it.</summary>
    public ReadOnlySpan<byte> Json => _json ??= BlockJson.WriteBlock(this);

    /// <summary>Its receipts as <c>eth_getBlockReceipts</c> gives them.</summary>
    public ReadOnlySpan<byte> ReceiptsJson => _receiptsJson ??= BlockJson.WriteReceipts(this);

    /// <summary>The block of a number on the way from block 0 to this one; null above it.</summary>
    public SimulatedBlock? At(ulong number)
    {
        SimulatedBlock? block = number > Number ? null : this;
        while (block is not null && block.Number > number)
        {
            block = block.Parent;
        }

        return block;
    }

    /// <summary>Whether another block is on the way from block 0 to this one.</summary>
    public bool StandsOn(SimulatedBlock other) => ReferenceEquals(At(other.Number), other);
}
