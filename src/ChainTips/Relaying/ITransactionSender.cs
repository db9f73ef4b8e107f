using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Relaying;

/// <summary>A chain, as far as transactions are sent to it. Faults of the node throw <see cref="EthereumRpcException"/> where not said otherwise.</summary>
public interface ITransactionSender
{
    /// <summary>The nonce of an account's next transaction after a block; null for the newest. What waits in pools does not count.</summary>
    Task<ulong> ReadNonceAsync(Address sender, BlockNumber? at, CancellationToken cancellationToken);

    /// <summary>The native coin of an account, in wei.</summary>
    Task<UInt256> ReadCoinAsync(Address holder, CancellationToken cancellationToken);

    /// <summary>What gas costs.</summary>
    Task<FeeHistory> ReadFeesAsync(CancellationToken cancellationToken);

    /// <summary>What a transaction pays for its place on the layer below, beside its gas, at most; zero on a chain that asks for nothing.</summary>
    /// <param name="length">How many bytes its signed form has.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    Task<UInt256> ReadDataFeeAsync(int length, CancellationToken cancellationToken);

    /// <summary>What a call would do on top of the newest block.</summary>
    Task<CallOutcome> SimulateAsync(Address from, RelayCall relayCall, ulong mostGas, CancellationToken cancellationToken);

    /// <summary>What a token says of a payer and a nonce at the newest block.</summary>
    Task<PayerStanding> ReadStandingAsync(Address token, Address payer, Hash32 nonce, CancellationToken cancellationToken);

    /// <summary>Gives signed bytes to a node. It never throws for what the node does: that nothing is known is an answer too.</summary>
    Task<BroadcastResult> SendAsync(ReadOnlyMemory<byte> raw, CancellationToken cancellationToken);

    /// <summary>The receipt of a transaction; null when the node knows of none, which does not mean that there is none.</summary>
    Task<TransactionReceipt?> FindReceiptAsync(Hash32 hash, CancellationToken cancellationToken);
}
