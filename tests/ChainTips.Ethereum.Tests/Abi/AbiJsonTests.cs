using System.Buffers;
using System.Text;
using System.Text.Json;
using ChainTips.Ethereum.Abi;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.Abi;

internal sealed class AbiJsonTests
{
    [TestCase("uint256", "5", "\"5\"")]
    [TestCase("uint256", "\"5\"", "\"5\"")]
    [TestCase("uint256", "\"0x0A\"", "\"10\"")]
    [TestCase("uint256", "115792089237316195423570985008687907853269984665640564039457584007913129639935",
        "\"115792089237316195423570985008687907853269984665640564039457584007913129639935\"")]
    [TestCase("int8", "-128", "\"-128\"")]
    [TestCase("int8", "\"-1\"", "\"-1\"")]
    [TestCase("int8", "\"-0x1\"", "\"-1\"")]
    [TestCase("bool", "true", "true")]
    [TestCase("bytes", "\"0xAB\"", "\"0xab\"")]
    [TestCase("bytes", "\"0x\"", "\"0x\"")]
    [TestCase("bytes2", "\"0x0102\"", "\"0x0102\"")]
    [TestCase("string", "\"a\\u0000\\ud83d\\ude00\"", "\"a\\u0000\\uD83D\\uDE00\"")]
    [TestCase("address", "\"0x209693bc6afc0c5328ba36faf03c514ef312287c\"", "\"0x209693Bc6afc0C5328bA36FaF03C514EF312287C\"")]
    [TestCase("(bool,uint8[])[1]", "[[false,[1,\"2\"]]]", "[[false,[\"1\",\"2\"]]]")]
    public void A_value_is_read_encoded_decoded_and_written(string type, string input, string output)
    {
        AbiType[] types = [AbiType.Parse(type)];
        byte[] encoding = AbiEncoder.Encode(types, [Read(type, input)]);

        Assert.That(AbiDecoder.TryDecodeToEnd(types, encoding, out IReadOnlyList<AbiValue>? values, out _), Is.True);
        Assert.That(Write(values![0]), Is.EqualTo(output));
    }

    [TestCase("uint256", "\"\"")]
    [TestCase("uint256", "\"-\"")]
    [TestCase("uint256", "\"0x\"")]
    [TestCase("uint256", "\"--1\"")]
    [TestCase("uint256", "\" 1\"")]
    [TestCase("uint256", "\"1,000\"")]
    [TestCase("uint256", "\"1_0\"")]
    [TestCase("uint256", "\"٣\"")]
    [TestCase("uint256", "\"0xg\"")]
    [TestCase("uint256", "1.5")]
    [TestCase("uint256", "1e3")]
    [TestCase("uint256", "true")]
    [TestCase("uint256", "null")]
    [TestCase("bool", "\"true\"")]
    [TestCase("bool", "1")]
    [TestCase("bytes", "\"ab\"")]
    [TestCase("bytes", "\"0xa\"")]
    [TestCase("bytes", "[1]")]
    [TestCase("address", "\"0x209693BC6afc0C5328bA36FaF03C514EF312287C\"", Description = "wrong checksum")]
    [TestCase("address", "\"0x00\"")]
    [TestCase("string", "5")]
    [TestCase("string", "\"\\ud800\"")]
    [TestCase("uint8[]", "{}")]
    [TestCase("uint8[]", "5")]
    [TestCase("(uint8,uint8)", "[1]")]
    [TestCase("(uint8,uint8)", "{\"a\":1,\"b\":2}")]
    public void A_value_of_another_form_is_refused(string type, string input) =>
        Assert.That(() => Read(type, input), Throws.TypeOf<FormatException>());

    [Test]
    public void A_number_of_many_digits_is_refused_at_once() =>
        Assert.That(
            () => Read("uint256", $"\"{new string('9', 1_000_000)}\""),
            Throws.TypeOf<FormatException>().With.Message.Length.LessThan(200));

    [TestCase("[\"uint256\",\"(bool,bytes)[]\"]", true)]
    [TestCase("[]", true)]
    [TestCase("\"uint256\"", false)]
    [TestCase("[1]", false)]
    [TestCase("[\"\\ud800\"]", false)]
    [TestCase("[\"uint257\"]", false)]
    public void Types_are_an_array_of_names(string json, bool isRead)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        NUnit.Framework.Constraints.IResolveConstraint outcome = isRead ? Throws.Nothing : Throws.TypeOf<FormatException>();

        Assert.That(() => AbiJson.ReadTypes(document.RootElement), outcome);
    }

    [Test]
    public void Any_arguments_survive_being_written_and_read() =>
        Holds.ForAll(AbiSamples.AnyArguments, arguments =>
        {
            using JsonDocument document = JsonDocument.Parse(Write(new AbiValue.List(arguments.Values)));
            return AbiJson.ReadMembers(arguments.Types, document.RootElement).SequenceEqual(arguments.Values);
        });

    [TestCase("bool")]
    [TestCase("uint8")]
    [TestCase("string")]
    [TestCase("uint8[]")]
    public void A_text_that_is_not_UTF8_is_refused(string type)
    {
        using JsonDocument document = JsonDocument.Parse(new byte[] { (byte)'"', 0xff, (byte)'"' });

        Assert.That(() => AbiJson.Read(AbiType.Parse(type), document.RootElement), Throws.TypeOf<FormatException>());
    }

    [Test]
    [Category("Fuzz")]
    [Description("The first character chooses the types")]
    public void Hostile_JSON_is_refused_or_read_as_what_is_written_the_same()
    {
        AbiArguments[] samples = Holds.Samples(AbiSamples.AnyArguments, 40);
        string[] texts = [.. samples.Select((arguments, at) => (char)(samples.Length + at) + Write(new AbiValue.List(arguments.Values)))];
        Fuzz.Utf8("ABI values (JSON)", texts, new Allowance(20_000, 300), bytes =>
        {
            AbiType[] types = samples[bytes.Length == 0 ? 0 : bytes[0] % samples.Length].Types;
            try
            {
                using JsonDocument document = JsonDocument.Parse(bytes.AsMemory(Math.Min(1, bytes.Length)));
                IReadOnlyList<AbiValue> values = AbiJson.ReadMembers(types, document.RootElement);
                using JsonDocument again = JsonDocument.Parse(Write(new AbiValue.List(values)));
                return Fuzz.AcceptedIf(AbiJson.ReadMembers(types, again.RootElement).SequenceEqual(values));
            }
            catch (Exception error) when (error is JsonException or FormatException)
            {
                return Fuzz.RefusedIf(error is JsonException || error.Message.Length is > 0 and < 1_000);
            }
        });
    }

    private static AbiValue Read(string type, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return AbiJson.Read(AbiType.Parse(type), document.RootElement);
    }

    private static string Write(AbiValue value)
    {
        ArrayBufferWriter<byte> text = new();
        using (Utf8JsonWriter writer = new(text, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            AbiJson.Write(writer, value);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
