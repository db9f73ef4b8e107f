using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Relaying;

namespace ChainTips;

/// <summary>Brings the relays of one chain to it, a step at a time: what became of what was sent, then what must be sent again, then what is new.</summary>
/// <remarks>
/// Only the gateway that follows the chain does it: each write demands its lease, by the fence, in the same database transaction. What
/// is signed is kept before a node is given it, so that a process that dies at any point leaves nothing behind that another cannot
/// go on with. Between steps it remembers only how patient to be.
/// </remarks>
public sealed class Relayer
{
    private readonly RelayDesk _desk;
    private readonly RelayReconciler _reconciler;
    private readonly RelayBroadcaster _broadcaster;
    private readonly RelayDispatcher _dispatcher;

    /// <summary>Relays on one chain.</summary>
    public Relayer(RelayDesk desk)
    {
        _desk = desk;
        ForeignPayments foreign = new(desk);
        _reconciler = new RelayReconciler(desk, foreign);
        _broadcaster = new RelayBroadcaster(desk);
        _dispatcher = new RelayDispatcher(desk, foreign, _broadcaster);
    }

    /// <summary>The address of the operator's key.</summary>
    public Address Address => _desk.Payer;

    /// <summary>Does what there is to do now.</summary>
    /// <param name="lease">The right to follow the chain.</param>
    /// <param name="cancellationToken">Ends the step; what was kept stays.</param>
    /// <exception cref="EthereumRpcException">The node did not answer as it should; the next step goes on.</exception>
    /// <exception cref="LeaseLostException">Another gateway follows the chain now; nothing was written.</exception>
    public async Task<RelayReport> StepAsync(ChainLease lease, CancellationToken cancellationToken)
    {
        RelayMoment moment = await LookAsync(lease, cancellationToken);
        List<string> faults = [];
        IReadOnlyList<RelayTransaction> open = await _reconciler.ReconcileAsync(moment, cancellationToken);
        open = await _broadcaster.RepairAsync(moment, open, faults, cancellationToken);
        UInt256 coin = await _desk.Sender.ReadCoinAsync(_desk.Payer, cancellationToken);
        int sent = await _dispatcher.DispatchAsync(moment, open, coin, faults, cancellationToken);
        return new RelayReport(coin, open.Count + sent, sent, moment.Unanswered, faults);
    }

    private async Task<RelayMoment> LookAsync(ChainLease lease, CancellationToken cancellationToken)
    {
        ChainHeads heads = await _desk.Source.ReadHeadsAsync(cancellationToken);
        ulong nonce = await _desk.Sender.ReadNonceAsync(_desk.Payer, null, cancellationToken);
        FeeHistory market = await _desk.Sender.ReadFeesAsync(cancellationToken);
        return new RelayMoment(
            lease, heads.Head, _desk.Chain.Profile.Finality.FindFinal(heads), nonce, market, _desk.Clock.GetUtcNow());
    }
}
