using System.Text.Json.Nodes;
using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

/// <summary>R5: every lie that hashes disprove is rejected, and no honest block is.</summary>
/// <remarks>CHAINTIPS_TEST_SIZE=1000 tells each lie 1,000 times and reads 100,000 honest blocks at each level.</remarks>
[CancelAfter(3_600_000)]
internal sealed class LieTests
{
    private const int CostOfLie = 10;
    private const int HonestBlocksOfCase = 100;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [TestCaseSource(typeof(Lie), nameof(Lie.All))]
    public async Task A_lie_that_hashes_disprove_is_rejected(Lie lie)
    {
        ulong first = Trials.Seed.Number;
        int count = Trials.Size >= 1_000 ? Trials.Count() : Trials.Count(CostOfLie);
        for (ulong seed = first; seed < first + (ulong)count; seed++)
        {
            LyingWorld world = new(seed);
            Assert.That(await ReadAsync(world, null), Is.EqualTo("believed"), $"the honest node of seed {seed}");
            Assert.That(await ReadAsync(world, lie), Is.Not.EqualTo("believed"), $"'{lie.Name}' in a range, seed {seed}");
            Assert.That(await ReadNearHeadAsync(world, lie), Is.Not.EqualTo("believed"), $"'{lie.Name}' near the head, seed {seed}");
        }
    }

    [Test]
    public void There_are_at_least_24_kinds_of_lies() =>
        Assert.That(Lie.All.Select(lie => lie.Name), Is.Unique.And.Exactly(28).Items);

    [Test]
    public async Task No_honest_block_is_rejected([Values(Verification.Proof, Verification.Bloom)] Verification verification)
    {
        int read = 0;
        int wanted = Trials.Size >= 1_000 ? HonestBlocksOfCase * Trials.Count() : HonestBlocksOfCase * Trials.Count(CostOfLie);
        for (ulong seed = Trials.Seed.Number; read < wanted; seed++)
        {
            FakeChain chain = HonestChain(seed);
            FinalRange range = await SourceOf(new FakeNode(chain), verification)
                .ReadRangeAsync(new BlockNumber(1), chain.Head.Number, Token);
            ObservedBlock[] expected = [.. chain.Blocks.Skip(1).Select(block => block.Observed).Where(block => block.Receipts.Count > 0)];

            Assert.That(range.Blocks.Select(Plain), Is.EqualTo(expected.Select(Plain)), $"seed {seed}");
            read += chain.Blocks.Count - 1;
        }

        Assert.That(read, Is.GreaterThanOrEqualTo(wanted));
    }

    private static async Task<string> ReadAsync(LyingWorld world, Lie? lie) => await OutcomeAsync(async () =>
        await SourceOf(NodeOf(world, lie), Verification.Proof).ReadRangeAsync(new BlockNumber(1), world.Chain.Head.Number, Token));

    /// <summary>As the follower does it: the next header must be the one of its number, and stand on ours.</summary>
    private static async Task<string> ReadNearHeadAsync(LyingWorld world, Lie lie) => await OutcomeAsync(async () =>
    {
        RpcChainSource source = SourceOf(NodeOf(world, lie), Verification.Proof);
        FakeBlock before = world.Chain.At(world.Target.Number.Value - 1);
        ChainCursor cursor = new(new BlockNumber(1), before.Ref, []);
        FollowStep step = await new ChainFollower(source, new FinalityRule.Confirmations(1_000), 1).LookAsync(cursor, Token);
        if (step.Update is not ChainUpdate.BlocksAdded)
        {
            throw new InconsistentAnswerException(before.Header.Hash, RejectionReason.ParentHash, "it is waited for");
        }
    });

    private static async Task<string> OutcomeAsync(Func<Task> read)
    {
        try
        {
            await read();
            return "believed";
        }
        catch (EthereumRpcException error)
        {
            return error.Message;
        }
    }

    private static FakeNode NodeOf(LyingWorld world, Lie? lie)
    {
        FakeNode node = new(world.Chain);
        if (lie is not null)
        {
            node.Lies[lie.Method] = honest => IsTarget(honest, world.Target) ? lie.Tell(honest!, world) : honest;
        }

        return node;
    }

    private static bool IsTarget(JsonNode? answer, FakeBlock target) => answer switch
    {
        JsonObject header => (string)header["number"]! == $"0x{target.Number.Value:x}",
        JsonArray { Count: > 0 } receipts => (string)receipts[0]!["blockHash"]! == target.Header.Hash.ToString(),
        _ => false,
    };

    private static FakeChain HonestChain(ulong seed)
    {
        SeededRandom random = new(seed);
        FakeChain chain = new();
        for (int i = 0; i < 1_000; i++)
        {
            chain.Mine([.. Enumerable.Range(0, random.Below(4)).Select(_ => Transaction(random))]);
        }

        chain.Finalized = chain.Head.Number;

        return chain;
    }

    private static FakeTransaction Transaction(SeededRandom random)
    {
        ATip tip = ATip.For(Sample.HashOf($"reference {random.Next()}")).Of(1UL + random.Next());
        FakeTransaction made = random.Percent(50) ? tip.Sent($"tip {random.Next()}") : FakeTransaction.Of($"bare {random.Next()}", tip.TransferLog());
        return random.Percent(10) ? FakeTransaction.Of($"failed {random.Next()}").Failed() : made;
    }

    private static string Plain(ObservedBlock block) =>
        $"{block.Block} {block.Timestamp:O} {string.Join(';', block.Receipts.Select(receipt => $"{receipt.TransactionHash} {receipt.Succeeded} {string.Join(',', receipt.Logs.Select(log => $"{log.Address} {string.Join(' ', log.Topics)} {Hex.Format(log.Data.Span)} {log.Position}"))}"))}";

    private static RpcChainSource SourceOf(FakeNode node, Verification verification) => new(
        node.Rpc(), Sample.TaggedProfile, RpcSource.WithTransfers(new DirectPaymentsStart { Block = new BlockNumber(0) }), verification);
}
