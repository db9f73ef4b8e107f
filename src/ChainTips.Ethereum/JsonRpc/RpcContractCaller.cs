using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Asks a node what a contract would answer after one block; it sends nothing and deploys nothing.</summary>
/// <remarks>
/// A call is simulated by <see cref="CallProgram"/>, a creation that never happens: with a call before it (ERC-6492)
/// there is no other way that every node has, and without one it still says of any contract in the same way that it
/// failed. The contract sees as its caller an address that holds nothing.
/// </remarks>
/// <param name="rpc">The node.</param>
/// <param name="blockHash">The block; the node refuses it once it has left the chain.</param>
public sealed class RpcContractCaller(EthereumRpc rpc, Hash32 blockHash) : IContractCaller
{
    /// <summary>Most gas that a simulation uses: what any transaction may (EIP-7825).</summary>
    public const ulong MaxGas = 1UL << 24;

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>> GetCodeAsync(Address address, CancellationToken cancellationToken) =>
        await rpc.GetCodeAsync(address, blockHash, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// The calls have more arguments than fit in init code, over 49,000 bytes.
    /// </exception>
    public async Task<ReadOnlyMemory<byte>?> CallAsync(
        ContractCall contractCall, ContractCall? before, CancellationToken cancellationToken)
    {
        byte[] program = CallProgram.Write(contractCall, before);
        try
        {
            return CallProgram.Read(await rpc.SimulateCreationAsync(program, MaxGas, blockHash, cancellationToken));
        }
        catch (JsonRpcErrorException error) when (error.Kind == RpcErrorKind.ExecutionReverted)
        {
            // The program itself ends so only where the calls left no gas for its last few instructions.
            return null;
        }
    }
}
