using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Chain;

/// <summary>An endpoint was found to serve another chain than it did before; it is not asked any more.</summary>
/// <param name="mismatch">What differs.</param>
internal sealed class ExcludedEndpointException(ChainMismatchException mismatch) : EthereumRpcException(mismatch.Message, mismatch)
{
    /// <inheritdoc/>
    public override bool IsTransient => true;
}
