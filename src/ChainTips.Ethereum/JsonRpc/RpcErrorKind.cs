namespace ChainTips.Ethereum.JsonRpc;

/// <summary>What a node's error means for the one who asked; the codes alone do not say it.</summary>
public enum RpcErrorKind
{
    /// <summary>None of the others: the same question will fail again.</summary>
    Other,

    /// <summary>The range of blocks is wider than the provider allows; ask for a part of it.</summary>
    RangeTooWide,

    /// <summary>
    /// The answer would have more logs or bytes than the provider allows; ask for a part of the range.
    /// </summary>
    ResponseTooLarge,

    /// <summary>The batch has more calls than the provider allows; ask for fewer at once.</summary>
    BatchTooLarge,

    /// <summary>Too many questions in a short time; wait.</summary>
    RateLimited,

    /// <summary>The plan is used up or unpaid; the operator must act.</summary>
    Billing,

    /// <summary>The node has deleted that part of history; another node may have it.</summary>
    Pruned,

    /// <summary>The node does not know the block, or not yet.</summary>
    UnknownBlock,

    /// <summary>The contract refused the call.</summary>
    ExecutionReverted,

    /// <summary>The node does not offer the method.</summary>
    MethodMissing,

    /// <summary>The node failed in a way that may pass.</summary>
    Transient,
}
