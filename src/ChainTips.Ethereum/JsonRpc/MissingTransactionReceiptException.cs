using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// The node has no receipt for a transaction that is known to be mined. It never means that the transaction failed.
/// </summary>
public sealed class MissingTransactionReceiptException : EthereumRpcException
{
    /// <summary>Creates the exception from the hash that was asked for.</summary>
    public MissingTransactionReceiptException(Hash32 transactionHash)
        : base($"The node has no receipt of transaction {transactionHash} yet; ask again, or read the head anew.")
    {
        TransactionHash = transactionHash;
    }

    /// <summary>The hash that was asked for.</summary>
    public Hash32 TransactionHash { get; }

    /// <summary>Always true: the receipt may be there a moment later.</summary>
    public override bool IsTransient => true;
}
