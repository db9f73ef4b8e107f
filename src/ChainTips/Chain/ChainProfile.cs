using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>What is known of a chain before any node is asked.</summary>
/// <param name="ChainId">The chain's id (EIP-155).</param>
/// <param name="Name">The chain's name for people.</param>
/// <param name="Finality">When a block is final.</param>
/// <param name="GenesisHash">The hash of block 0; null for a chain that everybody starts for themselves.</param>
/// <param name="HasBlockReceipts">
/// Whether nodes are asked <c>eth_getBlockReceipts</c>; otherwise, and where a node says that it does not have the method,
/// receipts are read by transaction.
/// </param>
/// <param name="ReceiptsMatchHeader">Whether the receipts that nodes give are exactly those that a header's bloom and receipts root are made of.</param>
/// <param name="Tokens">The stablecoins whose contracts are known here.</param>
public sealed record ChainProfile(
    ulong ChainId,
    string Name,
    FinalityRule Finality,
    Hash32? GenesisHash,
    bool HasBlockReceipts,
    bool ReceiptsMatchHeader,
    IReadOnlyList<AllowedToken> Tokens)
{
    /// <summary>The id that Hardhat and Anvil give to a chain of their own, where the well-known test keys are allowed.</summary>
    public const ulong LocalChainId = 31337;

    private const int BlocksMissed = 60;

    /// <summary>How often blocks come; null for a chain whose blocks come when there is something to put into them.</summary>
    public TimeSpan? BlockTime { get; init; }

    /// <summary>Whether a transaction also pays for its place on the layer below, out of its sender's balance and beside its gas (the OP Stack).</summary>
    public bool HasDataFee { get; init; }

    /// <summary>Whether its money is worth nothing, so that a node may be trusted with it.</summary>
    public bool IsTestChain { get; init; }

    /// <summary>How far a node is believed unless the operator says otherwise: as little as the chain allows.</summary>
    public Verification Verification => ReceiptsMatchHeader ? Verification.Proof : Verification.Bloom;

    /// <summary>Whether a head is so old that the chain or its node must stand still (60 blocks are missing).</summary>
    public bool IsStale(BlockHeader head, DateTimeOffset now) =>
        BlockTime is TimeSpan time && now - BlockRef.TimeOf(head) > BlocksMissed * time;
}
