using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Tips;

namespace ChainTips.Testing;

/// <summary>The book of references of a test, in memory.</summary>
public sealed class FakeReferences : IReferenceBook
{
    private static readonly BlockRef Block = new FakeChain().Mine().Ref;

    public Dictionary<Hash32, PaymentSubject> Subjects { get; } = [];

    public Dictionary<Hash32, IssuedTerms> Terms { get; } = [];

    public Dictionary<Address, PaymentRequest> Forwarders { get; } = [];

    public Dictionary<LogPosition, MatchDecision> Decisions { get; } = [];

    public Dictionary<Address, Id<Platform>> Payees { get; } = [];

    public List<SumLimit> SumLimits { get; } = [];

    /// <summary>Keeps a request with its reference, its deposit address and its payee.</summary>
    public PaymentRequest Keep(PaymentRequest request)
    {
        Subjects[request.Reference.Value] = new PaymentSubject.OfRequest(request);
        Payees[request.Payee] = request.PlatformId;
        if (request.DepositAddress is Address forwarder)
        {
            Forwarders[forwarder] = request;
        }

        return request;
    }

    /// <summary>Keeps terms that were given out for a request.</summary>
    /// <returns>The nonce that they were given out with.</returns>
    public Hash32 Issue(PaymentRequest request, PaymentTerms terms)
    {
        Hash32 nonce = terms.Hash();
        Terms[nonce] = new IssuedTerms(terms, request);
        return nonce;
    }

    /// <summary>Keeps what was decided of a transfer.</summary>
    public void Decide(LogPosition location, MatchRung rung, PaymentRequest request) => Decisions[location] =
        new MatchDecision(location, Block, rung, new PaymentSubject.OfRequest(request), $"Somebody said that it was for {request.Id}.", Sample.Genesis);

    /// <summary>What is known of exactly what was asked.</summary>
    public MatchKnowledge Answer(MatchQuestions questions)
    {
        MatchKnowledge knowledge = new()
        {
            Terms = Pick(Terms, questions.Nonces),
            Forwarders = Pick(Forwarders, questions.Addresses),
            Decisions = Pick(Decisions, questions.Positions),
        };
        foreach ((Hash32 reference, PaymentSubject subject) in Pick(Subjects, questions.References))
        {
            knowledge.Subjects.Add(reference, subject);
        }

        return knowledge;
    }

    public Task<IReadOnlyDictionary<Hash32, PaymentSubject>> FindAsync(
        IReadOnlyCollection<Hash32> paymentReferences, CancellationToken cancellationToken) => Answer(Subjects, paymentReferences);

    public Task<IReadOnlyDictionary<Hash32, IssuedTerms>> FindTermsAsync(
        IReadOnlyCollection<Hash32> nonces, CancellationToken cancellationToken) => Answer(Terms, nonces);

    public Task<IReadOnlyDictionary<Hash32, IReadOnlySet<Address>>> FindFeeReceiversAsync(
        IReadOnlyCollection<Hash32> paymentReferences, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyDictionary<Hash32, IReadOnlySet<Address>>>(
        Terms.Values
            .Where(issued => issued.Terms.Fee != UInt256.Zero)
            .SelectMany(issued => issued.Terms.References.Select(reference => (Reference: reference, issued.Terms.FeeReceiver)))
            .Where(one => paymentReferences.Contains(one.Reference))
            .GroupBy(one => one.Reference)
            .ToDictionary(one => one.Key, IReadOnlySet<Address> (one) => one.Select(fee => fee.FeeReceiver).ToHashSet()));

    public Task<IReadOnlyDictionary<Address, PaymentRequest>> FindForwardersAsync(
        IReadOnlyCollection<Address> addresses, CancellationToken cancellationToken) => Answer(Forwarders, addresses);

    public Task<IReadOnlyDictionary<LogPosition, MatchDecision>> FindDecisionsAsync(
        IReadOnlyCollection<LogPosition> positions, CancellationToken cancellationToken) => Answer(Decisions, positions);

    public Task<IReadOnlyList<SumLimit>> ListSumLimitsAsync(ulong chainId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SumLimit>>(SumLimits);

    public Task<IReadOnlyDictionary<Address, Id<Platform>>> FindPlatformsOfPayeesAsync(
        IReadOnlyCollection<Address> payees, CancellationToken cancellationToken) => Answer(Payees, payees);

    private static Task<IReadOnlyDictionary<TKey, TValue>> Answer<TKey, TValue>(Dictionary<TKey, TValue> all, IReadOnlyCollection<TKey> wanted)
        where TKey : notnull => Task.FromResult<IReadOnlyDictionary<TKey, TValue>>(Pick(all, wanted));

    private static Dictionary<TKey, TValue> Pick<TKey, TValue>(Dictionary<TKey, TValue> all, IReadOnlyCollection<TKey> wanted)
        where TKey : notnull => all.Where(one => wanted.Contains(one.Key)).ToDictionary();
}
