using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>What a transaction asked of the chain. It proves nothing by itself: only the logs of its receipt say what happened.</summary>
/// <param name="From">Who sent it.</param>
/// <param name="To">What it called; null if it made a contract.</param>
/// <param name="Input">The calldata.</param>
public sealed record TransactionCall(Address From, Address? To, ReadOnlyMemory<byte> Input);
