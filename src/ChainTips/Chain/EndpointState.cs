using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>How one endpoint of a chain stands, for people and for metrics.</summary>
/// <param name="Name">Its address as it may be shown, without path, user or key.</param>
/// <param name="Condition">What it is good for now.</param>
/// <param name="Head">The newest block that it reported; null before it reported one.</param>
/// <param name="LastAnswerAt">When it last answered without fault.</param>
/// <param name="LastFault">What was wrong the last time that something was; null when nothing ever was.</param>
/// <param name="RestsUntil">Until when others are asked before it; null when it need not rest.</param>
/// <param name="Requests">How many HTTP requests were sent to it since the start, repetitions included.</param>
/// <param name="Rejected">How many of its answers were not believed, by the reason.</param>
public sealed record EndpointState(
    string Name,
    EndpointCondition Condition,
    BlockNumber? Head,
    DateTimeOffset? LastAnswerAt,
    string? LastFault,
    DateTimeOffset? RestsUntil,
    long Requests,
    IReadOnlyDictionary<RejectionReason, long> Rejected);
