using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.Abi;

internal sealed class AbiReaderTests
{
    private static readonly Address Payee = Address.Parse("0x209693bc6afc0c5328ba36faf03c514ef312287c");

    [Test]
    public void Static_words_are_read_in_order()
    {
        Hash32 reference = Hash32.Parse("0xf3746613c2d920b5fdabc0856f2aeb2d4f88ee6037b8cc5d04a71a4462f13480");
        byte[] encoding = new AbiWriter().Write(Payee).Write(UInt256.MaxValue).Write(reference).Write(true).ToArray();
        AbiReader reader = new(encoding);

        Assert.That(reader.TryReadAddress(out Address address), Is.True);
        Assert.That(reader.TryReadUInt256(out UInt256 number), Is.True);
        Assert.That(reader.TryReadHash32(out Hash32 word), Is.True);
        Assert.That(reader.AtEnd, Is.False);
        Assert.That(reader.TryReadBool(out bool flag), Is.True);
        Assert.That(address, Is.EqualTo(Payee));
        Assert.That(number, Is.EqualTo(UInt256.MaxValue));
        Assert.That(word, Is.EqualTo(reference));
        Assert.That(flag, Is.True);
        Assert.That(reader.AtEnd, Is.True);
    }

    [Test]
    public void Any_two_texts_around_a_number_survive_writing_and_reading() =>
        Holds.ForAll(Holds.AnyBytes, bytes =>
        {
            string text = Convert.ToBase64String(bytes);
            byte[] encoding = Write(text, 7UL, bytes);
            AbiReader reader = new(encoding);
            return reader.TryReadString(out string? readText) && readText == text
                && reader.TryReadUInt256(out UInt256 number) && number == 7UL
                && reader.TryReadBytes(out ReadOnlySpan<byte> readBytes) && readBytes.SequenceEqual(bytes)
                && reader.AtEnd;
        });

    [Test]
    public void Any_damage_to_a_canonical_text_is_refused_or_read_as_other_text() =>
        Holds.ForAll(Holds.BytesOf(2), damage =>
        {
            byte[] encoding = new AbiWriter().WriteString("Hello, world!").ToArray();
            encoding[damage[0] % encoding.Length] ^= damage[1];
            AbiReader reader = new(encoding);
            return reader.TryReadString(out string? text)
                ? !reader.AtEnd || new AbiWriter().WriteString(text).ToArray().SequenceEqual(encoding)
                : reader.Failure != AbiDecodeFailure.None;
        });

    [Test]
    [Category("Fuzz")]
    public void Hostile_data_is_refused_or_read_as_what_is_written_the_same() =>
        Fuzz.Bytes(
            "ABI, without types",
            [.. Holds.Samples(Holds.AnyBytes).Select(bytes => Write(Convert.ToBase64String(bytes), 7UL, bytes))],
            new Allowance(4_000, 40),
            data =>
            {
                AbiReader reader = new(data);
                bool isRead = reader.TryReadString(out string? text)
                    & reader.TryReadUInt256(out UInt256 number)
                    & reader.TryReadBytes(out ReadOnlySpan<byte> bytes);
                return isRead && reader.AtEnd
                    ? Fuzz.AcceptedIf(Write(text!, number, bytes.ToArray()).AsSpan().SequenceEqual(data))
                    : Fuzz.RefusedIf(isRead || reader.Failure != AbiDecodeFailure.None);
            });

    [Test]
    public void A_short_word_is_refused_and_later_reads_fail_too()
    {
        AbiReader reader = new(new byte[63]);

        Assert.That(reader.TryReadUInt256(out _), Is.True);
        Assert.That(reader.TryReadUInt256(out UInt256 number), Is.False);
        Assert.That(number, Is.EqualTo(UInt256.Zero));
        Assert.That(reader.Failure, Is.EqualTo(AbiDecodeFailure.HeadTooShort));
        Assert.That(reader.TryReadHash32(out _), Is.False);
        Assert.That(reader.AtEnd, Is.False);
    }

    [Test]
    public void Bytes_left_over_are_not_the_end()
    {
        AbiReader reader = new(new byte[33]);

        Assert.That(reader.TryReadUInt256(out _), Is.True);
        Assert.That(reader.AtEnd, Is.False);
    }

    [Test]
    public void An_address_with_a_dirty_upper_part_is_refused()
    {
        byte[] word = new AbiWriter().Write(Payee).ToArray();
        word[11] = 1;
        AbiReader reader = new(word);

        Assert.That(reader.TryReadAddress(out Address address), Is.False);
        Assert.That(address.IsZero, Is.True);
        Assert.That(reader.Failure, Is.EqualTo(AbiDecodeFailure.AddressTooLarge));
    }

    [TestCase(31, 2)]
    [TestCase(0, 1)]
    public void A_bool_that_is_neither_0_nor_1_is_refused(int index, byte value)
    {
        byte[] word = new byte[32];
        word[index] = value;
        AbiReader reader = new(word);

        Assert.That(reader.TryReadBool(out _), Is.False);
        Assert.That(reader.Failure, Is.EqualTo(AbiDecodeFailure.BoolOutOfRange));
    }

    [TestCase("00", AbiDecodeFailure.OffsetNotCanonical, Description = "the tail is the head itself")]
    [TestCase("21", AbiDecodeFailure.OffsetNotCanonical, Description = "not at a word")]
    [TestCase("60", AbiDecodeFailure.OffsetNotCanonical, Description = "after the end")]
    [TestCase("ff", AbiDecodeFailure.OffsetNotCanonical, Description = "far after the end")]
    public void An_offset_out_of_place_is_refused(string lastByte, AbiDecodeFailure failure) =>
        AssertRefused(Word(lastByte) + Word("01") + "61" + new string('0', 62), failure);

    [Test]
    public void A_huge_offset_is_refused() =>
        AssertRefused(new string('f', 64) + Word("00"), AbiDecodeFailure.OffsetNotCanonical);

    [Test]
    public void A_gap_before_a_tail_is_not_the_end()
    {
        AbiReader reader = new(Hex.Parse("0x" + Word("40") + Word("00") + Word("00")));

        Assert.That(reader.TryReadString(out _), Is.True);
        Assert.That(reader.AtEnd, Is.False);
    }

    [Test]
    public void A_word_after_the_last_tail_is_not_the_end()
    {
        AbiReader reader = new(Hex.Parse("0x" + Word("20") + Word("00") + Word("00")));

        Assert.That(reader.TryReadString(out string? text), Is.True);
        Assert.That(text, Is.Empty);
        Assert.That(reader.AtEnd, Is.False);
    }

    [Test]
    public void Two_arguments_may_not_share_a_tail()
    {
        AbiReader reader = new(Hex.Parse("0x" + Word("40") + Word("40") + Word("00")));

        Assert.That(reader.TryReadString(out _), Is.True);
        Assert.That(reader.TryReadString(out _), Is.False);
        Assert.That(reader.Failure, Is.EqualTo(AbiDecodeFailure.OffsetNotCanonical));
    }

    [TestCase("21", Description = "one byte more than there is")]
    [TestCase("ff", Description = "many bytes more than there are")]
    public void A_tail_that_ends_after_the_data_is_refused(string length) =>
        AssertRefused(Word("20") + Word(length) + new string('6', 64), AbiDecodeFailure.TailTooShort);

    [Test]
    public void A_tail_without_room_for_its_padding_is_refused() =>
        AssertRefused(Word("20") + Word("01") + "61", AbiDecodeFailure.TailTooShort);

    [Test]
    public void A_length_near_the_largest_integer_is_refused() =>
        AssertRefused(Word("20") + Word("7fffffff") + new string('6', 64), AbiDecodeFailure.TailTooShort);

    [Test]
    public void Dirty_padding_is_refused() =>
        AssertRefused(Word("20") + Word("01") + "61" + new string('0', 61) + "1", AbiDecodeFailure.PaddingNotZero);

    [Test]
    public void Bytes_that_are_not_UTF8_are_refused() =>
        AssertRefused(Word("20") + Word("01") + "ff" + new string('0', 62), AbiDecodeFailure.InvalidUtf8);

    [Test]
    public void Reading_static_words_allocates_nothing()
    {
        byte[] encoding = new AbiWriter().Write(Payee).Write((UInt256)5UL).ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        AbiReader reader = new(encoding);
        bool read = reader.TryReadAddress(out _) && reader.TryReadUInt256(out _) && reader.AtEnd;
        long after = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(read, Is.True);
        Assert.That(after - before, Is.Zero);
    }

    private static void AssertRefused(string digits, AbiDecodeFailure failure)
    {
        AbiReader reader = new(Hex.Parse("0x" + digits));

        Assert.That(reader.TryReadString(out string? text), Is.False);
        Assert.That(text, Is.Null);
        Assert.That(reader.Failure, Is.EqualTo(failure));
    }

    private static string Word(string lastBytes) => lastBytes.PadLeft(64, '0');

    private static byte[] Write(string text, UInt256 number, byte[] bytes) =>
        new AbiWriter().WriteString(text).Write(number).WriteBytes(bytes).ToArray();
}
