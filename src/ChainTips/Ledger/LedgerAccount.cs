using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Money;
using ChainTips.Platforms;

namespace ChainTips.Ledger;

/// <summary>A column in the books of one platform, in one token. It is no wallet: the money is at the holder's address.</summary>
/// <param name="PlatformId">Whose books.</param>
/// <param name="Kind">What the account is for.</param>
/// <param name="Token">The token it counts.</param>
/// <param name="Holder">The payee's address; zero for an account of nobody in particular.</param>
public readonly record struct LedgerAccount(Id<Platform> PlatformId, AccountKind Kind, Token Token, Address Holder);
