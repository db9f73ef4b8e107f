namespace ChainTips.Platforms;

/// <summary>The answer that was given to a request with an idempotency key, to be given again.</summary>
/// <param name="RequestHash">SHA-256 of method, path and body: the same key for another request is an error.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, byte for byte.</param>
public sealed record IdempotentAnswer(ReadOnlyMemory<byte> RequestHash, int Status, string Body);
