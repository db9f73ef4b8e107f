using System.Globalization;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The answer has more bytes than we read; nothing of it was used.</summary>
public sealed class ResponseTooLargeException : EthereumRpcException
{
    /// <summary>Creates the exception from the method and the limit in bytes.</summary>
    public ResponseTooLargeException(string method, int limitBytes)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"The answer to {method} has more than {limitBytes} bytes; ask for a smaller range or raise the limit."))
    {
        Method = method;
        LimitBytes = limitBytes;
    }

    /// <summary>The JSON-RPC method that was called.</summary>
    public string Method { get; }

    /// <summary>The limit in bytes.</summary>
    public int LimitBytes { get; }

    /// <summary>Always false: the same question has the same answer.</summary>
    public override bool IsTransient => false;

    /// <summary>A smaller range has a smaller answer.</summary>
    public override RpcErrorClass Classification => new(RpcErrorKind.ResponseTooLarge);
}
