using System.Collections.Frozen;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.PaymentRequests;

/// <summary>How final a payment must be to count as paid, by how much it is: cents when seen, dollars when safe, more when final.</summary>
/// <remarks>
/// What counts is the sum that a request needs, not the single payment: a large amount in many small parts waits as long as in one.
/// Without thresholds for a token everything must be final.
/// </remarks>
public sealed class FinalityByAmount
{
    private readonly FrozenDictionary<(ulong ChainId, Address Token), FinalityThresholds> _thresholds;

    /// <summary>The rule with these thresholds; a token is known by its chain and address.</summary>
    public FinalityByAmount(IEnumerable<KeyValuePair<Token, FinalityThresholds>> thresholds) =>
        _thresholds = thresholds.ToFrozenDictionary(one => (one.Key.ChainId, one.Key.Address), one => one.Value);

    /// <summary>The rule without thresholds: every payment must be final.</summary>
    public static FinalityByAmount AlwaysFinal { get; } = new([]);

    /// <summary>How final so many base units of a token must be to count as paid.</summary>
    public PaymentFinality DemandedOf(Token token, UInt128 baseUnits) =>
        !_thresholds.TryGetValue((token.ChainId, token.Address), out FinalityThresholds? thresholds) || baseUnits > thresholds.UpToSafe
            ? PaymentFinality.Final
            : baseUnits > thresholds.UpToSeen ? PaymentFinality.Safe : PaymentFinality.Seen;
}
