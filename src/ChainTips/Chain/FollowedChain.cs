using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>A chain as the database knows it.</summary>
/// <param name="ChainId">The chain's id.</param>
/// <param name="GenesisHash">The genesis block that it was filled from.</param>
/// <param name="Cursor">How far it was applied.</param>
/// <param name="HeadTime">The time of the newest applied block whose time is known; null before the first. Expiry goes by it.</param>
/// <param name="HistoryUntil">The newest block that was final before the gateway was first started; null if none was.</param>
public sealed record FollowedChain(
    ulong ChainId, Hash32 GenesisHash, ChainCursor Cursor, DateTimeOffset? HeadTime, BlockNumber? HistoryUntil);
