using System.Text.Json;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;
using ChainTips.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace ChainTips.Ethereum.Tests.Proofs;

internal sealed class ConsensusReceiptTests
{
    private const string Source = "ethers 6.17.0 encodeRlp with @ethereumjs/mpt 10.1.3";
    private const string SomeRoot = "0x1111111111111111111111111111111111111111111111111111111111111111";

    [TestCase("""{"type":"0x0","status":"0x1"}""", "0x056b23fbba480696b65fe5a59b8f2148a1299103c4f57df839233af2cf4ca2d2", Description = Source + ", and the root of every mainnet block with one plain transfer")]
    [TestCase("""{"status":"0x1"}""", "0x056b23fbba480696b65fe5a59b8f2148a1299103c4f57df839233af2cf4ca2d2", Description = Source)]
    [TestCase("""{"type":"0x0","status":"0x0"}""", "0x642cd2bcdba228efb3996bf53981250d3608289522b80754c4e3c085c93c806f", Description = Source)]
    [TestCase("""{"type":"0x0","root":"0x1111111111111111111111111111111111111111111111111111111111111111"}""", "0x7a7ae1f3325b89785511fe0c88e0ac399deedd50be425c93d8e6e391828492d9", Description = Source + ", before Byzantium")]
    [TestCase("""{"type":"0x0","root":"0x1111111111111111111111111111111111111111111111111111111111111111","status":"0x0"}""", "0x7a7ae1f3325b89785511fe0c88e0ac399deedd50be425c93d8e6e391828492d9", Description = Source + ", as go-ethereum writes its own")]
    [TestCase("""{"type":"0x0","root":"0x","status":"0x1"}""", "0x056b23fbba480696b65fe5a59b8f2148a1299103c4f57df839233af2cf4ca2d2", Description = Source + ", as go-ethereum writes its own")]
    [TestCase("""{"type":"0x1","root":null,"status":"0x1"}""", "0xd3a6acf9a244d78b33831df95d472c4128ea85bf079a1d41e32ed0b7d2244c9e", Description = Source + ", EIP-2930")]
    [TestCase("""{"type":"0x2","status":"0x1"}""", "0xf78dfb743fbd92ade140711c8bbc542b5e307f0ab7984eff35d751969fe57efa", Description = Source + ", EIP-1559")]
    [TestCase("""{"type":"0x3","status":"0x1"}""", "0xeaa8c40899a61ae59615cf9985f5e2194f8fd2b57d273be63bde6733e89b12ab", Description = Source + ", EIP-4844")]
    [TestCase("""{"type":"0x4","status":"0x1"}""", "0xef168ffb749ab66bc9cb8b45df3d161af58309818bf1df62981b8b08e27a2cc8", Description = Source + ", EIP-7702")]
    [TestCase("""{"type":"0x6a","status":"0x1"}""", "0xaba4d20d0ccd51036b669258548d12e9d70e7f95e1808ab36a05a29f42c01b9c", Description = Source + ", Arbitrum's internal type as any other")]
    [TestCase("""{"type":"0x7e","status":"0x1"}""", "0xd19338b387dee74026dee1dd0c1e74b9a6a167331616c37d44419f8a1081d833", Description = Source + ", OP stack before Regolith")]
    [TestCase("""{"type":"0x7e","status":"0x1","depositNonce":"0x4d2"}""", "0xd19338b387dee74026dee1dd0c1e74b9a6a167331616c37d44419f8a1081d833", Description = Source + ", OP stack before Canyon: the nonce is not hashed")]
    [TestCase("""{"type":"0x7e","status":"0x1","cumulativeGasUsed":"0xf9f5","depositNonce":"0xd2df2"}""", "0x3c715dd96d2597ccd46fde046da5e4b13e0a5b7d0a2ff60c3ee6c92fee9600ea", Description = "header of block 863731 of Manta Sepolia, before Canyon, whose only receipt it is; from the tests of a fork of op-reth (consensus, proof.rs)")]
    [TestCase("""{"type":"0x7e","status":"0x1","cumulativeGasUsed":"0xccfd","depositNonce":"0x86147"}""", "0xdbf9def3e8d930433596aa91b3ad3279652031ca45b1a3ca92785703f84aa6b0", Description = "header of block 549192 of Manta Sepolia, likewise")]
    [TestCase("""{"type":"0x7e","status":"0x1","depositNonce":"0x4d2","depositReceiptVersion":"0x1"}""", "0x6352a7c0d1565e95e298680feaca919729ded54ae58c474dfc58c3f7321e7bdd", Description = Source + ", OP stack since Canyon")]
    [TestCase("""{"type":"0x7e","status":"0x1","depositNonce":"0x0","depositReceiptVersion":"0x1"}""", "0x421c9faa079e3af451595796a35cea8e4336000d032e2369b0da8900449e8b1e", Description = Source + ", OP stack since Canyon")]
    public void One_receipt_of_each_kind_gives_its_root(string members, string root)
    {
        ConsensusReceipt receipt = Parse(members);

        Assert.That(BlockReceipts.Root([receipt]).ToString(), Is.EqualTo(root));
        Assert.That(ConsensusReceipt.TryDecode(receipt.Encode(), out ConsensusReceipt? decoded, out _), Is.True);
        Assert.That(decoded!.Encode(), Is.EqualTo(receipt.Encode()));
        Assert.That(decoded.Type, Is.EqualTo(receipt.Type));
    }

    [Test]
    public void No_receipts_have_the_root_of_the_empty_trie()
    {
        Assert.That(BlockReceipts.Root([]), Is.EqualTo(MerklePatriciaTrie.EmptyRoot));
        Assert.That(BlockReceipts.Bloom([]), Is.EqualTo(LogsBloom.Empty));
    }

    [TestCase("""{"status":"0x2"}""", "receipt.status")]
    [TestCase("""{}""", "receipt.status")]
    [TestCase("""{"status":null}""", "receipt.status")]
    [TestCase("""{"status":true}""", "receipt.status")]
    [TestCase("""{"status":"0x1","type":"0x80"}""", "receipt.type")]
    [TestCase("""{"status":"0x1","type":2}""", "receipt.type")]
    [TestCase("""{"root":"0x11"}""", "receipt.root")]
    [TestCase("""{"status":"0x1","cumulativeGasUsed":"0x"}""", "receipt.cumulativeGasUsed")]
    [TestCase("""{"status":"0x1","cumulativeGasUsed":"0x10000000000000000"}""", "receipt.cumulativeGasUsed")]
    [TestCase("""{"status":"0x1","cumulativeGasUsed":"21000"}""", "receipt.cumulativeGasUsed")]
    [TestCase("""{"status":"0x1","logs":null}""", "receipt.logs")]
    [TestCase("""{"status":"0x1","logs":{}}""", "receipt.logs")]
    [TestCase("""{"status":"0x1","logs":[1]}""", "receipt.logs[0]")]
    [TestCase("""{"status":"0x1","logs":[{"topics":[],"data":"0x"}]}""", "receipt.logs[0].address")]
    [TestCase("""{"status":"0x1","logs":[{"address":"0x00","topics":[],"data":"0x"}]}""", "receipt.logs[0].address")]
    [TestCase("""{"status":"0x1","logs":[{"address":"0x0000000000000000000000000000000000000000","topics":["0x01"],"data":"0x"}]}""", "receipt.logs[0].topics[0]")]
    [TestCase("""{"status":"0x1","logs":[{"address":"0x0000000000000000000000000000000000000000","topics":[],"data":"0x0"}]}""", "receipt.logs[0].data")]
    [TestCase("""{"status":"0x1","logs":[{"address":"0x0000000000000000000000000000000000000000","topics":[]}]}""", "receipt.logs[0].data")]
    public void A_member_that_is_wrong_is_named(string members, string name) =>
        Assert.That(() => Parse(members), Throws.TypeOf<ConsensusFormatException>().With.Message.Contains($"'{name}'"));

    [Test]
    public void Five_topics_are_refused()
    {
        string topics = string.Join(',', Enumerable.Repeat($"\"{SomeRoot}\"", 5));

        Assert.That(
            () => Parse($$"""{"status":"0x1","logs":[{"address":"0x0000000000000000000000000000000000000000","topics":[{{topics}}],"data":"0x"}]}"""),
            Throws.TypeOf<ConsensusFormatException>());
    }

    [Test]
    public void A_deposit_with_a_version_has_a_nonce() =>
        Assert.That(
            () => Parse("""{"type":"0x7e","status":"0x1","depositReceiptVersion":"0x1"}""").Encode(),
            Throws.TypeOf<ConsensusFormatException>());

    [Test]
    public void Any_receipt_comes_back_from_its_encoding() =>
        Holds.ForAll(Receipts, receipt =>
            ConsensusReceipt.TryDecode(receipt.Encode(), out ConsensusReceipt? decoded, out string? error)
            && error is null
            && decoded.Type == receipt.Type
            && decoded.PostState == receipt.PostState
            && decoded.Succeeded == receipt.Succeeded
            && decoded.CumulativeGasUsed == receipt.CumulativeGasUsed
            && decoded.DepositNonce == receipt.DepositNonce
            && decoded.Logs.SequenceEqual(receipt.Logs));

    [Test]
    [Category("Fuzz")]
    public void What_is_accepted_of_hostile_bytes_is_their_encoding() =>
        Fuzz.Bytes("receipt (RLP)", Holds.Samples(Receipts.Select(receipt => receipt.Encode())), new Allowance(8_000, 100), Judge);

    [Test]
    [Category("Fuzz")]
    public void Hostile_JSON_is_refused_or_receipts() =>
        Fuzz.Utf8("receipts (JSON)", RealBlockTests.Told("receipts"), new Allowance(30_000, 40), bytes =>
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(bytes);
                return Fuzz.AcceptedIf(ConsensusReceipt.ListFromJson(document.RootElement).All(receipt => Judge(receipt.Encode()) == Verdict.Accepted));
            }
            catch (Exception error) when (error is JsonException or ConsensusFormatException)
            {
                return Fuzz.RefusedIf(error is JsonException || error.Message.Length < 1_000);
            }
        });

    [Test]
    public void A_bloom_that_is_not_that_of_the_logs_is_refused()
    {
        byte[] encoding = Parse("""{"status":"0x1"}""").Encode();
        encoding[^2] ^= 1;

        Assert.That(ConsensusReceipt.TryDecode(encoding, out ConsensusReceipt? receipt, out string? error), Is.False);
        Assert.That(receipt, Is.Null);
        Assert.That(error, Does.Contain("bloom"));
    }

    private static Gen<ConsensusReceipt> Receipts =>
        from type in Gen.Elements<byte>(0, 1, 2, 3, 4, 0x6a, ConsensusReceipt.DepositType)
        from outcome in Gen.Choose(0, 2)
        from gas in Gen.Choose(0, int.MaxValue)
        from bytes in Holds.BytesOf(200)
        from logs in Gen.Choose(0, 4)
        select new ConsensusReceipt
        {
            Type = type,
            PostState = outcome == 2 ? Hash32.FromBytes(bytes.AsSpan(0, 32)) : null,
            Succeeded = outcome == 1,
            CumulativeGasUsed = (ulong)gas,
            DepositNonce = type == ConsensusReceipt.DepositType && bytes[0] > 100 ? bytes[1] : null,
            DepositReceiptVersion = type == ConsensusReceipt.DepositType && bytes[0] > 100 ? 1UL : null,
            Logs = [.. Enumerable.Range(0, logs).Select(position => Log(bytes, position))],
        };

    private static ChainLog Log(byte[] bytes, int position) => new(
        Address.FromBytes(bytes.AsSpan(40 + position, 20)),
        [.. Enumerable.Range(0, (bytes[2] + position) % 5).Select(topic => Hash32.FromBytes(bytes.AsSpan(70 + topic, 32)))],
        bytes.AsMemory(110, bytes[3] % 80),
        position);

    private static Verdict Judge(byte[] encoding) =>
        ConsensusReceipt.TryDecode(encoding, out ConsensusReceipt? receipt, out string? error)
            ? Fuzz.AcceptedIf(error is null && receipt.Encode().AsSpan().SequenceEqual(encoding))
            : Fuzz.RefusedIf(error is not null && receipt is null);

    /// <summary>Adds what every receipt has, unless the members give it.</summary>
    private static ConsensusReceipt Parse(string members)
    {
        Dictionary<string, JsonElement> all = new()
        {
            ["cumulativeGasUsed"] = JsonSerializer.SerializeToElement("0x5208"),
            ["logs"] = JsonSerializer.SerializeToElement(Array.Empty<int>()),
            ["logsBloom"] = JsonSerializer.SerializeToElement("0x00"),
        };
        foreach (JsonProperty member in JsonSerializer.Deserialize<JsonElement>(members).EnumerateObject())
        {
            all[member.Name] = member.Value;
        }

        return ConsensusReceipt.FromJson(JsonSerializer.SerializeToElement(all));
    }
}
