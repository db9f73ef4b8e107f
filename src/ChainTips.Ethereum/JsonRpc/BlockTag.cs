namespace ChainTips.Ethereum.JsonRpc;

/// <summary>A block that the node names by how final it is; a node may not know all of them.</summary>
public enum BlockTag
{
    /// <summary>The head, which a reorg can replace.</summary>
    Latest,

    /// <summary>The newest block that the consensus layer calls unlikely to be reverted.</summary>
    Safe,

    /// <summary>The newest block that cannot be reverted without slashing.</summary>
    Finalized,
}
