using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Chain;

/// <summary>The chains that the gateway knows. An id that is not here is refused: nothing about a chain is guessed.</summary>
/// <remarks>
/// Addresses of Circle's USDC and the names of their EIP-712 domains are those that Circle publishes; a test compares the
/// domain separators with the ones that the contracts answer. Genesis hashes are those of the chains' own node software.
/// </remarks>
public static class ChainProfiles
{
    // An hour of blocks: more than any of these chains takes to be final on its first layer.
    private const int SlowFallback = 1_800;
    private const int FastFallback = 14_400;

    private static readonly TimeSpan SlowBlocks = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FastBlocks = TimeSpan.FromMilliseconds(250);

    private static readonly ChainProfile[] All =
    [
        Public(10, "OP Mainnet", "0x7ca38a1916c42007829c55e69d3e9a73265554b586a499015373241b8a3fa48b",
            "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85", "USD Coin") with { HasDataFee = true },
        Public(8453, "Base", "0xf712aa9241cc24369b143cf6dce85f0902a9731e70d66818a3a5845b296c73dd",
            "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", "USD Coin") with { HasDataFee = true },
        Arbitrum(42161, "Arbitrum One", "0x7ee576b35482195fc49205cec9af72ce14f003b9ae69f6ba0faef4514be8b442",
            "0xaf88d065e77c8cC2239327C5EDb3A432268e5831", "USD Coin"),
        Polygon(137, "Polygon PoS", "0xa9c28ce2141b56c474f1dc504bee9b01eb1bd7d1a507580d5519d4437a97de1b",
            "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359", "USD Coin"),
        Public(84532, "Base Sepolia", "0x0dcc9e089e30b90ddfc55be9a37dd15bc551aeee999d2e2b51414c54eaf934e4",
            "0x036CbD53842c5426634e7929541eC2318f3dCF7e", "USDC") with { HasDataFee = true, IsTestChain = true },
        Public(11155420, "OP Sepolia", "0x102de6ffb001480cc9b8b548fd05c34cd4f46ae4aa91759393db90ea0409887d",
            "0x5fd84259d66Cd46123540766Be93DFE6D43130D7", "USDC") with { HasDataFee = true, IsTestChain = true },
        Arbitrum(421614, "Arbitrum Sepolia", "0x77194da4010e549a7028a9c3c51c3e277823be6ac7d138d0bb8a70197b5c004c",
            "0x75faf114eafb1BDbe2F0316DF893fd58CE46AA4d", "USD Coin") with { IsTestChain = true },
        Polygon(80002, "Polygon Amoy", "0x7202b2b53c5a0836e773e319d18922cc756dd67432f9a1f65352b61f4406c697",
            "0x41E94Eb019C0762f9Bfcf9Fb1E58725BfB0e7582", "USDC") with { IsTestChain = true },

        // A development node calls every block finalized at once. Anvil has eth_getBlockReceipts, the Hardhat node has not.
        new(ChainProfile.LocalChainId, "Local chain", new FinalityRule.Confirmations(3), null, true, true, []) { IsTestChain = true },
    ];

    /// <summary>The ids of all chains that are known.</summary>
    public static IEnumerable<ulong> KnownChainIds => All.Select(profile => profile.ChainId);

    /// <summary>The profile of a chain, or null when the chain is not known.</summary>
    public static ChainProfile? Find(ulong chainId) => Array.Find(All, profile => profile.ChainId == chainId);

    private static ChainProfile Public(ulong chainId, string name, string genesis, string usdc, string domainName) =>
        new(chainId, name, new FinalityRule.Tags(SlowFallback), Hash32.Parse(genesis), true, true, [Usdc(chainId, usdc, domainName)])
        {
            BlockTime = SlowBlocks,
        };

    private static ChainProfile Arbitrum(ulong chainId, string name, string genesis, string usdc, string domainName) =>
        Public(chainId, name, genesis, usdc, domainName) with { Finality = new FinalityRule.Tags(FastFallback), BlockTime = FastBlocks };

    // Nodes of Polygon give receipts of state-sync transactions, which its headers' blooms and receipts roots leave out.
    private static ChainProfile Polygon(ulong chainId, string name, string genesis, string usdc, string domainName) =>
        Public(chainId, name, genesis, usdc, domainName) with { ReceiptsMatchHeader = false };

    private static AllowedToken Usdc(ulong chainId, string address, string domainName) =>
        new(new Token(chainId, Address.Parse(address), "USDC", 6), domainName, "2");
}
