using ChainTips.Chain;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Receipts;
using Microsoft.Data.Sqlite;

namespace ChainTips.Storage.Sqlite;

/// <summary>All the books over one SQLite transaction.</summary>
internal sealed class SqliteGatewayTransaction : IGatewayTransaction
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly Action _release;

    public SqliteGatewayTransaction(SqliteConnection connection, SqliteTransaction transaction, Action release)
    {
        _connection = connection;
        _transaction = transaction;
        _release = release;
        SqliteSession session = new(connection, transaction);
        SqlitePaymentReader payments = new(session);
        SqliteTokens tokens = new(session);
        Platforms = new SqlitePlatformBook(session);
        Idempotency = new SqliteIdempotencyBook(session);
        Chains = new SqliteChainBook(session);
        Posts = new SqlitePostBook(session);
        PaymentRequests = new SqlitePaymentRequestBook(session, tokens);
        References = new SqliteReferenceBook(session);
        Inbox = new SqliteInbox(session);
        Journal = new SqliteJournal(session, tokens, payments);
        Ledger = new SqliteLedgerBook(session, payments);
        Receipts = new SqliteReceiptBook(session);
    }

    public IPlatformBook Platforms { get; }

    public IIdempotencyBook Idempotency { get; }

    public IChainBook Chains { get; }

    public IPostBook Posts { get; }

    public IPaymentRequestBook PaymentRequests { get; }

    public IReferenceBook References { get; }

    public IInbox Inbox { get; }

    public IJournal Journal { get; }

    public ILedgerBook Ledger { get; }

    public IReceiptBook Receipts { get; }

    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
        _release();
    }
}
