using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.TypedData;

namespace ChainTips.Ethereum.Tests.TypedData;

internal sealed class TypedValueTests
{
    private const string Bits255 = "57896044618658097711785492504343953926634992332820282019728792003956564819968";
    private const string Bits256 = "115792089237316195423570985008687907853269984665640564039457584007913129639936";

    [TestCase("uint8", "255", "00000000000000000000000000000000000000000000000000000000000000ff")]
    [TestCase("uint8", "\"0xFf\"", "00000000000000000000000000000000000000000000000000000000000000ff")]
    [TestCase("uint8", "\"0x000000000000000000000000000000000000000000000000000000000000000000000000ff\"",
        "00000000000000000000000000000000000000000000000000000000000000ff")]
    [TestCase("uint256", "9007199254740993", "0000000000000000000000000000000000000000000000000020000000000001",
        Description = "Exact beyond what JavaScript's numbers hold")]
    [TestCase("int8", "-128", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff80")]
    [TestCase("int8", "\"127\"", "000000000000000000000000000000000000000000000000000000000000007f")]
    [TestCase("int256", "\"-1\"", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [TestCase("int256", "\"-" + Bits255 + "\"", "8000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("int16", "\"-0\"", "0000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("bool", "true", "0000000000000000000000000000000000000000000000000000000000000001")]
    [TestCase("bool", "false", "0000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("address", "\"0xcd2a3d9f938e13cd947ec05abc7fe734df8dd826\"", "000000000000000000000000cd2a3d9f938e13cd947ec05abc7fe734df8dd826")]
    [TestCase("bytes4", "\"0xDEADbeef\"", "deadbeef00000000000000000000000000000000000000000000000000000000")]
    [TestCase("bytes32", "\"0x00000000000000000000000000000000000000000000000000000000000000ff\"",
        "00000000000000000000000000000000000000000000000000000000000000ff")]
    public void A_value_is_its_word(string type, string value, string word) =>
        Assert.That(HashOfOne(type, value), Is.EqualTo(Expected(type, Convert.FromHexString(word))));

    [TestCase("string", "\"\"", "")]
    [TestCase("string", "\"\\u00fc\\ud83d\\ude00\"", "c3bcf09f9880", Description = "UTF-8")]
    [TestCase("bytes", "\"0x\"", "")]
    [TestCase("bytes", "\"0xabcd\"", "abcd")]
    [TestCase("uint8[]", "[]", "")]
    [TestCase("bool[2]", "[true,false]",
        "00000000000000000000000000000000000000000000000000000000000000010000000000000000000000000000000000000000000000000000000000000000")]
    public void A_dynamic_value_or_an_array_is_the_hash_of_its_content(string type, string value, string content) =>
        Assert.That(HashOfOne(type, value), Is.EqualTo(Expected(type, Keccak256.Hash(Convert.FromHexString(content)).ToArray())));

    [Test]
    public void An_array_of_arrays_is_the_hash_of_its_arrays_hashes()
    {
        byte[] one = Keccak256.Hash([.. Word(1), .. Word(2)]).ToArray();
        byte[] two = Keccak256.Hash([.. Word(3), .. Word(4)]).ToArray();

        Assert.That(HashOfOne("uint8[2][]", "[[1,2],[3,4]]"), Is.EqualTo(Expected("uint8[2][]", Keccak256.Hash([.. one, .. two]).ToArray())));
    }

    [Test]
    public void An_array_of_structs_is_the_hash_of_its_structs_hashes()
    {
        byte[] type = Keccak256.HashUtf8("S(uint8 a)").ToArray();
        byte[] one = Keccak256.Hash([.. type, .. Word(1)]).ToArray();
        byte[] content = [.. one, .. new byte[32]];

        Assert.That(
            HashOfOne("S[]", "[{\"a\":1},null]"),
            Is.EqualTo(Keccak256.Hash([.. Keccak256.HashUtf8("T(S[] v)S(uint8 a)").ToArray(), .. Keccak256.Hash(content).ToArray()])));
    }

    [TestCase("uint8", "256", "does not fit in uint8")]
    [TestCase("uint8", "-1", "does not fit in uint8")]
    [TestCase("int8", "128", "does not fit in int8")]
    [TestCase("int8", "-129", "does not fit in int8")]
    [TestCase("int256", "\"" + Bits255 + "\"", "does not fit in int256")]
    [TestCase("uint256", "\"" + Bits256 + "\"", "does not fit in uint256")]
    [TestCase("uint256", "1.5", "no integer")]
    [TestCase("uint256", "1e3", "no integer")]
    [TestCase("uint256", "\"\"", "no integer")]
    [TestCase("uint256", "\"0x\"", "no integer")]
    [TestCase("uint256", "\"-\"", "no integer")]
    [TestCase("uint256", "\"+1\"", "no integer")]
    [TestCase("uint256", "\" 1\"", "no integer")]
    [TestCase("uint256", "\"-0x1\"", "no integer")]
    [TestCase("uint256", "\"0x-1\"", "no integer")]
    [TestCase("uint256", "\"١\"", "no integer", Description = "An Arabic digit")]
    [TestCase("uint256", "true", "no integer")]
    [TestCase("uint256", "null", "no integer")]
    [TestCase("bool", "1", "true or false")]
    [TestCase("bool", "\"true\"", "true or false")]
    [TestCase("bool", "null", "true or false")]
    [TestCase("address", "\"0x00\"", "40 hexadecimal digits")]
    [TestCase("address", "\"0xCd2a3d9f938e13cd947ec05abc7fe734df8dd826\"", "checksum")]
    [TestCase("address", "1", "missing")]
    [TestCase("bytes4", "\"0xdeadbe\"", "exactly 8")]
    [TestCase("bytes4", "\"0xdeadbeef00\"", "exactly 8")]
    [TestCase("bytes", "\"0xabc\"", "hex data")]
    [TestCase("bytes", "\"text\"", "hex data")]
    [TestCase("bytes", "null", "hex data")]
    [TestCase("string", "5", "JSON string")]
    [TestCase("string", "null", "JSON string")]
    [TestCase("string", "\"\\ud800\"", "surrogate")]
    [TestCase("uint8[]", "{}", "must be an array")]
    [TestCase("uint8[]", "null", "must be an array")]
    [TestCase("uint8[2]", "[1]", "must have 2 elements and has 1")]
    [TestCase("uint8[2]", "[1,2,3]", "must have 2 elements and has 3")]
    [TestCase("uint8[]", "[1,256]", "message.v[1]")]
    [TestCase("uint8[][]", "[[],[1,[]]]", "message.v[1][1]")]
    [TestCase("S", "[]", "must be an object")]
    [TestCase("S", "{}", "message.v.a': It is missing")]
    [TestCase("S", "{\"a\":1,\"b\":2}", "would not be signed")]
    [TestCase("S", "{\"a\":1,\"a\":2}", "two members 'a'")]
    [TestCase("Missing", "{}", "not among the types")]
    public void A_value_that_does_not_fit_its_type_is_refused(string type, string value, string reason)
    {
        bool isParsed = TypedMessage.TryParse(TypedSamples.OfOne(type, value), out TypedMessage? message, out string? error);

        Assert.That(isParsed, Is.False);
        Assert.That(message, Is.Null);
        Assert.That(error, Does.Contain(reason));
    }

    private static Hash32 HashOfOne(string type, string value) => TypedMessage.Parse(TypedSamples.OfOne(type, value)).StructHash;

    private static Hash32 Expected(string type, byte[] word) =>
        Keccak256.Hash([.. Keccak256.HashUtf8($"T({type} v)").ToArray(), .. word]);

    private static byte[] Word(byte value) => [.. new byte[31], value];
}
