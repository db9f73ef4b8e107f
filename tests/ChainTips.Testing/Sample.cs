using ChainTips.Chain;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Testing;

/// <summary>The small world that the tests play in: one chain, one contract, two tokens, a few people.</summary>
public static class Sample
{
    public const ulong ChainId = ChainProfile.LocalChainId;

    /// <summary>The time of block 0; every block is two seconds later than the one before it.</summary>
    public static readonly DateTimeOffset Genesis = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static readonly Address Router = AddressOf("router");
    public static readonly Address Payer = AddressOf("payer");
    public static readonly Address Payee = AddressOf("payee");
    public static readonly Address Stranger = AddressOf("stranger");
    public static readonly Token Usdc = new(ChainId, AddressOf("usdc"), "USDC", 6);
    public static readonly Token Dai = new(ChainId, AddressOf("dai"), "DAI", 18);
    public static readonly AllowedToken AllowedUsdc = new(Usdc, "USD Coin", "2");
    public static readonly AllowedToken AllowedDai = new(Dai, "Dai Stablecoin", null);

    /// <summary>The profile of a chain whose node says itself what is final.</summary>
    public static readonly ChainProfile TaggedProfile =
        new(ChainId, "Test chain", new FinalityRule.Tags(64), null, HasBlockReceipts: true, ReceiptsMatchHeader: true, []);

    public static readonly ChainSettings Settings =
        new(TaggedProfile, Router, new BlockNumber(1), [AllowedUsdc, AllowedDai]);

    public static Hash32 HashOf(string name) => Keccak256.HashUtf8(name);

    public static Address AddressOf(string name) => Address.FromBytes(HashOf(name).ToArray().AsSpan(12));
}
