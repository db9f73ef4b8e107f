using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;
using ChainTips.Ethereum.Rlp;
using ChainTips.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace ChainTips.Ethereum.Tests.Proofs;

internal sealed class InclusionProofTests
{
    /// <summary>Lists whose items are small enough to be embedded, or not, with an index into them.</summary>
    private static Gen<(ReadOnlyMemory<byte>[] Items, int Index, int Place, byte Value)> Lists =>
        from count in Gen.OneOf(Gen.Choose(1, 20), Gen.Choose(120, 140), Gen.Choose(250, 260))
        from seed in Gen.Choose(0, 1_000_000)
        from longest in Gen.Elements(1, 3, 30, 40)
        from index in Gen.Choose(0, count - 1)
        from place in Gen.Choose(0, int.MaxValue)
        from value in Gen.Choose(1, 255)
        select (Items(count, seed, longest), index, place, (byte)value);

    [Test]
    public void Any_item_of_any_list_is_proven_and_no_changed_byte_of_the_proof_holds() =>
        Holds.ForAll(Lists, HoldsUnlessChanged, cost: 10);

    [Test]
    [Category("Fuzz")]
    [Description("The first byte chooses the proof, the others are its first node; the root is its hash, so that the damage is read")]
    public void Any_first_node_is_answered_though_the_root_names_it()
    {
        (int Index, IReadOnlyList<ReadOnlyMemory<byte>> Nodes)[] proofs =
            [.. Holds.Samples(Lists, 250).Select(list => (list.Index, InclusionProof.Create(list.Items, list.Index)))];
        Fuzz.Bytes(
            "inclusion proof",
            [.. proofs.Select((proof, at) => (byte[])[(byte)at, .. proof.Nodes[0].Span])],
            new Allowance(4_000, 40),
            input =>
            {
                (int index, IReadOnlyList<ReadOnlyMemory<byte>> honest) = proofs[input.Length == 0 ? 0 : input[0] % proofs.Length];
                ReadOnlyMemory<byte> first = input.AsMemory(Math.Min(1, input.Length));
                ReadOnlyMemory<byte>[] nodes = [first, .. honest.Skip(1)];
                InclusionProofFailure failure = InclusionProof.Verify(
                    Keccak256.Hash(first.Span), index, nodes, out ReadOnlyMemory<byte> value);
                return failure == InclusionProofFailure.None
                    ? Fuzz.AcceptedIf(!value.IsEmpty)
                    : Fuzz.RefusedIf(value.IsEmpty);
            });
    }

    [Test]
    public void Missing_extra_and_foreign_nodes_are_told_apart()
    {
        ReadOnlyMemory<byte>[] items = Items(140, 1, 40);
        Hash32 root = OrderedTrie.Root(items);
        IReadOnlyList<ReadOnlyMemory<byte>> proof = InclusionProof.Create(items, 130);

        Assert.That(Check(root, 130, [.. proof]), Is.EqualTo(InclusionProofFailure.None));
        Assert.That(Check(root, 130, []), Is.EqualTo(InclusionProofFailure.MissingNode));
        Assert.That(Check(root, 130, [.. proof.SkipLast(1)]), Is.EqualTo(InclusionProofFailure.MissingNode));
        Assert.That(Check(root, 130, [.. proof, proof[^1]]), Is.EqualTo(InclusionProofFailure.ExtraNodes));
        Assert.That(Check(root, 130, [.. proof.Reverse()]), Is.EqualTo(InclusionProofFailure.WrongNode));
        Assert.That(Check(Hash32.Zero, 130, [.. proof]), Is.EqualTo(InclusionProofFailure.WrongNode));
        Assert.That(Check(root, 5, [.. proof]), Is.EqualTo(InclusionProofFailure.WrongNode));
    }

    [Test]
    public void A_key_without_value_is_absent()
    {
        ReadOnlyMemory<byte>[] one = [new byte[40]];
        Hash32 root = OrderedTrie.Root(one);

        Assert.That(Check(root, 1, [.. InclusionProof.Create(one, 0)]), Is.EqualTo(InclusionProofFailure.KeyAbsent));
        Assert.That(
            Check(Keccak256.Hash([0x80]), 0, [new byte[] { 0x80 }]),
            Is.EqualTo(InclusionProofFailure.MalformedNode),
            "the empty trie has a root, but no node");
    }

    [TestCase("0xc0", Description = "no items")]
    [TestCase("0xc3010203", Description = "three items")]
    [TestCase("0xc2018001", Description = "bytes after the node")]
    [TestCase("0xc24001", Description = "a flag that there is not")]
    [TestCase("0xc22101", Description = "padding that is not zero")]
    [TestCase("0xc20001", Description = "an extension without path")]
    [TestCase("0xc4820f8001", Description = "padding that is not zero")]
    [TestCase("0xc21101", Description = "a child that is neither hash nor node")]
    [TestCase("0xc4c2200101", Description = "a path that is a list")]
    [TestCase("0xc4822018c0", Description = "a value that is a list")]
    public void A_node_that_no_trie_has_proves_nothing(string node)
    {
        ReadOnlyMemory<byte>[] nodes = [Hex.Parse(node)];

        Assert.That(
            Check(Keccak256.Hash(nodes[0].Span), 0x18, nodes),
            Is.EqualTo(InclusionProofFailure.MalformedNode));
    }

    [Test]
    public void A_node_of_fewer_than_32_bytes_stands_in_its_parent_and_nowhere_else()
    {
        byte[] leaf = new RlpWriter().WriteEncoded(Hex.Parse("0xc22001")).ToArray();
        RlpWriter extension = new();
        int list = extension.BeginList();
        extension.Write([0x00, 0x18]).Write(Keccak256.Hash(leaf)).EndList(list);
        ReadOnlyMemory<byte>[] nodes = [extension.ToArray(), leaf];

        Assert.That(Check(Keccak256.Hash(nodes[0].Span), 0x18, nodes), Is.EqualTo(InclusionProofFailure.MalformedNode));
    }

    private static bool HoldsUnlessChanged((ReadOnlyMemory<byte>[] Items, int Index, int Place, byte Value) list)
    {
        Hash32 root = OrderedTrie.Root(list.Items);
        IReadOnlyList<ReadOnlyMemory<byte>> proof = InclusionProof.Create(list.Items, list.Index);
        bool holds = InclusionProof.Verify(root, list.Index, proof, out ReadOnlyMemory<byte> value) == InclusionProofFailure.None
            && value.Span.SequenceEqual(list.Items[list.Index].Span);

        byte[][] changed = [.. proof.Select(node => node.ToArray())];
        byte[] node = changed[list.Place % changed.Length];
        node[list.Place % node.Length] ^= list.Value;
        InclusionProofFailure failure = InclusionProof.Verify(root, list.Index, AsProof(changed), out ReadOnlyMemory<byte> none);
        return holds && failure == InclusionProofFailure.WrongNode && none.IsEmpty;
    }

    private static InclusionProofFailure Check(Hash32 root, int index, ReadOnlyMemory<byte>[] nodes)
    {
        InclusionProofFailure failure = InclusionProof.Verify(root, index, nodes, out ReadOnlyMemory<byte> value);
        Assert.That(value.IsEmpty, Is.EqualTo(failure != InclusionProofFailure.None));
        return failure;
    }

    private static ReadOnlyMemory<byte>[] AsProof(byte[][] nodes) => [.. nodes.Select(node => (ReadOnlyMemory<byte>)node)];

    private static ReadOnlyMemory<byte>[] Items(int count, int seed, int longest) =>
        [.. Enumerable.Range(0, count).Select(index => Item(seed + index, longest))];

    private static ReadOnlyMemory<byte> Item(int seed, int longest)
    {
        byte[] hash = Keccak256.Hash(BitConverter.GetBytes(seed)).ToArray();
        byte[] twice = [.. hash, .. hash];
        return twice.AsMemory(0, 1 + (seed % longest));
    }
}
