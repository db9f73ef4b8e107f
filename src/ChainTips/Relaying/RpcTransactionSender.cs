using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Relaying;

/// <summary>Sends to one node over JSON-RPC.</summary>
/// <param name="rpc">The node.</param>
/// <param name="hasDataFee">Whether the chain is of the OP Stack, where the layer below asks for its own fee.</param>
public sealed class RpcTransactionSender(EthereumRpc rpc, bool hasDataFee) : ITransactionSender
{
    /// <summary>Predeployed on every chain of the OP Stack (specs.optimism.io, "Predeploys").</summary>
    private static readonly Address GasPriceOracle = Address.Parse("0x420000000000000000000000000000000000000F");

    /// <inheritdoc/>
    public Task<ulong> ReadNonceAsync(Address sender, BlockNumber? at, CancellationToken cancellationToken) =>
        rpc.GetTransactionCountAsync(sender, at, cancellationToken);

    /// <inheritdoc/>
    public Task<UInt256> ReadCoinAsync(Address holder, CancellationToken cancellationToken) => rpc.GetBalanceAsync(holder, cancellationToken);

    /// <inheritdoc/>
    public Task<FeeHistory> ReadFeesAsync(CancellationToken cancellationToken) => rpc.GetFeeHistoryAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<UInt256> ReadDataFeeAsync(int length, CancellationToken cancellationToken)
    {
        if (!hasDataFee)
        {
            return UInt256.Zero;
        }

        // getL1FeeUpperBound takes the length without signature; with it the bound is only wider.
        byte[] question = new AbiWriter().Write((UInt256)(ulong)length).ToCall("getL1FeeUpperBound(uint256)");
        return await AskNumberAsync(GasPriceOracle, question, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CallOutcome> SimulateAsync(Address from, RelayCall relayCall, ulong mostGas, CancellationToken cancellationToken)
    {
        try
        {
            return new CallOutcome.Succeeds(await rpc.EstimateGasAsync(from, relayCall.To, relayCall.Data, mostGas, cancellationToken));
        }
        catch (JsonRpcErrorException error) when (error.Kind is RpcErrorKind.ExecutionReverted || !error.IsTransient)
        {
            // What a contract or a node says is foreign text: the exception quotes it.
            return new CallOutcome.Fails(error.Message);
        }
    }

    /// <inheritdoc/>
    public async Task<PayerStanding> ReadStandingAsync(Address token, Address payer, Hash32 nonce, CancellationToken cancellationToken)
    {
        UInt256 balance = await AskNumberAsync(token, new AbiWriter().Write(payer).ToCall("balanceOf(address)"), cancellationToken);
        byte[] question = new AbiWriter().Write(payer).Write(nonce).ToCall("authorizationState(address,bytes32)");
        return new PayerStanding(balance, await AskNumberAsync(token, question, cancellationToken) != UInt256.Zero);
    }

    /// <inheritdoc/>
    public async Task<BroadcastResult> SendAsync(ReadOnlyMemory<byte> raw, CancellationToken cancellationToken)
    {
        try
        {
            await rpc.SendRawTransactionAsync(raw, cancellationToken);
            return new BroadcastResult.Taken();
        }
        catch (JsonRpcErrorException refusal)
        {
            SendFault fault = SendFaults.Classify(refusal);
            return fault == SendFault.AlreadyKnown ? new BroadcastResult.Taken() : new BroadcastResult.Refused(fault, refusal.Message);
        }
        catch (EthereumRpcException error)
        {
            return new BroadcastResult.Unknown(error.Message);
        }
    }

    /// <inheritdoc/>
    public Task<TransactionReceipt?> FindReceiptAsync(Hash32 hash, CancellationToken cancellationToken) =>
        rpc.GetTransactionReceiptAsync(hash, cancellationToken);

    private async Task<UInt256> AskNumberAsync(Address contract, byte[] question, CancellationToken cancellationToken)
    {
        byte[] answer = await rpc.CallAsync(contract, question, cancellationToken);
        return new AbiReader(answer).TryReadUInt256(out UInt256 number)
            ? number
            : throw MalformedResponseException.OfAnswer("eth_call", $"is no number, as {contract} should answer one");
    }
}
