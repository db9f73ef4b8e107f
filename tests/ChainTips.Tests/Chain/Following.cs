using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

/// <summary>What the tests of the follower ask of it, and what they read in its answer.</summary>
internal static class Following
{
    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    /// <summary>A chain of empty blocks up to that number.</summary>
    public static FakeChain ChainOf(ulong head)
    {
        FakeChain chain = new();
        chain.MineEmpty((int)head);
        return chain;
    }

    /// <summary>The cursor of a gateway that has applied nothing.</summary>
    public static ChainCursor Begin(ulong start) => new(new BlockNumber(start), null, []);

    /// <summary>The cursor of a gateway that follows that chain: its last final block and its head.</summary>
    public static ChainCursor Cursor(FakeChain chain, ulong finalized, ulong head) => new(
        new BlockNumber(1), chain.At(finalized).Ref, [.. chain.Blocks.Where(b => b.Number.Value > finalized && b.Number.Value <= head).Select(b => b.Ref)]);

    /// <summary>Replaces that many blocks just before a question is answered for the nth time.</summary>
    public static Action<string> ReorgBefore(FakeChain chain, string question, int occurrence, int depth) => asked =>
    {
        if (asked == question && chain.Questions.Count(one => one == question) == occurrence)
        {
            chain.ReplaceByEmpty(depth);
        }
    };

    /// <summary>The next step, finality being what the node tags.</summary>
    public static Task<FollowStep> NextAsync(FakeChain chain, ChainCursor cursor) =>
        new ChainFollower(chain, new FinalityRule.Tags(64), 10).NextAsync(cursor, Token);

    /// <summary>The first of the blocks that came; null when something else did.</summary>
    public static BlockRef? Added(FollowStep step) => (step.Update as ChainUpdate.BlocksAdded)?.Blocks[0].Block;

    /// <summary>The blocks that left.</summary>
    public static IReadOnlyList<BlockRef> Reverted(FollowStep step) => ((ChainUpdate.BlocksReverted)step.Update!).Blocks;

    /// <summary>Follows until there is nothing to do, and says in words what came.</summary>
    public static async Task<List<string>> FollowAsync(FakeChain chain, ChainCursor cursor, FinalityRule rule, int rangeSize)
    {
        ChainFollower follower = new(chain, rule, rangeSize);
        List<string> steps = [];
        while ((await follower.NextAsync(cursor, Token)).Update is ChainUpdate update)
        {
            cursor = cursor.After(update);
            steps.Add(update switch
            {
                ChainUpdate.RangeFinalized range => $"range {range.From}-{range.Last.Number}",
                ChainUpdate.BlocksAdded added => $"blocks {added.Blocks[0].Block.Number}-{added.Blocks[^1].Block.Number}",
                ChainUpdate.BlockFinalized final => $"final {final.Block.Number}",
                _ => "reverted",
            });
        }

        return steps;
    }
}
