using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>A node's answers contradict each other; none of them is believed, and the question is asked again.</summary>
public sealed class InconsistentAnswerException : EthereumRpcException
{
    /// <summary>Says what contradicts.</summary>
    /// <param name="block">The block that was asked for.</param>
    /// <param name="reason">What kind of contradiction it is.</param>
    /// <param name="contradiction">What is wrong, as the end of a sentence about the block.</param>
    public InconsistentAnswerException(Hash32 block, RejectionReason reason, string contradiction)
        : base($"The node's answers about block {block} contradict each other: {contradiction}. The block was not applied; it is asked for again.") =>
        Reason = reason;

    /// <summary>What kind of contradiction it is.</summary>
    public RejectionReason Reason { get; }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
