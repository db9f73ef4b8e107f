using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ledger;

/// <summary>How far the hash chain of a token through a contract has come.</summary>
/// <param name="ChainId">The blockchain.</param>
/// <param name="Contract">The contract that the payments went through.</param>
/// <param name="Token">The token's contract.</param>
/// <param name="Entries">How many entries are settled.</param>
/// <param name="Hash">The hash of the newest of them; see <see cref="LedgerHash"/>.</param>
public sealed record LedgerHead(ulong ChainId, Address Contract, Address Token, long Entries, Hash32 Hash);
