using System.Collections.Frozen;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Tips;

namespace ChainTips.Matching;

/// <summary>What was found of what was asked; what is not here was never issued.</summary>
public sealed class MatchKnowledge
{
    /// <summary>What each payment reference names.</summary>
    public Dictionary<Hash32, PaymentSubject> Subjects { get; } = [];

    /// <summary>The terms that each nonce commits to, with the request that they are for.</summary>
    public IReadOnlyDictionary<Hash32, IssuedTerms> Terms { get; set; } = FrozenDictionary<Hash32, IssuedTerms>.Empty;

    /// <summary>The request of each forwarder.</summary>
    public IReadOnlyDictionary<Address, PaymentRequest> Forwarders { get; set; } = FrozenDictionary<Address, PaymentRequest>.Empty;

    /// <summary>Who receives the fees of the terms that were given out for each reference; asked for tips with a fee alone.</summary>
    public IReadOnlyDictionary<Hash32, IReadOnlySet<Address>> FeeReceivers { get; set; } = FrozenDictionary<Hash32, IReadOnlySet<Address>>.Empty;

    /// <summary>Why some tips are not credited, whose transaction did not divide the money as it is to be.</summary>
    public IReadOnlyDictionary<LogPosition, string> SplitFaults { get; set; } = FrozenDictionary<LogPosition, string>.Empty;

    /// <summary>The decision about each transfer: a claim of its payer, or one of the operator.</summary>
    public IReadOnlyDictionary<LogPosition, MatchDecision> Decisions { get; set; } = FrozenDictionary<LogPosition, MatchDecision>.Empty;
}
