using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The node has no receipts for a block: it was reorganized away, or this node has not seen it yet.</summary>
public sealed class UnknownBlockException : EthereumRpcException
{
    /// <summary>Creates the exception from the hash that was asked for.</summary>
    public UnknownBlockException(Hash32 blockHash)
        : base($"The node does not know the receipts of block {blockHash}; ask again, or read the head anew.")
    {
        BlockHash = blockHash;
    }

    /// <summary>The hash that was asked for.</summary>
    public Hash32 BlockHash { get; }

    /// <summary>Always true: the node may see the block a moment later.</summary>
    public override bool IsTransient => true;

    /// <summary>The block is not known.</summary>
    public override RpcErrorClass Classification => new(RpcErrorKind.UnknownBlock);
}
