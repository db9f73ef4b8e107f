using ChainTips.Money;

namespace ChainTips.Policies;

/// <summary>What was paid so far, as the rules of the policy ask for it.</summary>
/// <remarks>
/// A payment counts from the block on in which it was seen, at the time of that block, and no longer when the block leaves the chain.
/// </remarks>
public interface IPolicyBook
{
    /// <summary>Makes what the sums of these are found by, where it is not there yet.</summary>
    /// <remarks>It makes every later tip a little dearer to book, so only a policy that needs the sums has it made.</remarks>
    Task PrepareAsync(IReadOnlyCollection<PartyKind> summed, CancellationToken cancellationToken);

    /// <summary>What somebody paid or was paid since a time.</summary>
    /// <param name="party">Who.</param>
    /// <param name="token">The token whose amounts are summed up; the payments are counted in every token.</param>
    /// <param name="since">The first moment that counts.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<PaidSum> SumAsync(PaidParty party, Token token, DateTimeOffset since, CancellationToken cancellationToken);
}
