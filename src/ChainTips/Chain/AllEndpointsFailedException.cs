using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Chain;

/// <summary>No endpoint of a chain gave an answer that can be believed; nothing was applied, and all are asked again later.</summary>
public sealed class AllEndpointsFailedException : EthereumRpcException
{
    /// <summary>Says what each endpoint did.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="faults">One sentence for each endpoint that was asked.</param>
    /// <param name="last">What the last of them did.</param>
    public AllEndpointsFailedException(ulong chainId, IReadOnlyList<string> faults, Exception last)
        : base($"None of the {faults.Count} endpoints of chain {chainId} that were asked could be believed:{string.Concat(faults.Select(fault => "\n  - " + fault))}", last)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
