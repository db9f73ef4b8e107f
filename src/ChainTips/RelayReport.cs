using ChainTips.Ethereum.Primitives;

namespace ChainTips;

/// <summary>How relaying on a chain stands after a step.</summary>
/// <param name="Coin">The native coin of the operator's key, in wei.</param>
/// <param name="UnderWay">How many transactions are signed and in no final block.</param>
/// <param name="Sent">How many new transactions the step sent.</param>
/// <param name="Unanswered">How many questions the node did not answer as it should; what they were about is looked at again in the next step.</param>
/// <param name="Faults">What keeps relays from being sent, a sentence each; none when nothing does.</param>
public sealed record RelayReport(UInt256 Coin, int UnderWay, int Sent, int Unanswered, IReadOnlyList<string> Faults);
