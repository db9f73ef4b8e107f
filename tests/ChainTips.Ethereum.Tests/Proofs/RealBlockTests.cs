using System.Runtime.CompilerServices;
using System.Text.Json;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Ethereum.Tests.Proofs;

/// <summary>Blocks that nodes made, with all their receipts, as they tell them by JSON-RPC.</summary>
[TestFixture("mainnet-14764013.json", 1, Description = "Ethereum mainnet, 12 May 2022, types 0 and 2, two of them failed; receipts from ethereum/trin (ethportal-api/src/types/execution/receipts.rs), header from its peer tests")]
[TestFixture("unichain-sepolia-35535698.json", 1, Description = "OP stack since Isthmus, 6 November 2025: a deposit with nonce and version, and type 2; from tests of OP flashblocks (convert_unichain_payload, from_flashblocks)")]
[TestFixture("hardhat-generic.json", 3, Description = "Hardhat 3.17, chain type l1, all forks to Osaka; transactions of type 0, 1 and 2, one of them failed")]
[TestFixture("hardhat-op.json", 3, Description = "Hardhat 3.17, chain type op")]
[TestFixture("hardhat-berlin.json", 3, Description = "Hardhat 3.17, hardfork berlin, so without any field of later forks")]
internal sealed class RealBlockTests(string file, int blocks)
{
    private readonly List<JsonElement> _told =
        [.. JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(PathOf(file))).EnumerateArray()];

    /// <summary>One member of what the Hardhat nodes told, as text: the block, or its receipts.</summary>
    public static string[] Told(string member) =>
    [
        .. new[] { "hardhat-generic.json", "hardhat-op.json", "hardhat-berlin.json" }
            .SelectMany(name => JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(PathOf(name))).EnumerateArray())
            .Select(item => item.GetProperty(member).GetRawText()),
    ];

    [Test]
    public void The_hash_of_each_block_is_recomputed()
    {
        Assert.That(_told, Has.Count.EqualTo(blocks));
        foreach (JsonElement block in _told.Select(item => item.GetProperty("block")))
        {
            Assert.That(ConsensusHeader.FromJson(block).ComputeHash(), Is.EqualTo(HashOf(block, "hash")));
        }
    }

    [Test]
    public void Receipts_root_and_bloom_of_each_block_are_recomputed()
    {
        foreach (JsonElement item in _told)
        {
            JsonElement block = item.GetProperty("block");
            IReadOnlyList<ConsensusReceipt> receipts = ConsensusReceipt.ListFromJson(item.GetProperty("receipts"));

            Assert.That(BlockReceipts.Root(receipts), Is.EqualTo(HashOf(block, "receiptsRoot")));
            Assert.That(BlockReceipts.Bloom(receipts).ToString(), Is.EqualTo(block.GetProperty("logsBloom").GetString()));
        }
    }

    [Test]
    public void The_bloom_of_the_header_may_contain_all_that_each_log_has()
    {
        foreach (JsonElement item in _told)
        {
            LogsBloom bloom = ConsensusHeader.FromJson(item.GetProperty("block")).LogsBloom;
            ChainLog[] logs = [.. ConsensusReceipt.ListFromJson(item.GetProperty("receipts")).SelectMany(receipt => receipt.Logs)];

            Assert.That(logs.Select(log => bloom.MayContain(log.Address)), Is.All.True);
            Assert.That(logs.SelectMany(log => log.Topics).Select(bloom.MayContain), Is.All.True);
            Assert.That(bloom.MayContain(Keccak256.HashUtf8("no event of any block")), Is.False);
        }
    }

    [Test]
    public void Each_log_is_proven_from_the_hash_of_its_block()
    {
        int logs = 0;
        foreach (JsonElement item in _told)
        {
            IReadOnlyList<ConsensusReceipt> receipts = ConsensusReceipt.ListFromJson(item.GetProperty("receipts"));
            byte[] header = ConsensusHeader.FromJson(item.GetProperty("block")).Encode();
            Assert.That(Keccak256.Hash(header), Is.EqualTo(HashOf(item.GetProperty("block"), "hash")));
            Assert.That(ConsensusHeader.TryDecode(header, out ConsensusHeader? decoded, out _), Is.True);
            for (int i = 0; i < receipts.Count; i++)
            {
                InclusionProofFailure failure = InclusionProof.Verify(
                    decoded!.ReceiptsRoot, i, BlockReceipts.Prove(receipts, i), out ReadOnlyMemory<byte> leaf);
                Assert.That(failure, Is.EqualTo(InclusionProofFailure.None));
                Assert.That(ConsensusReceipt.TryDecode(leaf.Span, out ConsensusReceipt? proven, out _), Is.True);
                Assert.That(proven!.Logs, Is.EqualTo(receipts[i].Logs));
                logs += proven.Logs.Count;
            }
        }

        Assert.That(logs, Is.Positive);
    }

    private static Hash32 HashOf(JsonElement block, string member) => Hash32.Parse(block.GetProperty(member).GetString()!);

    private static string PathOf(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, name);
}
