using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;
using ChainTips.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace ChainTips.Ethereum.Tests.Proofs;

internal sealed class ConsensusHeaderTests
{
    private const string Word = "0x1111111111111111111111111111111111111111111111111111111111111111";

    private static readonly string[] ForkFields =
        ["baseFeePerGas", "withdrawalsRoot", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot", "requestsHash"];

    /// <summary>The genesis block of Ethereum mainnet.</summary>
    private static JsonObject Genesis => new()
    {
        ["parentHash"] = Hash32.Zero.ToString(),
        ["sha3Uncles"] = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347",
        ["miner"] = "0x0000000000000000000000000000000000000000",
        ["stateRoot"] = "0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544",
        ["transactionsRoot"] = MerklePatriciaTrie.EmptyRoot.ToString(),
        ["receiptsRoot"] = MerklePatriciaTrie.EmptyRoot.ToString(),
        ["logsBloom"] = LogsBloom.Empty.ToString(),
        ["difficulty"] = "0x400000000",
        ["number"] = "0x0",
        ["gasLimit"] = "0x1388",
        ["gasUsed"] = "0x0",
        ["timestamp"] = "0x0",
        ["extraData"] = "0x11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa",
        ["mixHash"] = Hash32.Zero.ToString(),
        ["nonce"] = "0x0000000000000042",
    };

    [Test(Description = "Ethereum mainnet, block 0")]
    public void The_genesis_block_has_its_known_hash() =>
        Assert.That(
            Read(Genesis).ComputeHash().ToString(),
            Is.EqualTo("0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3"));

    [Test]
    public void The_fields_of_each_fork_are_appended_in_order()
    {
        JsonObject block = Genesis;
        HashSet<Hash32> hashes = [Read(block).ComputeHash()];
        foreach (string field in ForkFields)
        {
            block[field] = ValueOf(field);
            ConsensusHeader header = Read(block);

            Assert.That(hashes.Add(header.ComputeHash()), Is.True, field);
            Assert.That(ConsensusHeader.TryDecode(header.Encode(), out ConsensusHeader? decoded, out _), Is.True);
            Assert.That(decoded!.ComputeHash(), Is.EqualTo(header.ComputeHash()));
        }
    }

    [Test]
    public void A_field_without_those_of_the_forks_before_is_refused()
    {
        for (int missing = 0; missing < ForkFields.Length - 1; missing++)
        {
            JsonObject block = Genesis;
            foreach (string field in ForkFields)
            {
                block[field] = ValueOf(field);
            }

            block[ForkFields[missing]] = null;
            Assert.That(
                () => Read(block).ComputeHash(),
                Throws.TypeOf<ConsensusFormatException>().With.Message.Contains($"not {ForkFields[missing]}"));
        }
    }

    [Test]
    public void A_member_that_is_missing_null_or_of_another_form_is_named()
    {
        foreach (string name in Genesis.Select(member => member.Key))
        {
            foreach (JsonNode? wrong in new JsonNode?[] { null, 5, "0xzz", "", "0x" })
            {
                JsonObject block = Genesis;
                block[name] = wrong;
                if (name != "extraData" || wrong?.ToString() != "0x")
                {
                    Assert.That(() => Read(block), Throws.TypeOf<ConsensusFormatException>().With.Message.Contains($"'block.{name}'"));
                }
            }
        }

        Assert.That(() => ConsensusHeader.FromJson(JsonSerializer.SerializeToElement(5)), Throws.TypeOf<ConsensusFormatException>());
    }

    [Test]
    [Category("Fuzz")]
    public void What_is_accepted_of_hostile_bytes_is_their_encoding() =>
        Fuzz.Bytes("header (RLP)", Holds.Samples(Headers.Select(header => header.Encode())), new Allowance(6_000, 20), Judge);

    [Test]
    public void A_name_that_is_half_of_a_surrogate_pair_is_refused()
    {
        using JsonDocument document = JsonDocument.Parse("""{"\ud800Hash":1}""");

        Assert.That(() => ConsensusHeader.FromJson(document.RootElement), Throws.TypeOf<ConsensusFormatException>());
    }

    [Test]
    [Category("Fuzz")]
    public void Hostile_JSON_is_refused_or_a_header() =>
        Fuzz.Utf8("header (JSON)", [.. RealBlockTests.Told("block"), Genesis.ToJsonString()], new Allowance(20_000, 20), bytes =>
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(bytes);
                byte[] encoding = ConsensusHeader.FromJson(document.RootElement).Encode();
                return Fuzz.AcceptedIf(Judge(encoding) == Verdict.Accepted);
            }
            catch (Exception error) when (error is JsonException or ConsensusFormatException)
            {
                return Fuzz.RefusedIf(error is JsonException || error.Message.Length < 1_000);
            }
        });

    [Test]
    public void Any_header_comes_back_from_its_encoding() =>
        Holds.ForAll(Headers, header =>
            ConsensusHeader.TryDecode(header.Encode(), out ConsensusHeader? decoded, out string? error)
            && error is null
            && decoded with { ExtraData = header.ExtraData } == header
            && decoded.ExtraData.Span.SequenceEqual(header.ExtraData.Span));

    private static Gen<ConsensusHeader> Headers =>
        from bytes in Holds.BytesOf(300)
        from forks in Gen.Choose(0, 6)
        select Read(Genesis) with
        {
            ParentHash = Hash32.FromBytes(bytes.AsSpan(0, 32)),
            LogsBloom = LogsBloom.FromBytes(bytes.AsSpan(20, 256)),
            Difficulty = UInt256.FromBigEndian(bytes.AsSpan(40, bytes[0] % 33)),
            Number = new BlockNumber(BitConverter.ToUInt64(bytes, 80) >> (bytes[1] % 64)),
            ExtraData = bytes.AsMemory(100, bytes[2] % 60),
            Nonce = BitConverter.ToUInt64(bytes, 160),
            BaseFeePerGas = forks > 0 ? UInt256.FromBigEndian(bytes.AsSpan(170, bytes[3] % 33)) : null,
            WithdrawalsRoot = forks > 1 ? Hash32.FromBytes(bytes.AsSpan(200, 32)) : null,
            BlobGasUsed = forks > 2 ? bytes[4] * 131_072UL : null,
            ExcessBlobGas = forks > 3 ? bytes[5] * 131_072UL : null,
            ParentBeaconBlockRoot = forks > 4 ? Hash32.FromBytes(bytes.AsSpan(210, 32)) : null,
            RequestsHash = forks > 5 ? Hash32.FromBytes(bytes.AsSpan(220, 32)) : null,
        };

    private static string ValueOf(string forkField) =>
        forkField is "baseFeePerGas" or "blobGasUsed" or "excessBlobGas" ? "0x0" : Word;

    private static ConsensusHeader Read(JsonObject block) =>
        ConsensusHeader.FromJson(JsonSerializer.SerializeToElement(block));

    private static Verdict Judge(byte[] encoding) =>
        ConsensusHeader.TryDecode(encoding, out ConsensusHeader? header, out string? error)
            ? Fuzz.AcceptedIf(error is null && header.Encode().AsSpan().SequenceEqual(encoding))
            : Fuzz.RefusedIf(error is not null && header is null);
}
