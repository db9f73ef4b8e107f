using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Money;
using ChainTips.Platforms;
using ChainTips.Policies;
using ChainTips.Posts;

namespace ChainTips.Tests.Policies;

/// <summary>Payments in a list, which every sum goes through from its beginning.</summary>
internal sealed class BookInMemory : IPolicyBook
{
    public List<Entry> Entries { get; } = [];

    /// <summary>What was asked for, in order.</summary>
    public List<string> Questions { get; } = [];

    public void Add(PolicyQuestion paid, DateTimeOffset time) =>
        Entries.Add(new Entry(paid.PlatformId, paid.CreatorId, paid.Payer!.Value, paid.Amount, time));

    public Task PrepareAsync(IReadOnlyCollection<PartyKind> summed, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<PaidSum> SumAsync(PaidParty party, Token token, DateTimeOffset since, CancellationToken cancellationToken)
    {
        Questions.Add($"{party.GetType().Name} since {since:yyyy-MM-dd HH:mm:ss.fff}");
        Entry[] counted = [.. Entries.Where(entry => entry.Time >= since && entry.IsOf(party))];
        UInt128 sum = 0;
        foreach (Entry entry in counted.Where(entry => entry.Amount.Token == token))
        {
            sum += entry.Amount.BaseUnits;
        }

        return Task.FromResult(new PaidSum(counted.Length, sum));
    }

    internal sealed record Entry(Id<Platform> Platform, Id<Creator> Creator, Address Payer, TokenAmount Amount, DateTimeOffset Time)
    {
        public bool IsOf(PaidParty party) => party switch
        {
            PaidParty.Payer payer => Payer == payer.Address && Platform == payer.PlatformId,
            PaidParty.Creator creator => Creator == creator.Id,
            PaidParty.Platform platform => Platform == platform.Id,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
