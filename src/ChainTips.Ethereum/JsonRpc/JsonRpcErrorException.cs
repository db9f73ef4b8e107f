using System.Globalization;
using System.Net;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The node answered with a JSON-RPC error object.</summary>
public sealed class JsonRpcErrorException : EthereumRpcException
{
    /// <summary>Creates the exception from the method and the members of the error object.</summary>
    public JsonRpcErrorException(
        string method, int code, string nodeMessage, string? errorJson, HttpStatusCode? statusCode = null)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"The node answered {method} with error {code}: {Excerpt.Quote(nodeMessage)}; see EIP-1474 for the code."))
    {
        Method = method;
        Code = code;
        NodeMessage = nodeMessage;
        ErrorJson = errorJson;
        StatusCode = statusCode;
        Classification = RpcErrorClassifier.Classify(code, nodeMessage, errorJson, (int?)statusCode);
    }

    /// <summary>The JSON-RPC method that was called.</summary>
    public string Method { get; }

    /// <summary>The code of the error object.</summary>
    public int Code { get; }

    /// <summary>The whole message of the error object, written by the node and not to be trusted as text.</summary>
    public string NodeMessage { get; }

    /// <summary>The <c>data</c> member of the error object as JSON text; null if it has none.</summary>
    public string? ErrorJson { get; }

    /// <summary>The HTTP status, if it was not a success; null otherwise.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>How long the node asks to wait; null if it does not say, never negative.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc/>
    public override RpcErrorClass Classification { get; }

    /// <summary>True for rate limits, unknown blocks and failures that may pass.</summary>
    public override bool IsTransient => Classification.IsTransient;
}
