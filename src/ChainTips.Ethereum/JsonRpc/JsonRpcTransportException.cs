using System.Net;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// The node could not be reached, did not answer in time, or answered with an HTTP status that is not a success.
/// </summary>
public sealed class JsonRpcTransportException : EthereumRpcException
{
    /// <summary>Creates the exception of a connection that failed.</summary>
    public JsonRpcTransportException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception of an HTTP status that is not a success.</summary>
    public JsonRpcTransportException(string message, HttpStatusCode statusCode, TimeSpan? retryAfter)
        : base(message)
    {
        StatusCode = statusCode;
        RetryAfter = retryAfter;
    }

    /// <summary>The HTTP status; null if there was no complete answer.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>How long the node asks to wait; null if it does not say, never negative.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>True without a status and for 408, 429 and 5xx.</summary>
    public override bool IsTransient =>
        StatusCode is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        || (int)StatusCode.Value >= 500;
}
