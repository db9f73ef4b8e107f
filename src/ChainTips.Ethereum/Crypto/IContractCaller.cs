using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Crypto;

/// <summary>What the verification of a contract's signature asks of a chain, all at the same block.</summary>
public interface IContractCaller
{
    /// <summary>The code at an address, empty if there is none (<c>eth_getCode</c>).</summary>
    Task<ReadOnlyMemory<byte>> GetCodeAsync(Address address, CancellationToken cancellationToken);

    /// <summary>Simulates a call without sending it (<c>eth_call</c>).</summary>
    /// <param name="contractCall">The call whose outcome counts; it fails if it would change the state.</param>
    /// <param name="before">
    /// A call to make first, whose effects the other one sees and whose own outcome does not matter; null for none.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>
    /// The first 32 bytes that the call returned, or all if they are fewer; null if it failed, for want of gas too. A
    /// fault of the node or the connection is an exception.
    /// </returns>
    Task<ReadOnlyMemory<byte>?> CallAsync(
        ContractCall contractCall, ContractCall? before, CancellationToken cancellationToken);
}

/// <summary>A call without value.</summary>
/// <param name="To">The contract.</param>
/// <param name="Data">Selector and arguments.</param>
public sealed record ContractCall(Address To, ReadOnlyMemory<byte> Data);
