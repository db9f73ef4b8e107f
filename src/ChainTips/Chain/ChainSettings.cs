using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Chain;

/// <summary>A chain as the operator set it up.</summary>
/// <param name="Profile">What is known of the chain.</param>
/// <param name="Router">The address of the tipping contract, <c>TipRouter</c>.</param>
/// <param name="StartBlock">The first block to read; the router's deployment or later.</param>
/// <param name="Tokens">The tokens that may be credited; at least one.</param>
public sealed record ChainSettings(
    ChainProfile Profile,
    Address Router,
    BlockNumber StartBlock,
    IReadOnlyList<AllowedToken> Tokens)
{
    /// <summary>The entry points 0.6, 0.7 and 0.8 of ERC-4337, at the same address on every chain.</summary>
    public static IReadOnlyList<Address> WellKnownEntryPoints { get; } =
    [
        Address.Parse("0x5FF137D4b0FDCD49DcA30c7CF57E578a026d2789"),
        Address.Parse("0x0000000071727De22E5E9d8BAf0edAc6f37da032"),
        Address.Parse("0x4337084D9E255Ff0702461CF8895CE9E3b5Ff108"),
    ];

    /// <summary>Where Permit2 is on every chain that has it.</summary>
    public static Address WellKnownPermit2 { get; } = Address.Parse("0x000000000022D473030F116dDEE9F6B43aC78BA3");

    /// <summary>The contract that makes deposit addresses; null when none are offered.</summary>
    public ForwarderFactory? ForwarderFactory { get; init; }

    /// <summary>The contract Permit2, at the one address that the tipping contract asks it at; null when the chain has none.</summary>
    public Address? Permit2 { get; init; }

    /// <summary>Who takes the platform's fee; null when none is taken.</summary>
    public Address? FeeReceiver { get; init; }

    /// <summary>Where smart wallets are made to act, by user operations (ERC-4337).</summary>
    public IReadOnlyList<Address> EntryPoints { get; init; } = WellKnownEntryPoints;

    /// <summary>The chain's id.</summary>
    public ulong ChainId => Profile.ChainId;

    /// <summary>Whether an address is that of a contract which could never give money on that is sent to it.</summary>
    public bool IsContract(Address address) =>
        address == Router || address == ForwarderFactory?.Address || address == ForwarderFactory?.Implementation || FindToken(address) is not null;

    /// <summary>The allowed token at an address, or null.</summary>
    public Token? FindToken(Address address) => Tokens.FirstOrDefault(allowed => allowed.Token.Address == address)?.Token;
}
