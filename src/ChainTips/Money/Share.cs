using ChainTips.Ethereum.Primitives;

namespace ChainTips.Money;

/// <summary>One payee of a <see cref="Split"/>.</summary>
/// <param name="Payee">Who is paid.</param>
/// <param name="BasisPoints">How much of the whole, in hundredths of a percent; positive.</param>
public readonly record struct Share(Address Payee, int BasisPoints);
