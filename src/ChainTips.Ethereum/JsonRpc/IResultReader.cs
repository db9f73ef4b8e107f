using System.Text.Json;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Takes the tokens of a result one after the other; of several, when it reads the answers to a batch.</summary>
internal interface IResultReader
{
    /// <summary>Takes one token; true if the result ends with it.</summary>
    bool Take(ref Utf8JsonReader reader);

    /// <summary>The result that was read last is known to be that of a call now.</summary>
    /// <param name="index">The place of the call in the batch; 0 where there is one call only.</param>
    /// <param name="isNull">Whether the result was the JSON null, of which no token was handed over.</param>
    /// <exception cref="EthereumRpcException">The result is not one of that call.</exception>
    void Complete(int index, bool isNull);
}
