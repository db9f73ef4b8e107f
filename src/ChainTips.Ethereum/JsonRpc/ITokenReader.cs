using System.Text.Json;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Takes the tokens of a whole answer one after the other.</summary>
internal interface ITokenReader
{
    /// <summary>Takes one token.</summary>
    void Take(ref Utf8JsonReader reader);
}
