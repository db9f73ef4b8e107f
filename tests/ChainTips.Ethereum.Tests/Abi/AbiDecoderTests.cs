using ChainTips.Ethereum.Abi;
using ChainTips.Testing;
using static ChainTips.Ethereum.Tests.Abi.AbiWords;

namespace ChainTips.Ethereum.Tests.Abi;

internal sealed class AbiDecoderTests
{
    private static readonly string Ones = new('f', 64);

    [TestCase("uint8", "100", AbiDecodeFailure.IntegerOutOfRange)]
    [TestCase("uint248", "ff" + "00000000000000000000000000000000000000000000000000000000000000", AbiDecodeFailure.IntegerOutOfRange)]
    [TestCase("int8", "80", AbiDecodeFailure.IntegerOutOfRange, Description = "-128 without its sign")]
    [TestCase("int8", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", AbiDecodeFailure.IntegerOutOfRange)]
    [TestCase("int8", "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", AbiDecodeFailure.IntegerOutOfRange)]
    [TestCase("address", "10000000000000000000000000000000000000000", AbiDecodeFailure.AddressTooLarge)]
    [TestCase("bool", "2", AbiDecodeFailure.BoolOutOfRange)]
    [TestCase("bool", "101", AbiDecodeFailure.BoolOutOfRange)]
    [TestCase("bytes31", "1", AbiDecodeFailure.PaddingNotZero)]
    [TestCase("bytes1", "0001000000000000000000000000000000000000000000000000000000000000", AbiDecodeFailure.PaddingNotZero)]
    [TestCase("function", "1", AbiDecodeFailure.PaddingNotZero)]
    public void A_dirty_word_is_refused(string type, string word, AbiDecodeFailure failure)
    {
        AssertRefused(type, failure, word);
        AssertRefused($"({type})[1]", failure, word);
        AssertRefused($"{type}[]", failure, "20", "1", word);
    }

    [TestCase("bytes")]
    [TestCase("string")]
    [TestCase("uint256[]")]
    [TestCase("string[]")]
    [TestCase("string[2]")]
    [TestCase("(uint256,string)")]
    public void An_offset_out_of_place_is_refused(string type)
    {
        AssertRefused(type, AbiDecodeFailure.OffsetOutOfBounds, "41", "0");
        AssertRefused(type, AbiDecodeFailure.OffsetIntoHead, "1f", "0");
        AssertRefused(type, AbiDecodeFailure.OffsetIntoHead, "0", "0");
        AssertRefused(type, AbiDecodeFailure.OffsetOutOfBounds, "80000000", "0");
        AssertRefused(type, AbiDecodeFailure.OffsetOutOfBounds, "100000020", "0");
        AssertRefused(type, AbiDecodeFailure.OffsetOutOfBounds, Ones[..62] + "e0", "0");
        AssertRefused(type, AbiDecodeFailure.OffsetOutOfBounds, Ones, "0");
    }

    [TestCase("bytes", "1")]
    [TestCase("string", "1")]
    [TestCase("bytes", "7fffffff")]
    [TestCase("bytes", "80000000")]
    [TestCase("bytes", "ffffffffffffffff")]
    [TestCase("uint256[]", "1")]
    [TestCase("uint256[]", "4000000")]
    [TestCase("uint256[]", "100000000")]
    [TestCase("uint256[]", "800000000000000000000000000000000000000000000000000000000000001")]
    [TestCase("uint256[][]", "1")]
    [TestCase("(uint8,bytes)[]", "1")]
    [TestCase("bytes", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [TestCase("uint256[]", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void A_length_past_the_end_is_refused(string type, string length) =>
        AssertRefused(type, AbiDecodeFailure.TailTooShort, "20", length);

    [TestCase("uint256,uint256")]
    [TestCase("uint256[2]")]
    [TestCase("(bool,bool)")]
    public void A_short_head_is_refused(string types)
    {
        AssertRefused(types, AbiDecodeFailure.HeadTooShort, "1");
        AssertRefused(types, AbiDecodeFailure.HeadTooShort);
    }

    [Test]
    public void Padding_must_be_there_and_zero()
    {
        byte[] data = Of("20", "1", Left("61"));
        byte[] dirty = Of("20", "1", Left("61")[..63] + "1");

        Assert.That(Failure("bytes", data[..^1]), Is.EqualTo(AbiDecodeFailure.TailTooShort));
        Assert.That(Failure("bytes", data[..65]), Is.EqualTo(AbiDecodeFailure.TailTooShort));
        Assert.That(Failure("bytes", dirty), Is.EqualTo(AbiDecodeFailure.PaddingNotZero));
        Assert.That(Failure("string", dirty), Is.EqualTo(AbiDecodeFailure.PaddingNotZero));
    }

    [TestCase("ff")]
    [TestCase("c0", Description = "an overlong form")]
    [TestCase("e282", Description = "cut in the middle of a character")]
    [TestCase("eda080", Description = "half of a surrogate pair")]
    public void A_string_that_is_not_UTF8_is_refused(string hex) =>
        AssertRefused("string", AbiDecodeFailure.InvalidUtf8, "20", $"{hex.Length / 2}", Left(hex));

    [Test]
    public void Tails_may_be_shared_apart_in_any_order_and_unaligned()
    {
        AssertRead("bytes,bytes", [Bytes("a"), Bytes("a")], Of("40", "40", "1", Left("61")));
        AssertRead("bytes,bytes", [Bytes("b"), Bytes("a")], Of("80", "40", "1", Left("61"), "1", Left("62")));
        AssertRead("bytes", [Bytes("a")], Of("40", "dead", "1", Left("61")));
        AssertRead("bytes", [Bytes("a")], [.. Of("21"), 0xff, .. Of("1", Left("61"))]);
    }

    [Test]
    public void Data_after_the_last_tail_is_allowed_unless_the_end_is_demanded()
    {
        byte[] data = Of("20", "1", Left("61"), "dead");

        AssertRead("bytes", [Bytes("a")], data);
        Assert.That(AbiDecoder.TryDecodeToEnd(Types("bytes"), data, out _, out AbiDecodeFailure failure), Is.False);
        Assert.That(failure, Is.EqualTo(AbiDecodeFailure.DataLeftOver));
        Assert.That(AbiDecoder.TryDecodeToEnd(Types("bytes"), data.AsMemory(0, 96), out _, out _), Is.True);
        Assert.That(AbiDecoder.TryDecodeToEnd([], Of("1"), out _, out _), Is.False);
    }

    [Test]
    public void Bytes_are_slices_of_the_data()
    {
        byte[] data = Of("20", "1", Left("61"));
        Assert.That(AbiDecoder.TryDecode(Types("bytes"), data, out IReadOnlyList<AbiValue>? values, out _), Is.True);

        data[64] = (byte)'b';

        Assert.That(values![0], Is.EqualTo(Bytes("b")));
    }

    [Test]
    public void Any_arguments_survive_encoding_and_decoding() =>
        Holds.ForAll(AbiSamples.AnyArguments, arguments =>
            AbiDecoder.TryDecodeToEnd(arguments.Types, arguments.Encode(), out IReadOnlyList<AbiValue>? values, out _)
            && values.SequenceEqual(arguments.Values));

    [Test]
    public void Any_encoding_cut_short_is_refused() =>
        Holds.ForAll(AbiSamples.AnyDamage, damage =>
        {
            byte[] encoding = damage.Arguments.Encode();
            return encoding.Length == 0
                || !AbiDecoder.TryDecode(damage.Arguments.Types, encoding.AsMemory(0, damage.At % encoding.Length), out _, out _);
        });

    [Test]
    public void Any_damaged_encoding_is_refused_or_read_as_values_that_can_be_encoded() =>
        Holds.ForAll(AbiSamples.AnyDamage, damage =>
        {
            AbiType[] types = damage.Arguments.Types;
            return AbiDecoder.TryDecode(types, damage.Encode(), out IReadOnlyList<AbiValue>? values, out AbiDecodeFailure failure)
                ? AbiDecoder.TryDecodeToEnd(types, AbiEncoder.Encode(types, values), out IReadOnlyList<AbiValue>? again, out _)
                    && again.SequenceEqual(values)
                : failure != AbiDecodeFailure.None && values is null;
        });

    [Test]
    [Category("Fuzz")]
    [Description("The first byte chooses the types; damage to it makes one type's data another's")]
    public void Hostile_data_is_refused_or_read_as_values_that_can_be_encoded()
    {
        AbiArguments[] samples = Holds.Samples(AbiSamples.AnyArguments, 250);
        Fuzz.Bytes(
            "ABI",
            [.. samples.Select((arguments, at) => (byte[])[(byte)at, .. arguments.Encode()])],
            new Allowance(200_000, 60),
            input =>
            {
                AbiType[] types = samples[input.Length == 0 ? 0 : input[0] % samples.Length].Types;
                return Judge(types, input.AsMemory(Math.Min(1, input.Length)));
            });
    }

    private static Verdict Judge(AbiType[] types, ReadOnlyMemory<byte> data)
    {
        if (!AbiDecoder.TryDecode(types, data, out IReadOnlyList<AbiValue>? values, out AbiDecodeFailure failure))
        {
            return Fuzz.RefusedIf(failure != AbiDecodeFailure.None && values is null);
        }

        byte[] canonical = AbiEncoder.Encode(types, values);
        return Fuzz.AcceptedIf(
            AbiDecoder.TryDecodeToEnd(types, canonical, out IReadOnlyList<AbiValue>? again, out _) && again.SequenceEqual(values));
    }

    private static void AssertRead(string types, AbiValue[] expected, byte[] data)
    {
        Assert.That(AbiDecoder.TryDecode(Types(types), data, out IReadOnlyList<AbiValue>? values, out AbiDecodeFailure failure), Is.True, $"{failure}");
        Assert.That(values, Is.EqualTo(expected));
        Assert.That(failure, Is.EqualTo(AbiDecodeFailure.None));
    }

    private static void AssertRefused(string types, AbiDecodeFailure failure, params string[] words) =>
        Assert.That(Failure(types, Of(words)), Is.EqualTo(failure));

    private static AbiDecodeFailure Failure(string types, byte[] data)
    {
        Assert.That(AbiDecoder.TryDecode(Types(types), data, out IReadOnlyList<AbiValue>? values, out AbiDecodeFailure failure), Is.False);
        Assert.That(values, Is.Null);
        return failure;
    }
}
