using System.Data.Common;
using ChainTips.Chain;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Policies;
using ChainTips.Posts;
using ChainTips.Receipts;
using ChainTips.Relaying;

namespace ChainTips.Storage.Sql;

/// <summary>All the books over one transaction.</summary>
internal sealed class SqlGatewayTransaction : IGatewayTransaction
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private Action? _release;

    public SqlGatewayTransaction(DbConnection connection, DbTransaction transaction, SqlDialect dialect, Action release)
    {
        _connection = connection;
        _transaction = transaction;
        _release = release;
        SqlSession session = new(connection, transaction, dialect);
        Session = session;
        SqlPaymentReader payments = new(session);
        SqlTokens tokens = new(session);
        Platforms = new SqlPlatformBook(session);
        Idempotency = new SqlIdempotencyBook(session);
        Chains = new SqlChainBook(session);
        Pairs = new SqlPairBook(session);
        Leases = new SqlChainLeases(session);
        Posts = new SqlPostBook(session);
        PaymentRequests = new SqlPaymentRequestBook(session, tokens);
        SqlReferenceBook references = new(session);
        References = references;
        Decisions = new SqlDecisionBook(session, references);
        Policies = new SqlPolicyBook(session);
        Inbox = new SqlInbox(session);
        Journal = new SqlJournal(session, tokens, payments, new SqlPaidBlocks(session), new SqlSettlements(session));
        Ledger = new SqlLedgerBook(session, payments);
        Audit = new SqlAuditBook(session, payments);
        Receipts = new SqlReceiptBook(session);
        Relays = new SqlRelayBook(session);
        Backlog = new SqlBacklogBook(session);
    }

    /// <summary>For what is done to whole tables.</summary>
    public SqlSession Session { get; }

    public IPlatformBook Platforms { get; }

    public IIdempotencyBook Idempotency { get; }

    public IChainBook Chains { get; }

    public IPairBook Pairs { get; }

    public IChainLeases Leases { get; }

    public IPostBook Posts { get; }

    public IPaymentRequestBook PaymentRequests { get; }

    public IReferenceBook References { get; }

    public IDecisionBook Decisions { get; }

    public IPolicyBook Policies { get; }

    public IInbox Inbox { get; }

    public IJournal Journal { get; }

    public ILedgerBook Ledger { get; }

    public IAuditBook Audit { get; }

    public IReceiptBook Receipts { get; }

    public IRelayBook Relays { get; }

    public IBacklogBook Backlog { get; }

    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await using DbConnection connection = _connection;
            await _transaction.DisposeAsync();
        }
        finally
        {
            Interlocked.Exchange(ref _release, null)?.Invoke();
        }
    }
}
