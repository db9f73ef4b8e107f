namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The node answered something that is not what the JSON-RPC and execution API specifications require.</summary>
public sealed class MalformedResponseException : EthereumRpcException
{
    private MalformedResponseException(string method, string? field, string message, Exception? innerException)
        : base(message, innerException)
    {
        Method = method;
        Field = field;
    }

    /// <summary>The JSON-RPC method that was called.</summary>
    public string Method { get; }

    /// <summary>The faulty field of the answer, such as <c>logs.topics</c>; null if the answer as a whole is faulty.</summary>
    public string? Field { get; }

    /// <summary>True if the answer as a whole is faulty, as gateways and cut connections make it; false for a field.</summary>
    public override bool IsTransient => Field is null;

    /// <summary>The answer as a whole is faulty; the sentence part says how, such as "is not JSON".</summary>
    public static MalformedResponseException OfAnswer(string method, string fault, Exception? innerException = null) =>
        new(method, null, $"The answer to {method} {fault}; look at what the node or its gateway returned.", innerException);

    /// <summary>One field is faulty; the sentence part says how, such as "is missing".</summary>
    public static MalformedResponseException OfField(string method, string field, string fault) =>
        new(method, field, $"In the answer to {method} the field '{field}' {fault}; use a node that follows the execution API.", null);
}
