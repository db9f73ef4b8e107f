using System.Net;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// The node could not be reached, did not answer in time, or answered with an HTTP status that is not a success and no
/// JSON-RPC error object.
/// </summary>
public sealed class JsonRpcTransportException : EthereumRpcException
{
    /// <summary>Creates the exception of a connection that failed.</summary>
    public JsonRpcTransportException(string message, Exception? innerException)
        : base(message, innerException)
    {
        Classification = new RpcErrorClass(RpcErrorKind.Transient);
    }

    /// <summary>Creates the exception of an HTTP status that is not a success.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="statusCode">The HTTP status.</param>
    /// <param name="retryAfter">How long the node asks to wait; null if it does not say.</param>
    /// <param name="body">The beginning of the body, which is classified and not shown.</param>
    public JsonRpcTransportException(
        string message, HttpStatusCode statusCode, TimeSpan? retryAfter, string body = "")
        : base(message)
    {
        StatusCode = statusCode;
        RetryAfter = retryAfter;
        Classification = RpcErrorClassifier.Classify(null, body, null, (int)statusCode);
    }

    /// <summary>The HTTP status; null if there was no complete answer.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>How long the node asks to wait; null if it does not say, never negative.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <inheritdoc/>
    public override RpcErrorClass Classification { get; }

    /// <summary>True without a status, and where the body does not say otherwise for 408, 429 and 5xx.</summary>
    public override bool IsTransient => Classification.IsTransient;
}
