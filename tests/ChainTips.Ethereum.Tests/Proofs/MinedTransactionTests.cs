using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Ethereum.Tests.Proofs;

/// <summary>Mined transactions of types 0 to 4, made by <c>tests/differential/vectors/mined-transactions.mjs</c> with what ethers and viem find in them.</summary>
internal sealed class MinedTransactionTests
{
    /// <summary>The members that are signed, and so make the hash, by type; an L1 node says others beside them.</summary>
    private static readonly string[] Signed =
    [
        "nonce", "gas", "value", "r", "s", "input", "to", "type", "gasPrice", "maxFeePerGas", "maxPriorityFeePerGas", "chainId", "yParity",
        "maxFeePerBlobGas",
    ];

    public static IReadOnlyList<JsonObject> All { get; } = [.. JsonNode.Parse(File.ReadAllBytes(PathOf("mined-transactions.json")))!.AsArray().Select(one => one!.AsObject())];

    private static IEnumerable<TestCaseData> Cases => All.Select((json, i) => new TestCaseData(json).SetArgDisplayNames($"{i}, type {(string)json["type"]!}"));

    [TestCaseSource(nameof(Cases))]
    [Description("EIP-155, EIP-2930, EIP-1559, EIP-4844, EIP-7702; ethers 6.17.0 and viem 2.57.20")]
    public void The_hash_and_the_sender_are_computed_from_what_was_signed(JsonObject json)
    {
        MinedTransaction transaction = Read(json)!;

        Assert.That(transaction.Hash.ToString(), Is.EqualTo((string)json["hash"]!));
        Assert.That(transaction.From, Is.EqualTo(Address.Parse((string)json["from"]!)));
        Assert.That(transaction.To?.ToString(), Is.EqualTo(json["to"] is JsonNode to ? Address.Parse((string)to!).ToString() : null));
        Assert.That(Hex.Format(transaction.Input.Span), Is.EqualTo((string)json["input"]!));
    }

    [TestCaseSource(nameof(Cases))]
    public void What_the_node_says_of_hash_and_sender_is_not_believed(JsonObject json)
    {
        JsonObject lie = Copy(json);
        lie["hash"] = Hash32.Zero.ToString();
        lie["from"] = Address.Zero.ToString();

        Assert.That(Read(lie)!.Hash.ToString(), Is.EqualTo((string)json["hash"]!));
        Assert.That(Read(lie)!.From, Is.EqualTo(Address.Parse((string)json["from"]!)));
    }

    [TestCaseSource(nameof(Cases))]
    public void Any_other_field_makes_another_hash_or_none(JsonObject json)
    {
        string type = (string)json["type"]!;
        foreach (string member in Signed.Where(member => json.ContainsKey(member) && !(member == "gasPrice" && type is not ("0x0" or "0x1"))))
        {
            JsonObject other = Copy(json);
            other[member] = Altered(member, json[member]);

            Assert.That(HashOrNull(other), Is.Not.EqualTo((string)json["hash"]!), member);
        }
    }

    [Test]
    public void The_last_byte_of_each_list_is_part_of_the_hash()
    {
        foreach (JsonObject json in All)
        {
            foreach (string path in new[] { "accessList", "blobVersionedHashes", "authorizationList" })
            {
                if (json[path] is JsonArray { Count: > 0 } list)
                {
                    JsonObject shorter = Copy(json);
                    shorter[path] = new JsonArray([.. list.SkipLast(1).Select(item => item!.DeepClone())]);

                    Assert.That(HashOrNull(shorter), Is.Not.EqualTo((string)json["hash"]!), path);
                }
            }
        }
    }

    [Test]
    [Description("EIP-7702: a transaction stands though an authorization in it is none; the chain would stand still for whoever cannot read it")]
    public void An_authorization_that_is_none_is_read() => Assert.That(
        All.Count(json => json["authorizationList"]?.AsArray().Any(one => (string)one!["yParity"]! == "0x1b") == true && Read(json) is not null),
        Is.EqualTo(1));

    [TestCase("0x7e", Description = "OP stack: a deposit, which nobody signed")]
    [TestCase("0x5")]
    [TestCase("0x6a", Description = "Arbitrum")]
    [TestCase("0xff")]
    public void A_type_that_is_not_known_is_not_read(string type)
    {
        JsonObject json = Copy(All[0]);
        json["type"] = type;

        Assert.That(Read(json), Is.Null);
    }

    [Test]
    public void A_transaction_without_a_type_is_a_legacy_one()
    {
        JsonObject json = Copy(All[0]);
        json.Remove("type");

        Assert.That(Read(json)!.Hash.ToString(), Is.EqualTo((string)json["hash"]!));
    }

    [TestCaseSource(nameof(Cases))]
    public void A_field_that_is_missing_is_an_error_that_names_it(JsonObject json)
    {
        foreach (string member in new[] { "nonce", "gas", "value", "input", "r", "s" })
        {
            JsonObject shorter = Copy(json);
            shorter.Remove(member);

            Assert.That(() => Read(shorter), Throws.TypeOf<ConsensusFormatException>().With.Message.Contains(member));
        }
    }

    [Test]
    public void A_signature_that_no_key_gives_is_an_error()
    {
        foreach (string member in new[] { "r", "s" })
        {
            JsonObject json = Copy(All[^1]);
            json[member] = "0x0";

            Assert.That(() => Read(json), Throws.TypeOf<ConsensusFormatException>());
        }
    }

    [Test]
    [Description("Nodes of some L2s show what the chain itself puts into a block as a legacy transaction with empty signature")]
    public void What_nobody_signed_cannot_be_read_and_is_no_error()
    {
        JsonObject json = Copy(All[0]);
        foreach (string member in new[] { "r", "s", "v" })
        {
            json[member] = "0x0";
        }

        Assert.That(Read(json), Is.Null);
    }

    private static JsonNode Altered(string member, JsonNode? value) => member switch
    {
        "to" => value is null ? Address.Zero.ToString() : "0x" + new string('1', 40),
        "type" => (string)value! == "0x1" ? "0x2" : "0x1",
        "input" => (string)value! + "00",
        "yParity" => (string)value! == "0x0" ? "0x1" : "0x0",
        _ => (string)value! == "0x1" ? "0x2" : "0x1",
    };

    private static string? HashOrNull(JsonObject json)
    {
        try
        {
            return Read(json)?.Hash.ToString();
        }
        catch (ConsensusFormatException)
        {
            return null;
        }
    }

    private static JsonObject Copy(JsonObject json) => json.DeepClone().AsObject();

    private static MinedTransaction? Read(JsonObject json) => MinedTransaction.FromJson(JsonSerializer.SerializeToElement(json));

    private static string PathOf(string name, [CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, name);
}
