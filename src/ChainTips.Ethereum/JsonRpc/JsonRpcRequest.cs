using System.Text.Json.Nodes;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>One call of a batch.</summary>
/// <param name="Method">The JSON-RPC method.</param>
/// <param name="Parameters">The parameters by position.</param>
public sealed record JsonRpcRequest(string Method, JsonArray Parameters);
