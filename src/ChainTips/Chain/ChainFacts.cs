using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>What a node says of the chain behind it.</summary>
/// <param name="ChainId">The answer of <c>eth_chainId</c> (EIP-155).</param>
/// <param name="GenesisHash">The hash of block 0.</param>
/// <param name="RouterHasCode">Whether a contract stands at the router's address.</param>
public sealed record ChainFacts(ulong ChainId, Hash32 GenesisHash, bool RouterHasCode);
