using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Simulation.Mining;
using ChainTips.Simulation.Running;
using ChainTips.Tips;

namespace ChainTips.Simulation.Tests.Running;

/// <summary>A transaction with books that are broken on purpose.</summary>
internal sealed class MutantTransaction(IGatewayTransaction inner) : ForwardingTransaction(inner)
{
    public IJournal? WrappedJournal { get; init; }

    public bool KeepsRefusals { get; init; }

    public bool GuessesReferences { get; init; }

    public override IJournal Journal => WrappedJournal ?? base.Journal;

    public override IInbox Inbox => KeepsRefusals ? new KeepingInbox(base.Inbox) : base.Inbox;

    public override IReferenceBook References => GuessesReferences ? new GuessingBook(base.References) : base.References;

    private sealed class KeepingInbox(IInbox inner) : IInbox
    {
        public Task AddAsync(
            IReadOnlyList<RefusedTip> tips, Id<Platform> platformId, InboxLimits limits, bool areFinal, CancellationToken cancellationToken) =>
            inner.AddAsync(tips, platformId, limits, areFinal, cancellationToken);

        public Task SettleAsync(ulong chainId, BlockNumber upTo, CancellationToken cancellationToken) =>
            inner.SettleAsync(chainId, upTo, cancellationToken);

        public Task<IReadOnlyList<CountedRefusals>> ListCountedAsync(Id<Platform> platformId, int limit, CancellationToken cancellationToken) =>
            inner.ListCountedAsync(platformId, limit, cancellationToken);

        public Task RevertAsync(ulong chainId, IReadOnlyList<BlockRef> blocks, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task TakeOutAsync(
            ulong chainId, Address contract, Address token, BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
            inner.TakeOutAsync(chainId, contract, token, first, last, cancellationToken);

        public Task<bool> DismissAsync(
            Id<Platform> platformId, LogPosition location, string note, DateTimeOffset now, CancellationToken cancellationToken) =>
            inner.DismissAsync(platformId, location, note, now, cancellationToken);

        public Task<IReadOnlyList<RefusedTip>> ListFailuresAsync(
            IReadOnlyCollection<Hash32> paymentReferences, CancellationToken cancellationToken) =>
            inner.ListFailuresAsync(paymentReferences, cancellationToken);

        public Task<bool> DismissPaymentAsync(
            Id<Platform> platformId, LogPosition transfer, string note, DateTimeOffset now, CancellationToken cancellationToken) =>
            inner.DismissPaymentAsync(platformId, transfer, note, now, cancellationToken);

        public Task<IReadOnlyList<RefusedTip>> ListDoubtsAsync(Id<Platform> platformId, int limit, CancellationToken cancellationToken) =>
            inner.ListDoubtsAsync(platformId, limit, cancellationToken);

        public Task<IReadOnlyList<RefusedTip>> ListAsync(Id<Platform> platformId, int limit, CancellationToken cancellationToken) =>
            inner.ListAsync(platformId, limit, cancellationToken);
    }

    private sealed class GuessingBook(IReferenceBook inner) : IReferenceBook
    {
        public async Task<IReadOnlyDictionary<Hash32, PaymentSubject>> FindAsync(
            IReadOnlyCollection<Hash32> paymentReferences, CancellationToken cancellationToken)
        {
            Hash32 any = SimulatedWorld.PostOf(0);
            IReadOnlyDictionary<Hash32, PaymentSubject> found = await inner.FindAsync([.. paymentReferences, any], cancellationToken);
            return paymentReferences.ToDictionary(reference => reference, reference => found.GetValueOrDefault(reference) ?? found[any]);
        }

        public Task<IReadOnlyDictionary<Hash32, IssuedTerms>> FindTermsAsync(
            IReadOnlyCollection<Hash32> nonces, CancellationToken cancellationToken) => inner.FindTermsAsync(nonces, cancellationToken);

        public Task<IReadOnlyDictionary<Hash32, IReadOnlySet<Address>>> FindFeeReceiversAsync(
            IReadOnlyCollection<Hash32> paymentReferences, CancellationToken cancellationToken) =>
            inner.FindFeeReceiversAsync(paymentReferences, cancellationToken);

        public Task<IReadOnlyDictionary<Address, PaymentRequest>> FindForwardersAsync(
            IReadOnlyCollection<Address> addresses, CancellationToken cancellationToken) =>
            inner.FindForwardersAsync(addresses, cancellationToken);

        public Task<IReadOnlyDictionary<LogPosition, MatchDecision>> FindDecisionsAsync(
            IReadOnlyCollection<LogPosition> positions, CancellationToken cancellationToken) =>
            inner.FindDecisionsAsync(positions, cancellationToken);

        public Task<IReadOnlyList<SumLimit>> ListSumLimitsAsync(ulong chainId, CancellationToken cancellationToken) =>
            inner.ListSumLimitsAsync(chainId, cancellationToken);

        public Task<IReadOnlyDictionary<Address, Id<Platform>>> FindPlatformsOfPayeesAsync(
            IReadOnlyCollection<Address> payees, CancellationToken cancellationToken) =>
            inner.FindPlatformsOfPayeesAsync(payees, cancellationToken);
    }
}
