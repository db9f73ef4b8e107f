namespace ChainTips.Ethereum.JsonRpc;

/// <summary>What it means that a node refused a signed transaction.</summary>
public enum SendFault
{
    /// <summary>None of the others: the node does not want this transaction.</summary>
    Rejected,

    /// <summary>It has the transaction: a success.</summary>
    AlreadyKnown,

    /// <summary>A transaction of this nonce is in a block.</summary>
    NonceTooLow,

    /// <summary>Transactions of lower nonces are missing.</summary>
    NonceTooHigh,

    /// <summary>It has another transaction of this nonce, which pays too nearly as much.</summary>
    ReplacementUnderpriced,

    /// <summary>It pays less than a block or the node's pool takes.</summary>
    FeeTooLow,

    /// <summary>The sender cannot pay the gas.</summary>
    InsufficientFunds,

    /// <summary>The node takes nothing more for now: a full pool, a limit of the sender or of the plan.</summary>
    Busy,
}
