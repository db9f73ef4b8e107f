using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>What is known of a chain before any node is asked.</summary>
/// <param name="ChainId">The chain's id (EIP-155).</param>
/// <param name="Name">The chain's name for people.</param>
/// <param name="Finality">When a block is final.</param>
/// <param name="GenesisHash">The hash of block 0; null for a chain that everybody starts for themselves.</param>
/// <param name="HasBlockReceipts">Whether its nodes answer <c>eth_getBlockReceipts</c>; otherwise receipts are read by transaction.</param>
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
}
