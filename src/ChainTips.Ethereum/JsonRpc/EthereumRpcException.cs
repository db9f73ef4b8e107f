namespace ChainTips.Ethereum.JsonRpc;

/// <summary>A question to the node that was not answered as it should be.</summary>
/// <remarks>
/// No message holds more of the node's URL than scheme, host and port, because keys stand in the rest.
/// </remarks>
public abstract class EthereumRpcException : Exception
{
    /// <summary>Creates the exception from a sentence and what caused it.</summary>
    protected EthereumRpcException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Whether the same question may be answered a moment later, so that a limited retry makes sense.
    /// </summary>
    public abstract bool IsTransient { get; }

    /// <summary>What the failure means for the one who asked, with the way out where the node named one.</summary>
    public virtual RpcErrorClass Classification => new(IsTransient ? RpcErrorKind.Transient : RpcErrorKind.Other);

    /// <summary>The kind of <see cref="Classification"/>.</summary>
    public RpcErrorKind Kind => Classification.Kind;
}
