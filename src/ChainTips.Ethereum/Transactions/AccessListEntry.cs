using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Transactions;

/// <summary>An account that a transaction announces to touch, with its slots (EIP-2930).</summary>
/// <remarks>The list of keys compares by reference.</remarks>
/// <param name="Address">The account.</param>
/// <param name="StorageKeys">The slots, in the order in which they are signed; a key may be there twice.</param>
public sealed record AccessListEntry(Address Address, IReadOnlyList<Hash32> StorageKeys);
