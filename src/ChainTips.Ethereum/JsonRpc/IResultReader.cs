using System.Text.Json;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Takes the tokens of a result one after the other.</summary>
internal interface IResultReader
{
    /// <summary>Takes one token; true if the result ends with it.</summary>
    bool Take(ref Utf8JsonReader reader);

    /// <summary>The exception of a result that is the JSON null.</summary>
    EthereumRpcException NullResult();
}
