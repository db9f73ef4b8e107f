using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using static ChainTips.Ethereum.Tests.Abi.AbiWords;

namespace ChainTips.Ethereum.Tests.Abi;

internal sealed class AbiEventTests
{
    private static readonly Hash32 Hash = Keccak256.HashUtf8("hidden");

    [Test]
    public void Indexed_values_come_from_topics_and_the_others_from_the_data_in_the_order_of_the_parameters()
    {
        AbiEvent paid = AbiEvent.Parse("event Paid(uint8 a, bool indexed b, string c, bytes4 indexed d)");
        byte[] data = AbiEncoder.Encode(Types("uint8,string"), [Number(5), Text("x")]);

        AssertRead(
            paid,
            [paid.Topic, Word("1"), Word(Left("01020304"))],
            data,
            [Number(5), new AbiValue.Bool(true), Text("x"), new AbiValue.Bytes(new byte[] { 1, 2, 3, 4 })]);
    }

    [TestCase("string")]
    [TestCase("bytes")]
    [TestCase("uint8[]")]
    [TestCase("uint8[1]")]
    [TestCase("(uint8)")]
    [TestCase("uint8[0]")]
    public void An_indexed_value_that_is_no_single_word_is_a_hash(string type)
    {
        AbiEvent hidden = AbiEvent.Parse($"event Hidden({type} indexed what)");

        AssertRead(hidden, [hidden.Topic, Hash], [], [new AbiValue.Hashed(Hash)]);
    }

    [Test]
    public void A_log_of_an_anonymous_event_has_no_signature()
    {
        AbiEvent anonymous = AbiEvent.Parse("event Said(uint indexed a, uint b) anonymous");

        AssertRead(anonymous, [Word("7")], Of("8"), [Number(7), Number(8)]);
        AssertRefused(anonymous, [anonymous.Topic, Word("7")], Of("8"), AbiDecodeFailure.TopicCountMismatch);
    }

    [Test]
    public void A_log_of_another_shape_is_refused()
    {
        AbiEvent transfer = AbiEvent.Parse("Transfer(address indexed from, address indexed to, uint256 value)");
        Hash32 dirty = Word("10000000000000000000000000000000000000000");

        AssertRefused(transfer, [], Of("1"), AbiDecodeFailure.TopicCountMismatch);
        AssertRefused(transfer, [transfer.Topic, Word("1")], Of("1"), AbiDecodeFailure.TopicCountMismatch);
        AssertRefused(transfer, [transfer.Topic, Word("1"), Word("2"), Word("3")], Of(), AbiDecodeFailure.TopicCountMismatch);
        AssertRefused(transfer, [Hash, Word("1"), Word("2")], Of("1"), AbiDecodeFailure.SignatureMismatch);
        AssertRefused(transfer, [transfer.Topic, Word("1"), dirty], Of("1"), AbiDecodeFailure.AddressTooLarge);
        AssertRefused(transfer, [transfer.Topic, Word("1"), Word("2")], Of(), AbiDecodeFailure.HeadTooShort);
    }

    private static Hash32 Word(string digits) => Hash32.FromBytes(Of(digits));

    private static void AssertRead(AbiEvent declared, Hash32[] topics, byte[] data, AbiValue[] expected)
    {
        Assert.That(declared.TryDecode(topics, data, out IReadOnlyList<AbiValue>? values, out AbiDecodeFailure failure), Is.True, $"{failure}");
        Assert.That(values, Is.EqualTo(expected));
    }

    private static void AssertRefused(AbiEvent declared, Hash32[] topics, byte[] data, AbiDecodeFailure expected)
    {
        Assert.That(declared.TryDecode(topics, data, out IReadOnlyList<AbiValue>? values, out AbiDecodeFailure failure), Is.False);
        Assert.That(values, Is.Null);
        Assert.That(failure, Is.EqualTo(expected));
    }
}
