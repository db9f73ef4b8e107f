using System.Globalization;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The node answered with a JSON-RPC error object.</summary>
public sealed class JsonRpcErrorException : EthereumRpcException
{
    private const int ResourceNotFound = -32001;
    private const int ResourceUnavailable = -32002;
    private const int LimitExceeded = -32005;
    private const int InternalError = -32603;
    private const int TooManyRequests = 429;

    /// <summary>Creates the exception from the method and the members of the error object.</summary>
    public JsonRpcErrorException(string method, int code, string nodeMessage, string? errorJson)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"The node answered {method} with error {code}: {Excerpt.Quote(nodeMessage)}; see EIP-1474 for the code."))
    {
        Method = method;
        Code = code;
        NodeMessage = nodeMessage;
        ErrorJson = errorJson;
    }

    /// <summary>The JSON-RPC method that was called.</summary>
    public string Method { get; }

    /// <summary>The code of the error object.</summary>
    public int Code { get; }

    /// <summary>The whole message of the error object, written by the node and not to be trusted as text.</summary>
    public string NodeMessage { get; }

    /// <summary>The <c>data</c> member of the error object as JSON text; null if it has none.</summary>
    public string? ErrorJson { get; }

    /// <summary>True for the codes of limits, missing resources and internal errors (EIP-1474), and for 429.</summary>
    public override bool IsTransient =>
        Code is ResourceNotFound or ResourceUnavailable or LimitExceeded or InternalError or TooManyRequests;
}
