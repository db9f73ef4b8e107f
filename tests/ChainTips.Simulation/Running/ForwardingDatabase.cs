using ChainTips.Chain;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Policies;
using ChainTips.Posts;
using ChainTips.Receipts;
using ChainTips.Relaying;

namespace ChainTips.Simulation.Running;

/// <summary>A database that hands everything on; whoever stands between overrides what he changes.</summary>
/// <param name="inner">The database.</param>
/// <param name="wrap">Puts something around each transaction that writes.</param>
/// <param name="demand">Is called before each transaction; it throws when there may be none now.</param>
internal sealed class ForwardingDatabase(
    IGatewayDatabase inner, Func<IGatewayTransaction, IGatewayTransaction> wrap, Action<string>? demand = null) : IGatewayDatabase
{
    public IdSource Ids => inner.Ids;

    public async Task<IGatewayTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        demand?.Invoke("a transaction that writes");
        return wrap(await inner.BeginAsync(cancellationToken));
    }

    public Task<IGatewayTransaction> BeginReadAsync(CancellationToken cancellationToken)
    {
        demand?.Invoke("a transaction that reads");
        return inner.BeginReadAsync(cancellationToken);
    }

    public void Dispose() => inner.Dispose();
}

/// <summary>A transaction that hands everything on.</summary>
/// <param name="inner">The transaction.</param>
internal abstract class ForwardingTransaction(IGatewayTransaction inner) : IGatewayTransaction
{
    public virtual IPlatformBook Platforms => inner.Platforms;

    public virtual IIdempotencyBook Idempotency => inner.Idempotency;

    public virtual IChainBook Chains => inner.Chains;

    public virtual IPairBook Pairs => inner.Pairs;

    public virtual IChainLeases Leases => inner.Leases;

    public virtual IPostBook Posts => inner.Posts;

    public virtual IPaymentRequestBook PaymentRequests => inner.PaymentRequests;

    public virtual IReferenceBook References => inner.References;

    public virtual IDecisionBook Decisions => inner.Decisions;

    public virtual IPolicyBook Policies => inner.Policies;

    public virtual IInbox Inbox => inner.Inbox;

    public virtual IJournal Journal => inner.Journal;

    public virtual ILedgerBook Ledger => inner.Ledger;

    public virtual IAuditBook Audit => inner.Audit;

    public virtual IReceiptBook Receipts => inner.Receipts;

    public virtual IRelayBook Relays => inner.Relays;

    public virtual IBacklogBook Backlog => inner.Backlog;

    public virtual Task CommitAsync(CancellationToken cancellationToken) => inner.CommitAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
