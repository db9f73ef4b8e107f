using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The questions about the state that one block left behind.</summary>
/// <remarks>
/// The block is named by its hash (EIP-1898), since its number may name another one a moment later. A block that has
/// left the chain is refused, rather than answered from.
/// </remarks>
public sealed partial class EthereumRpc
{
    private const string Code = "eth_getCode";
    private const string Call = "eth_call";

    /// <summary>The code of a contract after a block; empty if there is none.</summary>
    public Task<byte[]> GetCodeAsync(Address address, Hash32 blockHash, CancellationToken cancellationToken) =>
        AskAsync(Code, [address.ToString(), After(blockHash)], result => result.ToBytes(), cancellationToken);

    /// <summary>
    /// What init code would return after a block, if somebody were to create a contract with it; nothing is created.
    /// </summary>
    /// <param name="initCode">The program; at most 49,152 bytes (EIP-3860).</param>
    /// <param name="gas">What it may use; a node may allow less, never more.</param>
    /// <param name="blockHash">The block.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<byte[]> SimulateCreationAsync(
        ReadOnlyMemory<byte> initCode, ulong gas, Hash32 blockHash, CancellationToken cancellationToken)
    {
        JsonObject creation = new() { ["gas"] = Quantity(gas), ["data"] = Hex.Format(initCode.Span) };
        return AskAsync(Call, [creation, After(blockHash)], result => result.ToBytes(), cancellationToken);
    }

    private static JsonObject After(Hash32 blockHash) =>
        new() { ["blockHash"] = blockHash.ToString(), ["requireCanonical"] = true };
}
