using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;

namespace ChainTips.Relaying;

/// <summary>The relays and the relayer's transactions, as they are kept.</summary>
public interface IRelayBook
{
    /// <summary>Claims an authorization: it is kept unless one of the same chain, token, payer and nonce is kept already.</summary>
    /// <returns>Whether it was kept now.</returns>
    Task<bool> TryAddAsync(Relay relay, CancellationToken cancellationToken);

    /// <summary>A relay by its id, or null.</summary>
    Task<Relay?> FindAsync(Id<Relay> id, CancellationToken cancellationToken);

    /// <summary>The relay of a payer and a nonce, or null; the nonce is of terms that were issued here, which name chain and token.</summary>
    Task<Relay?> FindAsync(Address payer, Hash32 nonce, CancellationToken cancellationToken);

    /// <summary>What was relayed for a platform since a time; for one payer of it, where one is named.</summary>
    Task<RelayUse> SumAsync(Id<Platform> platformId, Address? payer, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The relays of a chain in a status whose time to be looked at has come, oldest first.</summary>
    Task<IReadOnlyList<Relay>> ListDueAsync(
        ulong chainId, RelayStatus status, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>The relays of a chain that somebody else's transaction paid and whose block is not final yet.</summary>
    Task<IReadOnlyList<Relay>> ListPaidByOthersAsync(ulong chainId, CancellationToken cancellationToken);

    /// <summary>The relays that a transaction carries.</summary>
    Task<IReadOnlyList<Relay>> ListOfAsync(RelayTransaction transaction, CancellationToken cancellationToken);

    /// <summary>How many relays of a chain are in each status that is not an end.</summary>
    Task<IReadOnlyDictionary<RelayStatus, long>> CountWaitingAsync(ulong chainId, CancellationToken cancellationToken);

    /// <summary>Keeps what became of a relay.</summary>
    Task UpdateAsync(Relay relay, CancellationToken cancellationToken);

    /// <summary>The transactions in which payments of a request by a payer are booked now.</summary>
    Task<IReadOnlyList<Hash32>> FindPaymentsAsync(Id<PaymentRequest> requestId, Address payer, CancellationToken cancellationToken);

    /// <summary>The transactions of a key that are not over, in the order of their nonces.</summary>
    Task<IReadOnlyList<RelayTransaction>> ListOpenAsync(ulong chainId, Address sender, CancellationToken cancellationToken);

    /// <summary>The highest nonce that something was ever signed for; null when nothing was.</summary>
    Task<ulong?> FindLastNonceAsync(ulong chainId, Address sender, CancellationToken cancellationToken);

    /// <summary>The highest nonce that is over; null when none is. A node that lags may say that a nonce below it is still free.</summary>
    Task<ulong?> FindLastOverAsync(ulong chainId, Address sender, CancellationToken cancellationToken);

    /// <summary>Keeps a new transaction with its attempts and which relays it carries. A nonce is kept once.</summary>
    Task AddTransactionAsync(RelayTransaction transaction, CancellationToken cancellationToken);

    /// <summary>Keeps a further attempt for a nonce.</summary>
    Task AddAttemptAsync(RelayTransaction transaction, RelayAttempt attempt, CancellationToken cancellationToken);

    /// <summary>Keeps when an attempt was given to a node.</summary>
    Task MarkSentAsync(Hash32 attempt, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Keeps what became of a nonce.</summary>
    Task UpdateAsync(RelayTransaction transaction, CancellationToken cancellationToken);
}
