using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Chain;

/// <summary>
/// An endpoint has another block where a final one stands, and not all of the others could be asked. Nothing is applied until
/// they can: either one confirms the block, or all deny it and the gateway stops.
/// </summary>
public sealed class FinalBlockDisputedException : EthereumRpcException
{
    /// <summary>Says which block is disputed, and who did not answer.</summary>
    public FinalBlockDisputedException(BlockRef ours, IReadOnlyList<string> silent)
        : base($"Block {ours.Number} was final as {ours.Hash}; an endpoint now has another block there, and {string.Join(", ", silent)} could not be asked. "
            + "Nothing is applied until every endpoint was; repair or remove those that do not answer.")
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
