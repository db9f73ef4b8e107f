using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Relaying;

/// <summary>Several nodes of one chain as one: the first is asked, and the next when it fails.</summary>
/// <remarks>
/// The bytes of a transaction may be given to any number of them. A sequencer that says "too many" means the sender, so another node
/// would help nobody, and is not asked (F42).
/// </remarks>
/// <param name="senders">The nodes, in the order of preference; at least one.</param>
public sealed class SeveralSenders(IReadOnlyList<ITransactionSender> senders) : ITransactionSender
{
    /// <inheritdoc/>
    public Task<ulong> ReadNonceAsync(Address sender, BlockNumber? at, CancellationToken cancellationToken) =>
        AskAsync(node => node.ReadNonceAsync(sender, at, cancellationToken));

    /// <inheritdoc/>
    public Task<UInt256> ReadCoinAsync(Address holder, CancellationToken cancellationToken) =>
        AskAsync(node => node.ReadCoinAsync(holder, cancellationToken));

    /// <inheritdoc/>
    public Task<FeeHistory> ReadFeesAsync(CancellationToken cancellationToken) => AskAsync(node => node.ReadFeesAsync(cancellationToken));

    /// <inheritdoc/>
    public Task<UInt256> ReadDataFeeAsync(int length, CancellationToken cancellationToken) =>
        AskAsync(node => node.ReadDataFeeAsync(length, cancellationToken));

    /// <inheritdoc/>
    public Task<CallOutcome> SimulateAsync(Address from, RelayCall relayCall, ulong mostGas, CancellationToken cancellationToken) =>
        AskAsync(node => node.SimulateAsync(from, relayCall, mostGas, cancellationToken));

    /// <inheritdoc/>
    public Task<PayerStanding> ReadStandingAsync(Address token, Address payer, Hash32 nonce, CancellationToken cancellationToken) =>
        AskAsync(node => node.ReadStandingAsync(token, payer, nonce, cancellationToken));

    /// <inheritdoc/>
    public Task<TransactionReceipt?> FindReceiptAsync(Hash32 hash, CancellationToken cancellationToken) =>
        AskAsync(node => node.FindReceiptAsync(hash, cancellationToken));

    /// <inheritdoc/>
    public async Task<BroadcastResult> SendAsync(ReadOnlyMemory<byte> raw, CancellationToken cancellationToken)
    {
        BroadcastResult result = new BroadcastResult.Unknown("No node is configured.");
        foreach (ITransactionSender node in senders)
        {
            result = await node.SendAsync(raw, cancellationToken);
            if (result is not BroadcastResult.Unknown)
            {
                return result;
            }
        }

        return result;
    }

    private async Task<T> AskAsync<T>(Func<ITransactionSender, Task<T>> ask)
    {
        for (int i = 0; i < senders.Count - 1; i++)
        {
            try
            {
                return await ask(senders[i]);
            }
            catch (EthereumRpcException)
            {
                // The next node is asked; what the last one says counts.
                continue;
            }
        }

        return await ask(senders[^1]);
    }
}
