using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;
using ChainTips.Testing;
using FsCheck.Fluent;

namespace ChainTips.Ethereum.Tests.Rlp;

internal sealed class RlpItemTests
{
    [Test]
    public void Any_tree_comes_back_from_its_encoding() =>
        Holds.ForAll(RlpSamples.Trees, tree => RlpSamples.SameTree(tree, RlpItem.Decode(tree.Encode())));

    [Test]
    [Category("Fuzz")]
    public void What_is_accepted_of_hostile_bytes_is_the_encoding_of_what_was_read() =>
        Fuzz.Bytes(
            "RLP",
            Holds.Samples(RlpSamples.Trees.Select(tree => tree.Encode())),
            new Allowance(4_000, 300),
            Judge);

    [TestCase("0xc4c2c0c0c0", Description = "ethereum/tests RLPTests/rlptest.json listsoflists")]
    [TestCase("0xc7c0c1c0c3c0c1c0", Description = "ethereum/tests RLPTests/rlptest.json listsoflists2")]
    [TestCase("0xecca846b6579318476616c31ca846b6579328476616c32ca846b6579338476616c33ca846b6579348476616c34", Description = "ethereum/tests RLPTests/rlptest.json dictTest1")]
    [TestCase("0xa1010000000000000000000000000000000000000000000000000000000000000000", Description = "ethereum/tests RLPTests/rlptest.json bigint")]
    public void An_official_encoding_is_read_and_written_again(string data) =>
        Assert.That(Hex.Format(RlpItem.Decode(Hex.Parse(data)).Encode()), Is.EqualTo(data));

    [TestCase("0x0000", RlpFailure.TrailingBytes)]
    [TestCase("0xc000", RlpFailure.TrailingBytes)]
    [TestCase("0xc28101", RlpFailure.SingleByteWithHeader)]
    [TestCase("0xc3c281", RlpFailure.Truncated)]
    [TestCase("0xc283", RlpFailure.Truncated)]
    public void A_fault_inside_or_after_a_list_is_refused(string data, RlpFailure failure)
    {
        RlpFormatException? refusal = Assert.Throws<RlpFormatException>(() => RlpItem.Decode(Hex.Parse(data)));

        Assert.That(refusal!.Failure, Is.EqualTo(failure));
        Assert.That(refusal.Message, Does.Contain(RlpFormatException.Describe(failure)));
    }

    [Test]
    public void Lists_may_lie_512_deep_and_no_deeper()
    {
        byte[] deepest = Nested(RlpItem.MaxDepth);

        Assert.That(RlpItem.Decode(deepest).Encode(), Is.EqualTo(deepest));
        Assert.That(RlpItem.TryDecode(Nested(RlpItem.MaxDepth + 1), out _, out RlpFailure failure), Is.False);
        Assert.That(failure, Is.EqualTo(RlpFailure.TooDeep));
        Assert.That(() => new RlpItem([RlpItem.Decode(deepest)]).Encode(), Throws.TypeOf<RlpFormatException>());
    }

    [Test]
    public void A_million_empty_lists_are_read_in_memory_that_they_warrant()
    {
        byte[] data = new byte[4 + 1_000_000];
        data.AsSpan().Fill(0xc0);
        Hex.Parse("0xfa0f4240").CopyTo(data, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(RlpItem.Decode(data).Items, Has.Count.EqualTo(1_000_000));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(400 * data.Length));
    }

    [Test]
    public void Every_failure_is_described()
    {
        foreach (RlpFailure failure in Enum.GetValues<RlpFailure>())
        {
            Assert.That(RlpFormatException.Describe(failure).Contains("nothing", StringComparison.Ordinal), Is.EqualTo(failure == RlpFailure.None));
        }
    }

    private static Verdict Judge(byte[] data) =>
        RlpItem.TryDecode(data, out RlpItem? item, out RlpFailure failure)
            ? Fuzz.AcceptedIf(failure == RlpFailure.None && item.Encode().AsSpan().SequenceEqual(data))
            : Fuzz.RefusedIf(failure != RlpFailure.None && item is null);

    private static byte[] Nested(int depth)
    {
        RlpWriter inner = new();
        inner.EndList(inner.BeginList());
        for (int i = 1; i < depth; i++)
        {
            RlpWriter outer = new();
            inner = outer.EndList(outer.BeginListOf(inner.Written));
        }

        return inner.ToArray();
    }
}

/// <summary>Builds lists around what is encoded already.</summary>
file static class Wrapping
{
    public static int BeginListOf(this RlpWriter writer, ReadOnlySpan<byte> items)
    {
        int start = writer.BeginList();
        writer.WriteEncoded(items);
        return start;
    }
}
