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

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>A database whose process dies at its n-th commit.</summary>
/// <param name="inner">The real database.</param>
/// <param name="crashAt">At which commit, counted from 1.</param>
/// <param name="isDone">Whether the commit reached the disk before the process died.</param>
internal sealed class CrashingDatabase(IGatewayDatabase inner, int crashAt, bool isDone) : IGatewayDatabase
{
    private int _commits;

    public IdSource Ids => inner.Ids;

    public async Task<IGatewayTransaction> BeginAsync(CancellationToken cancellationToken) =>
        new Transaction(this, await inner.BeginAsync(cancellationToken));

    public Task<IGatewayTransaction> BeginReadAsync(CancellationToken cancellationToken) => inner.BeginReadAsync(cancellationToken);

    public void Dispose() => inner.Dispose();

    private async Task CommitAsync(IGatewayTransaction transaction, CancellationToken cancellationToken)
    {
        _commits++;
        if (_commits != crashAt || isDone)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        if (_commits == crashAt)
        {
            throw new CrashException();
        }
    }

    private sealed class Transaction(CrashingDatabase database, IGatewayTransaction inner) : IGatewayTransaction
    {
        public IPlatformBook Platforms => inner.Platforms;

        public IIdempotencyBook Idempotency => inner.Idempotency;

        public IChainBook Chains => inner.Chains;

        public IPairBook Pairs => inner.Pairs;

        public IChainLeases Leases => inner.Leases;

        public IPostBook Posts => inner.Posts;

        public IPaymentRequestBook PaymentRequests => inner.PaymentRequests;

        public IReferenceBook References => inner.References;

        public IPolicyBook Policies => inner.Policies;

        public IDecisionBook Decisions => inner.Decisions;

        public IInbox Inbox => inner.Inbox;

        public IJournal Journal => inner.Journal;

        public ILedgerBook Ledger => inner.Ledger;

        public IAuditBook Audit => inner.Audit;

        public IReceiptBook Receipts => inner.Receipts;

        public IRelayBook Relays => inner.Relays;

        public IBacklogBook Backlog => inner.Backlog;

        public Task CommitAsync(CancellationToken cancellationToken) => database.CommitAsync(inner, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
