using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using static ChainTips.Ethereum.Tests.Abi.AbiWords;

namespace ChainTips.Ethereum.Tests.Abi;

internal sealed class AbiEncoderTests
{
    [Test]
    [Description("Solidity ABI specification, Examples: baz(69, true)")]
    public void Static_arguments_stand_in_the_head() =>
        AssertCall("baz(uint32,bool)", "cdcd77c0", [Number(69), new AbiValue.Bool(true)], ["45", "1"]);

    [Test]
    [Description("Solidity ABI specification, Examples: bar([\"abc\", \"def\"])")]
    public void A_fixed_array_of_static_elements_stands_in_the_head() =>
        AssertCall("bar(bytes3[2])", "fce353f6", [List(Bytes("abc"), Bytes("def"))], [Left("616263"), Left("646566")]);

    [Test]
    [Description("Solidity ABI specification, Examples: sam(\"dave\", true, [1,2,3])")]
    public void Dynamic_arguments_stand_in_tails() => AssertCall(
        "sam(bytes,bool,uint256[])",
        "a5643bf2",
        [Bytes("dave"), new AbiValue.Bool(true), List(Number(1), Number(2), Number(3))],
        ["60", "1", "a0", "4", Left("64617665"), "3", "1", "2", "3"]);

    [Test]
    [Description("Solidity ABI specification, Use of Dynamic Types: f(0x123, [0x456, 0x789], \"1234567890\", \"Hello, world!\")")]
    public void Static_and_dynamic_arguments_mix() => AssertCall(
        "f(uint256,uint32[],bytes10,bytes)",
        "8be65246",
        [Number(0x123), List(Number(0x456), Number(0x789)), Bytes("1234567890"), Bytes("Hello, world!")],
        ["123", "80", Left("31323334353637383930"), "e0", "2", "456", "789", "d", Left("48656c6c6f2c20776f726c6421")]);

    [Test]
    [Description("Solidity ABI specification, Use of Dynamic Types: g([[1, 2], [3]], [\"one\", \"two\", \"three\"])")]
    public void Offsets_of_elements_count_from_the_first_element() => AssertCall(
        "g(uint256[][],string[])",
        "2289b18c",
        [List(List(Number(1), Number(2)), List(Number(3))), List(Text("one"), Text("two"), Text("three"))],
        [
            "40", "140", "2", "40", "a0", "2", "1", "2", "1", "3", "3", "60", "a0", "e0",
            "3", Left("6f6e65"), "3", Left("74776f"), "5", Left("7468726565"),
        ]);

    [Test]
    [Description("The rules of the Solidity ABI specification applied by hand")]
    public void Offsets_in_a_dynamic_tuple_count_from_its_start() => AssertEncoding(
        "uint8,(string,int8)[]",
        [Number(7), List(List(Text("a"), Number(-1)))],
        ["7", "40", "1", "20", "40", new string('f', 64), "1", Left("61")]);

    [TestCase("int8", -128L, "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff80")]
    [TestCase("int8", 127L, "7f")]
    [TestCase("int256", -1L, "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [TestCase("uint8", 255L, "ff")]
    [TestCase("uint8", 128L, "80")]
    [TestCase("int16", 128L, "80")]
    public void A_number_fills_its_word_with_its_sign(string type, long value, string word) =>
        AssertEncoding(type, [Number(value)], [word]);

    [Test]
    public void Shapes_without_content_are_encoded()
    {
        AssertEncoding("", [], []);
        AssertEncoding("(),uint8[0]", [List(), List()], []);
        AssertEncoding("string[0],uint8", [List(), Number(1)], ["40", "1"]);
        AssertEncoding("()[]", [List(List(), List())], ["20", "2"]);
    }

    [TestCase("uint8", 256L)]
    [TestCase("uint8", -1L)]
    [TestCase("int8", 128L)]
    [TestCase("int8", -129L)]
    public void A_number_out_of_range_is_refused(string type, long value) =>
        Assert.That(
            () => AbiEncoder.Encode(Types(type), [Number(value)]),
            Throws.TypeOf<FormatException>().With.Message.Contains($"values[0] is {value}, which {type} cannot hold"));

    [TestCase("uint256")]
    [TestCase("bytes3")]
    [TestCase("function")]
    [TestCase("bool")]
    [TestCase("string")]
    [TestCase("uint8[]")]
    [TestCase("uint8[3]")]
    [TestCase("(uint8,uint8)")]
    public void A_value_of_another_kind_or_length_is_refused(string type)
    {
        Assert.That(() => AbiEncoder.Encode(Types(type), [Bytes("four")]), Throws.TypeOf<FormatException>());
        Assert.That(() => AbiEncoder.Encode(Types(type), [new AbiValue.Hashed(Hash32.Zero)]), Throws.TypeOf<FormatException>());
        Assert.That(() => AbiEncoder.Encode(Types(type), [null!]), Throws.TypeOf<FormatException>());
        Assert.That(() => AbiEncoder.Encode(Types(type), []), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void A_wrong_value_is_named_by_its_place() =>
        Assert.That(
            () => AbiEncoder.Encode(Types("bool,(uint8,string)[]"), [new AbiValue.Bool(true), List(List(Number(1), Number(2)))]),
            Throws.TypeOf<FormatException>().With.Message.StartsWith("values[1][0][1] is no value of 'string', but an integer"));

    [Test]
    public void Half_a_surrogate_pair_is_refused() =>
        Assert.That(() => AbiEncoder.Encode(Types("string"), [Text("\ud800")]), Throws.TypeOf<FormatException>());

    [Test]
    public void A_huge_type_with_few_values_reserves_nothing()
    {
        AbiType[] types = Types("uint256[60000000]");
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(() => AbiEncoder.Encode(types, [List(Number(1))]), Throws.TypeOf<FormatException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000));
    }

    private static void AssertCall(string signature, string selector, AbiValue[] values, string[] words)
    {
        AbiFunction function = AbiFunction.Parse(signature);
        byte[] call = function.EncodeCall(values);

        Assert.That(Hex.Format(call), Is.EqualTo("0x" + selector + Hex.Format(Of(words))[2..]));
        Assert.That(function.TryDecodeCall(call, out IReadOnlyList<AbiValue>? decoded, out _), Is.True);
        Assert.That(decoded, Is.EqualTo(values));
    }

    private static void AssertEncoding(string types, AbiValue[] values, string[] words)
    {
        byte[] encoding = AbiEncoder.Encode(Types(types), values);

        Assert.That(Hex.Format(encoding), Is.EqualTo(Hex.Format(Of(words))));
        Assert.That(AbiDecoder.TryDecodeToEnd(Types(types), encoding, out IReadOnlyList<AbiValue>? decoded, out _), Is.True);
        Assert.That(decoded, Is.EqualTo(values));
    }
}
