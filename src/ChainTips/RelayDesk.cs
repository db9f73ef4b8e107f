using ChainTips.Chain;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Transactions;
using ChainTips.Relaying;

namespace ChainTips;

/// <summary>All that relaying on one chain needs.</summary>
/// <param name="Database">Where relays are kept.</param>
/// <param name="Source">The chain, to read.</param>
/// <param name="Sender">The chain, to send to.</param>
/// <param name="Key">The operator's key, which pays the gas.</param>
/// <param name="Chain">The chain as it is configured.</param>
/// <param name="Settings">How relaying is done.</param>
/// <param name="Clock">The gateway's own time.</param>
public sealed record RelayDesk(
    IGatewayDatabase Database,
    IChainSource Source,
    ITransactionSender Sender,
    PrivateKey Key,
    ChainSettings Chain,
    RelaySettings Settings,
    TimeProvider Clock)
{
    /// <summary>The address that pays the gas.</summary>
    public Address Payer { get; } = Key.Address;

    /// <summary>Signs a call for a nonce; the same nonce, call and price give the same bytes.</summary>
    internal RelayAttempt Sign(ulong nonce, RelayCall call, ulong gasLimit, GasPrice price, int number = 1)
    {
        SignedTransaction signed = new FeeMarketTransaction
        {
            ChainId = Chain.ChainId,
            Nonce = nonce,
            To = call.To,
            Data = call.Data,
            GasLimit = gasLimit,
            MaxFeePerGas = price.MaxFee,
            MaxPriorityFeePerGas = price.MaxPriorityFee,
        }.Sign(Key);
        return new RelayAttempt(number, signed.ComputeHash(), signed.Encode(), price, call.To == Payer, Clock.GetUtcNow(), null);
    }

    /// <summary>A call that does nothing but take a nonce.</summary>
    internal RelayCall Filler => new(Payer, ReadOnlyMemory<byte>.Empty);

    /// <summary>Says nothing of the key.</summary>
    public override string ToString() => $"{nameof(RelayDesk)} of chain {Chain.ChainId}";
}
