namespace ChainTips.Server.Http;

/// <summary>A request that cannot be served: answered as problem details (RFC 9457) with a code that never changes.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">The stable code, <c>snake_case</c>.</param>
/// <param name="detail">What is wrong with which value, and what to do.</param>
internal sealed class ApiProblem(int status, string code, string detail) : Exception(detail)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The stable code.</summary>
    public string Code { get; } = code;

    /// <summary>The call by which the caller gets all the same what was refused; null when there is none.</summary>
    public Api.WalletCall? Call { get; init; }

    /// <summary>A value in the request is wrong.</summary>
    public static ApiProblem Invalid(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);

    /// <summary>What the request names does not exist for its caller.</summary>
    public static ApiProblem NotFound(string code, string detail) => new(StatusCodes.Status404NotFound, code, detail);
}
