using System.Text;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Ethereum.Tests.Proofs;

internal sealed class MerklePatriciaTrieTests
{
    private const string OfficialSuite = "ethereum/tests TrieTests/trietest.json ";

    [TestCase("0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421", Description = OfficialSuite + "branchingTests, which deletes all")]
    [TestCase("0x5991bb8c6514148a29db676a14ac506cd2cd5775ace63c30a4fe457715e9ac84", "do", "verb", "horse", "stallion", "doge", "coin", "dog", "puppy", Description = OfficialSuite + "emptyValues, and triangle of other suites")]
    [TestCase("0xcb65032e2f76c48b82b5c24b3db8f670ce73982869d38cd39a624f23d62a9e89", "key1aa", "0123456789012345678901234567890123456789xxx", "key1", "0123456789012345678901234567890123456789Very_Long", "key2bb", "aval3", "key2", "short", "key3cc", "aval3", "key3", "1234567890123456789012345678901", Description = OfficialSuite + "insert-middle-leaf")]
    [TestCase("0xd23786fb4a010da3ce639d66d5e904a11dbc02746d1ce25029e53290cabf28ab", "A", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Description = "ethereum/tests TrieTests/trieanyorder.json singleItem")]
    [TestCase("0x8aad789dff2f538bca5d8ea56e8abe10f4c7ba3a5dea95fea4cd6e7c3a1168d3", "doe", "reindeer", "dog", "puppy", "dogglesworth", "cat", Description = "ethereum/tests TrieTests/trieanyorder.json dogs")]
    public void The_root_is_that_of_the_official_suite(string root, params string[] keysAndValues)
    {
        List<TrieEntry> entries = [];
        for (int i = 0; i < keysAndValues.Length; i += 2)
        {
            entries.Add(new TrieEntry(Encoding.UTF8.GetBytes(keysAndValues[i]), Encoding.UTF8.GetBytes(keysAndValues[i + 1])));
        }

        Assert.That(MerklePatriciaTrie.Root(entries).ToString(), Is.EqualTo(root));
        entries.Reverse();
        Assert.That(MerklePatriciaTrie.Root(entries).ToString(), Is.EqualTo(root), "the order does not matter");
        foreach (TrieEntry entry in entries)
        {
            InclusionProofFailure failure = InclusionProof.Verify(
                Hash32.Parse(root), entry.Key.Span, MerklePatriciaTrie.Prove(entries, entry.Key.Span), out ReadOnlyMemory<byte> value);
            Assert.That(failure, Is.EqualTo(InclusionProofFailure.None));
            Assert.That(value.ToArray(), Is.EqualTo(entry.Value.ToArray()));
        }
    }

    [TestCase(1, "0xd25c669900fd872b707643003c903c7f9a5f57b15474a82520f6d66275c9f01f")]
    [TestCase(2, "0x32a6bdb2ce4d8eaef85ada399d69d97b81cf6e725c11b749bfd1b96f7b67201e")]
    [TestCase(16, "0x50030f5b6952d6176baf0e1a0a7b92f3df7be37c0c5058ba291a1362ccf8c036")]
    [TestCase(17, "0xe9cfc4461ced56907c24ff6ad9b3b423d4bac1c50c97130ea8e44314a187e3d9")]
    [TestCase(127, "0xf314a4555b0bd5b9df21e0ac830136d4079a50b7e27ef11a35275779539fc349")]
    [TestCase(128, "0xc886b3ac53abd7663c81e11b4e9a02528698cccc6700b8891cc60f5a784e0aac")]
    [TestCase(129, "0x401d8f0864b79d84c4a9034119344a4803e5e26e3c893bc49ccdae7d6b26ae2c")]
    [TestCase(200, "0x73b3408bdd21c63a5f026bd7dadb396fedfaa62ba94c01222a92a998c9304bce")]
    public void The_root_of_a_list_is_that_of_ethereumjs(int count, string root) =>
        Assert.That(OrderedTrie.Root(HashedItems.Take(count)).ToString(), Is.EqualTo(root), "@ethereumjs/mpt 10.1.3");

    [TestCase(0, 2, "0x226ce729de4f5d77c47d3b56dda20599f49963387a01d6fa8d203df1da4efe86")]
    [TestCase(5, 2, "0xde0248d2db9298253a5ac8e73ce7964bbcb3ab355599bf221528c70ddaa7686c")]
    [TestCase(127, 2, "0xdee399091ba91edf95229b474e46977149936f2c26c7d81878ceb2dea719dcf7")]
    [TestCase(128, 4, "0xf096353d9059256887d0cd58c23ea72f2efa93a6816a400f1d24a1f95d60b076")]
    [TestCase(199, 5, "0x72b437ad94fc20818dd235a5ae0e641361778157938a09946cfa2883d7a5a565")]
    public void The_nodes_of_a_proof_are_those_of_ethereumjs(int index, int count, string hashOfAll)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> nodes = InclusionProof.Create(HashedItems, index);

        Assert.That(nodes, Has.Count.EqualTo(count), "@ethereumjs/mpt 10.1.3, createMerkleProof, less the embedded nodes that it repeats");
        Assert.That(Keccak256.Hash([.. nodes.SelectMany(node => node.ToArray())]).ToString(), Is.EqualTo(hashOfAll));
    }

    [Test]
    public void What_no_trie_can_hold_is_refused()
    {
        TrieEntry entry = new("a"u8.ToArray(), "b"u8.ToArray());
        TrieEntry[] twice = [entry, entry];
        TrieEntry[] empty = [entry with { Value = default }];
        TrieEntry[] longKey = [entry with { Key = new byte[MerklePatriciaTrie.MaxKeyLength + 1] }];

        Assert.That(() => MerklePatriciaTrie.Root(twice), Throws.ArgumentException.With.Message.Contains("twice"));
        Assert.That(() => MerklePatriciaTrie.Root(empty), Throws.ArgumentException);
        Assert.That(() => MerklePatriciaTrie.Root(longKey), Throws.ArgumentException);
        Assert.That(() => MerklePatriciaTrie.Prove([entry], "b"u8), Throws.ArgumentException);
        Assert.That(() => InclusionProof.Create([new byte[] { 1 }], 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => OrderedTrie.Key(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void An_empty_key_has_a_place_in_the_root()
    {
        TrieEntry[] entries = [new(default, "root"u8.ToArray()), new("a"u8.ToArray(), "leaf"u8.ToArray())];
        Hash32 root = MerklePatriciaTrie.Root(entries);

        InclusionProofFailure failure = InclusionProof.Verify(
            root, [], MerklePatriciaTrie.Prove(entries, []), out ReadOnlyMemory<byte> value);

        Assert.That(failure, Is.EqualTo(InclusionProofFailure.None));
        Assert.That(value.ToArray(), Is.EqualTo("root"u8.ToArray()));
    }

    /// <summary>Item i is the first 1 + i % 40 bytes (32 at most) of the hash of i as four bytes.</summary>
    private static ReadOnlyMemory<byte>[] HashedItems => [.. Enumerable.Range(0, 200).Select(HashedItem)];

    private static ReadOnlyMemory<byte> HashedItem(int index)
    {
        byte[] hash = Keccak256.Hash([0, 0, 0, (byte)index]).ToArray();
        return hash.AsMemory(0, Math.Min(hash.Length, 1 + (index % 40)));
    }
}
