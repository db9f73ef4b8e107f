using System.Diagnostics;
using System.Text;
using ChainTips.Ethereum.TypedData;
using ChainTips.Testing;
using FsCheck.Fluent;

namespace ChainTips.Ethereum.Tests.TypedData;

internal sealed class TypedFaultTests
{
    [TestCase("uint")]
    [TestCase("int")]
    [TestCase("byte")]
    [TestCase("function")]
    [TestCase("uint0")]
    [TestCase("uint7")]
    [TestCase("uint08")]
    [TestCase("uint264")]
    [TestCase("int12")]
    [TestCase("uint99999999999")]
    [TestCase("bytes0")]
    [TestCase("bytes33")]
    [TestCase("bytes01")]
    [TestCase("")]
    [TestCase(" uint8")]
    [TestCase("uint8 ")]
    [TestCase("uint8[")]
    [TestCase("uint8]")]
    [TestCase("uint8[]x")]
    [TestCase("uint8[0]")]
    [TestCase("uint8[01]")]
    [TestCase("uint8[-1]")]
    [TestCase("uint8[99999999999]")]
    [TestCase("uint8[][")]
    [TestCase("[]")]
    [TestCase("1S")]
    [TestCase("S(uint8 a)")]
    [TestCase("S,T")]
    [TestCase("Ü")]
    public void What_is_no_type_is_refused(string type) =>
        Assert.That(() => TypedMessage.Parse(TypedSamples.OfOne(type, "1")), Throws.TypeOf<TypedDataFormatException>());

    [TestCase("[]", "'typed data' must be an object")]
    [TestCase("{}", "lacks its member 'types'")]
    [TestCase("{\"types\":{},\"domain\":{},\"message\":{}}", "lacks its member 'primaryType'")]
    [TestCase("{\"types\":{},\"primaryType\":\"T\",\"message\":{}}", "lacks its member 'domain'")]
    [TestCase("{\"types\":{},\"primaryType\":\"T\",\"domain\":{}}", "lacks its member 'message'")]
    [TestCase("{\"types\":{},\"primaryType\":5,\"domain\":{},\"message\":{}}", "'primaryType'")]
    [TestCase("{\"types\":{},\"primaryType\":\"T\",\"domain\":{},\"message\":{}}", "'T' is used and not among the types")]
    [TestCase("{\"types\":{\"T\":[]},\"primaryType\":\"T[]\",\"domain\":{},\"message\":{}}", "not among the types")]
    [TestCase("{\"types\":{\"T\":{}},\"primaryType\":\"T\",\"domain\":{},\"message\":{}}", "must be an array")]
    [TestCase("{\"types\":{\"T\":[5]},\"primaryType\":\"T\",\"domain\":{},\"message\":{}}", "must be an object")]
    [TestCase("{\"types\":{\"T\":[{\"name\":\"a\"}]},\"primaryType\":\"T\",\"domain\":{},\"message\":{}}", "lacks its member 'type'")]
    [TestCase("{\"types\":{\"T\":[{\"name\":\"a b\",\"type\":\"bool\"}]},\"primaryType\":\"T\",\"domain\":{},\"message\":{}}", "can't be named")]
    [TestCase("{\"types\":{\"uint8\":[]},\"primaryType\":\"T\",\"domain\":{},\"message\":{}}", "can't be named")]
    [TestCase("{\"types\":{\"T\":[],\"T\":[]},\"primaryType\":\"T\",\"domain\":{},\"message\":{}}", "two members 'T'")]
    [TestCase("{\"types\":{\"T\":[]},\"primaryType\":\"T\",\"domain\":{},\"message\":{\"a\":1}}", "would not be signed")]
    [TestCase("{\"types\":{\"T\":[]},\"primaryType\":\"T\",\"domain\":{\"nam\":\"x\"},\"message\":{}}", "would not be signed")]
    [TestCase("{\"types\":{\"T\":[]},\"primaryType\":\"T\",\"domain\":{\"chainId\":-1},\"message\":{}}", "domain.chainId")]
    [TestCase("{\"types\":{\"T\":[]},\"primaryType\":\"EIP712Domain\",\"domain\":{},\"message\":{\"a\":1}}", "must be empty")]
    [TestCase("{\"types\":{\"EIP712Domain\":[{\"name\":\"name\",\"type\":\"string\"}]},\"primaryType\":\"EIP712Domain\",\"domain\":{},\"message\":{}}", "domain.name")]
    [TestCase("{\"types\":{\"\\ud800\":[]},\"primaryType\":\"T\",\"domain\":{},\"message\":{}}", "surrogate")]
    [TestCase("{\"types\":", "no JSON")]
    [TestCase("", "no JSON")]
    public void A_message_that_lacks_or_repeats_something_is_refused(string json, string reason)
    {
        bool isParsed = TypedMessage.TryParse(json, out _, out string? error);

        Assert.That(isParsed, Is.False);
        Assert.That(error, Does.Contain(reason));
    }

    [Test]
    public void A_text_that_is_not_even_text_is_refused() =>
        Assert.That(() => TypedMessage.Parse("{\"a\":\"\ud800\"}"), Throws.TypeOf<TypedDataFormatException>());

    [Test]
    public void A_long_text_that_is_no_JSON_is_not_told_back()
    {
        bool isParsed = TypedMessage.TryParse("{\n" + new string('x', 100_000), out _, out string? error);

        Assert.That(isParsed, Is.False);
        Assert.That(error, Has.Length.LessThan(200).And.Contains("line 2"));
    }

    [Test]
    public void Two_members_of_one_name_are_refused() =>
        Assert.That(
            () => TypedMessage.Parse(TypedSamples.Of("""{"T":[{"name":"a","type":"bool"},{"name":"a","type":"bool"}]}""", "T", "{\"a\":true}")),
            Throws.TypeOf<TypedDataFormatException>().With.Message.Contains("two members 'a'"));

    [Test]
    public void Deep_values_are_refused_and_not_followed()
    {
        string nested = string.Concat(Enumerable.Repeat("{\"p\":", 66)) + "null" + new string('}', 66);
        string types = """{"P":[{"name":"p","type":"P"}]}""";
        using System.Text.Json.JsonDocument deep = System.Text.Json.JsonDocument.Parse(
            TypedSamples.Of(types, "P", nested), new System.Text.Json.JsonDocumentOptions { MaxDepth = 128 });

        Assert.That(() => TypedMessage.Parse(TypedSamples.Of(types, "P", nested)), Throws.TypeOf<TypedDataFormatException>());
        Assert.That(
            () => TypedMessage.Parse(deep.RootElement), Throws.TypeOf<TypedDataFormatException>().With.Message.Contains("too deeply"));
    }

    [Test]
    public void A_hundred_dimensions_are_refused() =>
        Assert.That(
            () => TypedMessage.Parse(TypedSamples.OfOne("uint8" + string.Concat(Enumerable.Repeat("[]", 100)), "[]")),
            Throws.TypeOf<TypedDataFormatException>());

    [Test]
    public void A_long_chain_of_types_costs_no_more_than_its_limit()
    {
        IEnumerable<string> chain = Enumerable.Range(0, 5_000).Select(i => $$"""
            "T{{i}}":[{"name":"next","type":"T{{i + 1}}"}]
            """);
        IEnumerable<string> fields = Enumerable.Range(0, 5_000).Select(i => $$"""
            {"name":"f{{i}}","type":"T{{i}}"}
            """);
        IEnumerable<string> values = Enumerable.Range(0, 5_000).Select(i => $$"""
            "f{{i}}":{"next":null}
            """);
        string types = "{" + string.Join(',', chain) + ",\"T5000\":[],\"R\":[" + string.Join(',', fields) + "]}";

        Assert.That(
            () => TypedMessage.Parse(TypedSamples.Of(types, "R", "{" + string.Join(',', values) + "}")),
            Throws.TypeOf<TypedDataFormatException>().With.Message.Contains("too long"));
    }

    [Test]
    public void Members_left_out_cost_no_more_than_their_limit()
    {
        IEnumerable<string> fields = Enumerable.Range(0, 1_000).Select(i => $$"""
            {"name":"p{{i}}","type":"P"}
            """);
        string types = $$"""{"P":[{{string.Join(',', fields)}}],"R":[{"name":"all","type":"P[]"}]}""";
        string message = $$"""{"all":[{{string.Join(',', Enumerable.Repeat("{}", 1_000))}}]}""";

        Assert.That(
            () => TypedMessage.Parse(TypedSamples.Of(types, "R", message)),
            Throws.TypeOf<TypedDataFormatException>().With.Message.Contains("left out"));
    }

    [Test]
    public void A_huge_number_is_refused_at_once()
    {
        long start = Stopwatch.GetTimestamp();
        bool isParsed = TypedMessage.TryParse(TypedSamples.OfOne("uint256", new string('9', 1_000_000)), out _, out string? error);

        Assert.That(isParsed, Is.False);
        Assert.That(error, Has.Length.LessThan(400));
        Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(5)), "Reading the number would take minutes.");
    }

    [Test]
    public void Any_change_of_a_character_gives_another_message_or_a_refusal()
    {
        byte[] mail = Encoding.UTF8.GetBytes(TypedSamples.Mail);
        Holds.ForAll(Gen.Choose(0, mail.Length - 1).Zip(Gen.Choose(1, 126)), change =>
        {
            byte[] changed = [.. mail];
            changed[change.Item1] = (byte)change.Item2;
            return TypedMessage.TryParse(Encoding.UTF8.GetString(changed), out TypedMessage? message, out string? error)
                ? message.Digest != default
                : error.Length > 0;
        });
    }

    [Test]
    [Category("Fuzz")]
    public void Hostile_text_is_refused_or_a_message_with_one_digest() =>
        Fuzz.Text(
            "EIP-712 (JSON)",
            [
                TypedSamples.Mail, TypedSamples.Authorization, TypedSamples.Offer,
                TypedSamples.OfOne("uint8[2][]", "[[1,2],[3,\"0x4\"]]"), TypedSamples.OfOne("S[]", "[{\"a\":1},{\"a\":\"2\"}]"),
                TypedSamples.OfOne("bytes", "\"0x00\""), TypedSamples.OfOne("int256", "-1"),
                TypedSamples.WithDomain("{\"name\":\"a\",\"chainId\":\"0x1\"}"),
            ],
            new Allowance(60_000, 300),
            text => TypedMessage.TryParse(text, out TypedMessage? message, out string? error)
                ? Fuzz.AcceptedIf(error is null && message.Digest != default && TypedMessage.Parse(text).Digest == message.Digest)
                : Fuzz.RefusedIf(message is null && error.Length is > 0 and < 1_000));
}
