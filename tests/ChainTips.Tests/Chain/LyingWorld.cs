using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

/// <summary>A random short chain, a block of it to lie about, and the fork that the block stands on instead.</summary>
internal sealed class LyingWorld
{
    private readonly FakeChain _other = new();

    public LyingWorld(ulong seed)
    {
        Random = new SeededRandom(seed);
        int before = Random.Between(1, 4);
        for (int i = 0; i < before; i++)
        {
            FakeTransaction[] shared = Transactions(0, 3);
            Chain.Mine(shared);
            _other.Mine(shared);
        }

        Target = Chain.Mine([Transaction(isTip: true), .. Transactions(1, 5)]);
        _other.Reorg(1);
        _other.MineEmpty(1);
        _other.Mine([Transaction(isTip: true), .. Transactions(1, 5)]);
        Chain.Mine(Transactions(0, 2));
        Chain.Finalized = Chain.Head.Number;
    }

    public SeededRandom Random { get; }

    public FakeChain Chain { get; } = new();

    /// <summary>The block that is lied about: at least two transactions of at least two logs each, and a tip among them.</summary>
    public FakeBlock Target { get; }

    /// <summary>The root of the trie of nothing.</summary>
    public static Hash32 EmptyRoot => MerklePatriciaTrie.EmptyRoot;

    private FakeBlock Other => _other.At(Target.Number.Value);

    /// <summary>The header of the block before, in the place of the target's.</summary>
    public JsonNode? HeaderBefore() => FakeNode.Json(Chain.At(Target.Number.Value - 1));

    /// <summary>The header of the other fork.</summary>
    public JsonNode? OtherHeader() => FakeNode.Json(Other);

    /// <summary>The receipts of the other fork, as its own or as the target's.</summary>
    public JsonNode OtherReceipts(bool relabelled)
    {
        JsonArray receipts = new([.. Other.Receipts.Select(FakeNode.Json)]);
        for (int i = 0; relabelled && i < receipts.Count; i++)
        {
            Hash32 transaction = i < Target.Receipts.Count ? Target.Receipts[i].TransactionHash : Other.Receipts[i].TransactionHash;
            Lie.Rename(receipts[i]!, transaction, Target.Header.Hash);
        }

        return receipts;
    }

    private FakeTransaction[] Transactions(int least, int most) =>
    [
        .. Enumerable.Range(0, Random.Between(least, most)).Select(_ => Transaction(Random.Percent(60))),
    ];

    private FakeTransaction Transaction(bool isTip)
    {
        ATip tip = ATip.For(Sample.HashOf($"reference {Random.Next()}")).Of(1UL + (ulong)Random.Below(1_000_000));
        return isTip
            ? tip.Sent($"tip {Random.Next()}")
            : FakeTransaction.Of($"other {Random.Next()}", tip.TransferLog(), tip.Of(7UL).TransferLog());
    }
}
