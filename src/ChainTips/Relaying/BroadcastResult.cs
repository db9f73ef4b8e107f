using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Relaying;

/// <summary>What a node said when it was given a transaction. The cases are all there are.</summary>
public abstract record BroadcastResult
{
    private BroadcastResult()
    {
    }

    /// <summary>It has the transaction, now or since before.</summary>
    public sealed record Taken : BroadcastResult;

    /// <summary>It does not want it.</summary>
    /// <param name="Fault">What that means.</param>
    /// <param name="Text">What the node said; not to be trusted as text.</param>
    public sealed record Refused(SendFault Fault, string Text) : BroadcastResult;

    /// <summary>No answer that says it: it may have the transaction all the same.</summary>
    /// <param name="Text">What happened.</param>
    public sealed record Unknown(string Text) : BroadcastResult;
}
