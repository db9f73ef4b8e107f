using ChainTips.Chain;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Policies;
using ChainTips.Posts;
using ChainTips.Receipts;
using ChainTips.Relaying;

namespace ChainTips;

/// <summary>One database transaction over all the books: what is written through it is written together or not at all.</summary>
/// <remarks>It is disposed in any case; without <see cref="CommitAsync"/> nothing of it remains.</remarks>
public interface IGatewayTransaction : IAsyncDisposable
{
    /// <summary>Platforms and keys.</summary>
    IPlatformBook Platforms { get; }

    /// <summary>Answers kept for repeated requests.</summary>
    IIdempotencyBook Idempotency { get; }

    /// <summary>How far each chain was applied.</summary>
    IChainBook Chains { get; }

    /// <summary>Which tokens are credited, and how far each was read.</summary>
    IPairBook Pairs { get; }

    /// <summary>Which gateway follows each chain.</summary>
    IChainLeases Leases { get; }

    /// <summary>Creators and posts.</summary>
    IPostBook Posts { get; }

    /// <summary>Payment requests.</summary>
    IPaymentRequestBook PaymentRequests { get; }

    /// <summary>What payment references name.</summary>
    IReferenceBook References { get; }

    /// <summary>Decisions about transfers that matched nothing.</summary>
    IDecisionBook Decisions { get; }

    /// <summary>What was paid so far, as the policy asks for it.</summary>
    IPolicyBook Policies { get; }

    /// <summary>Tips that were credited to nobody.</summary>
    IInbox Inbox { get; }

    /// <summary>The journal, to write.</summary>
    IJournal Journal { get; }

    /// <summary>The books, to read.</summary>
    ILedgerBook Ledger { get; }

    /// <summary>The books as an audit reads them.</summary>
    IAuditBook Audit { get; }

    /// <summary>Receipts.</summary>
    IReceiptBook Receipts { get; }

    /// <summary>Authorizations that the gateway brings to the chain, and what its key signed for that.</summary>
    IRelayBook Relays { get; }

    /// <summary>What waits, for meters.</summary>
    IBacklogBook Backlog { get; }

    /// <summary>Makes everything that was written through this transaction durable.</summary>
    Task CommitAsync(CancellationToken cancellationToken);
}
