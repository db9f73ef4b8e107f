namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// The node answered something that is not what the JSON-RPC and execution API specifications require.
/// </summary>
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

    /// <summary>
    /// The faulty field of the answer, such as <c>logs.topics</c>; null if the answer as a whole is faulty.
    /// </summary>
    public string? Field { get; }

    /// <summary>
    /// True if the answer as a whole is faulty or to another question, as gateways and cut connections make it; false
    /// for a field, because a node that writes it wrong does so again.
    /// </summary>
    public override bool IsTransient => IsOtherQuestion || Field is null;

    /// <summary>Whether the answer is sound but of another block, transaction or filter than was asked.</summary>
    public bool IsOtherQuestion { get; private init; }

    /// <summary>The answer as a whole is faulty; the sentence part says how, such as "is not JSON".</summary>
    public static MalformedResponseException OfAnswer(string method, string fault, Exception? innerException = null) =>
        new(method, null, $"The answer to {method} {fault}; look at what the node or gateway sent.", innerException);

    /// <summary>One field is faulty; the sentence part says how, such as "is missing".</summary>
    public static MalformedResponseException OfField(string method, string field, string fault) =>
        new(method, field, $"In the answer to {method} the field '{field}' {fault}; look at the node's version.", null);

    /// <summary>The answer is to another question; the sentence part says how, such as "is of another block".</summary>
    public static MalformedResponseException OfOtherQuestion(string method, string field, string fault) =>
        new(method, field, $"In the answer to {method} the field '{field}' {fault}; look at the node's cache.", null)
        {
            IsOtherQuestion = true,
        };
}
