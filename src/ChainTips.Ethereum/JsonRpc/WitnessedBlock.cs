namespace ChainTips.Ethereum.JsonRpc;

/// <summary>A block, and what the node that answered called its newest of a tag in the same answer.</summary>
/// <param name="Block">The block; null if the node answers null.</param>
/// <param name="Tagged">The block of the tag; null if the node answers null.</param>
public sealed record WitnessedBlock(BlockHeader? Block, BlockHeader? Tagged);
