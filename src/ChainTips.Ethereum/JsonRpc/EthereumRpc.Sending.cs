using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>What is asked of a node to send a transaction that was signed here.</summary>
/// <remarks>The bytes of a signed transaction may be sent any number of times: a chain takes a nonce of a sender once.</remarks>
public sealed partial class EthereumRpc
{
    private const int FeeHistoryBlocks = 5;

    /// <summary>How many transactions of an account are in blocks up to a block: the nonce of its next one there.</summary>
    /// <param name="account">The account.</param>
    /// <param name="at">The block; null for the newest. What the node's pool holds is never counted: it may never be mined.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public Task<ulong> GetTransactionCountAsync(Address account, BlockNumber? at, CancellationToken cancellationToken) =>
        AskAsync("eth_getTransactionCount", [account.ToString(), TagOf(at)], result => result.ToUInt64(), cancellationToken);

    /// <summary>The native coin of an account at the newest block, in wei.</summary>
    public Task<UInt256> GetBalanceAsync(Address account, CancellationToken cancellationToken) =>
        AskAsync("eth_getBalance", [account.ToString(), NameOf(BlockTag.Latest)], result => result.ToUInt256(), cancellationToken);

    /// <summary>Gives the bytes of a signed transaction to the node.</summary>
    /// <returns>The hash that the node computed.</returns>
    /// <exception cref="JsonRpcErrorException">It refused; <see cref="SendFaults.Classify"/> says what that means.</exception>
    /// <exception cref="EthereumRpcException">Nothing is known: it may have the transaction all the same.</exception>
    public Task<Hash32> SendRawTransactionAsync(ReadOnlyMemory<byte> raw, CancellationToken cancellationToken) =>
        AskAsync("eth_sendRawTransaction", [Hex.Format(raw.Span)], result => result.ToHash32(), cancellationToken);

    /// <summary>The gas that a call needs on top of the newest block.</summary>
    /// <param name="from">Who would send it.</param>
    /// <param name="to">The contract.</param>
    /// <param name="data">Selector and arguments.</param>
    /// <param name="gas">What it may use at most; a call that needs more fails.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="JsonRpcErrorException">The call fails.</exception>
    public Task<ulong> EstimateGasAsync(
        Address from, Address to, ReadOnlyMemory<byte> data, ulong gas, CancellationToken cancellationToken)
    {
        JsonObject call = new()
        {
            ["from"] = from.ToString(),
            ["to"] = to.ToString(),
            ["data"] = Hex.Format(data.Span),
            ["gas"] = Quantity(gas),
        };
        return AskAsync("eth_estimateGas", [call], result => result.ToUInt64(), cancellationToken);
    }

    /// <summary>What the last blocks cost, and the base fee of the next one (EIP-1559).</summary>
    public Task<FeeHistory> GetFeeHistoryAsync(CancellationToken cancellationToken) => AskAsync(
        "eth_feeHistory",
        [Quantity(FeeHistoryBlocks), NameOf(BlockTag.Latest), new JsonArray(50)],
        result =>
        {
            WireValue fees = result.Field("baseFeePerGas");
            UInt256[] baseFees = fees.ToArray((fee, _) => fee.ToUInt256());
            UInt256[][] rewards = result.OptionalField("reward") is { IsNull: false } told
                ? told.ToArray((block, _) => block.ToArray((reward, _) => reward.ToUInt256()))
                : [];
            return baseFees.Length > 0
                ? new FeeHistory(baseFees[^1], [.. rewards.SelectMany(block => block)])
                : throw fees.Malformed("is empty");
        },
        cancellationToken);

    private static string TagOf(BlockNumber? at) => at is BlockNumber number ? Quantity(number.Value) : NameOf(BlockTag.Latest);
}
