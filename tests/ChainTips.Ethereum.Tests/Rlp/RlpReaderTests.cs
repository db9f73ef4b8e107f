using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Tests.Rlp;

internal sealed class RlpReaderTests
{
    private const string OfficialSuite = "ethereum/tests RLPTests/invalidRLPTest.json";

    [TestCase("0xbf0f000000000000021111", RlpFailure.LengthTooLarge, Description = OfficialSuite + " int32Overflow")]
    [TestCase("0xff0f000000000000021111", RlpFailure.LengthTooLarge, Description = OfficialSuite + " int32Overflow2")]
    [TestCase("0xf80180", RlpFailure.LengthNotMinimal, Description = OfficialSuite + " wrongSizeList")]
    [TestCase("0xf80100", RlpFailure.LengthNotMinimal, Description = OfficialSuite + " wrongSizeList2")]
    [TestCase("0xb9002100dc2b275d0f74e8a53e6f4ec61b27f24278820be3f82ea2110e582081b0565df0", RlpFailure.LengthHasLeadingZero, Description = OfficialSuite + " incorrectLengthInArray")]
    [TestCase("0x8100", RlpFailure.SingleByteWithHeader, Description = OfficialSuite + " bytesShouldBeSingleByte00")]
    [TestCase("0x8101", RlpFailure.SingleByteWithHeader, Description = OfficialSuite + " bytesShouldBeSingleByte01")]
    [TestCase("0x817f", RlpFailure.SingleByteWithHeader, Description = OfficialSuite + " bytesShouldBeSingleByte7F")]
    [TestCase("0xb800", RlpFailure.LengthHasLeadingZero, Description = OfficialSuite + " leadingZerosInLongLengthArray2")]
    [TestCase("0xf800", RlpFailure.LengthHasLeadingZero, Description = OfficialSuite + " leadingZerosInLongLengthList2")]
    [TestCase("0xb81000112233445566778899aabbccddeeff", RlpFailure.LengthNotMinimal, Description = OfficialSuite + " nonOptimalLongLengthArray1")]
    [TestCase("0xb801ff", RlpFailure.LengthNotMinimal, Description = OfficialSuite + " nonOptimalLongLengthArray2")]
    [TestCase("0xf810000102030405060708090a0b0c0d0e0f", RlpFailure.LengthNotMinimal, Description = OfficialSuite + " nonOptimalLongLengthList1")]
    [TestCase("0xf803112233", RlpFailure.LengthNotMinimal, Description = OfficialSuite + " nonOptimalLongLengthList2")]
    [TestCase("0x", RlpFailure.Truncated)]
    [TestCase("0x83aabb", RlpFailure.Truncated)]
    [TestCase("0xc1", RlpFailure.Truncated)]
    [TestCase("0xb9ff", RlpFailure.Truncated)]
    [TestCase("0xb8ff", RlpFailure.Truncated)]
    [TestCase("0xbfffffffffffffffff", RlpFailure.LengthTooLarge)]
    [TestCase("0xfb7fffffff00", RlpFailure.Truncated)]
    [TestCase("0xbb80000000", RlpFailure.LengthTooLarge)]
    public void What_is_not_canonical_is_refused_by_name(string data, RlpFailure failure)
    {
        RlpReader reader = new(Hex.Parse(data));

        Assert.That(reader.TryReadEncoded(out _), Is.False);
        Assert.That(reader.Failure, Is.EqualTo(failure));
        Assert.That(RlpItem.TryDecode(Hex.Parse(data), out RlpItem? item, out RlpFailure found), Is.False);
        Assert.That(item, Is.Null);
        Assert.That(found, Is.EqualTo(failure));
    }

    [Test]
    public void Numbers_have_no_leading_zero_and_fit()
    {
        Assert.That(NumberFailure("0x00"), Is.EqualTo(RlpFailure.NumberHasLeadingZero));
        Assert.That(NumberFailure("0x820001"), Is.EqualTo(RlpFailure.NumberHasLeadingZero));
        Assert.That(NumberFailure("0x89010000000000000000"), Is.EqualTo(RlpFailure.NumberTooLarge));
        Assert.That(NumberFailure("0xc0"), Is.EqualTo(RlpFailure.ListInsteadOfBytes));

        RlpReader reader = new(Hex.Parse("0x8088ffffffffffffffff7f"));
        Assert.That(reader.TryReadUInt64(out ulong zero) && reader.TryReadUInt64(out ulong largest) && largest == ulong.MaxValue, Is.True);
        Assert.That(zero, Is.Zero);
        Assert.That(reader.TryReadUInt256(out UInt256 last), Is.True);
        Assert.That(last, Is.EqualTo((UInt256)0x7fUL));
        Assert.That(reader.TryEnd(), Is.True);
    }

    [Test]
    public void A_number_of_33_bytes_is_too_large_for_256_bits()
    {
        RlpReader reader = new(Hex.Parse("0xa1010000000000000000000000000000000000000000000000000000000000000000"));

        Assert.That(reader.TryReadUInt256(out _), Is.False);
        Assert.That(reader.Failure, Is.EqualTo(RlpFailure.NumberTooLarge));
    }

    [Test]
    public void The_kind_and_length_of_an_item_are_checked()
    {
        RlpReader bytes = new(Hex.Parse("0x820102"));
        RlpReader list = new(Hex.Parse("0xc20102"));
        RlpReader address = new(Hex.Parse("0x820102"));
        RlpReader hash = new(Hex.Parse("0x820102"));

        Assert.That(bytes.IsList || bytes.TryReadList(out _), Is.False);
        Assert.That(bytes.Failure, Is.EqualTo(RlpFailure.BytesInsteadOfList));
        Assert.That(list.IsList, Is.True);
        Assert.That(list.TryReadBytes(out _), Is.False);
        Assert.That(list.Failure, Is.EqualTo(RlpFailure.ListInsteadOfBytes));
        Assert.That(address.TryReadAddress(out _) || hash.TryReadHash32(out _), Is.False);
        Assert.That(address.Failure, Is.EqualTo(RlpFailure.WrongLength));
        Assert.That(hash.Failure, Is.EqualTo(RlpFailure.WrongLength));
    }

    [Test]
    public void Bytes_after_the_last_item_are_refused()
    {
        RlpReader reader = new(Hex.Parse("0x0102"));

        Assert.That(reader.TryReadUInt64(out _), Is.True);
        Assert.That(reader.AtEnd || reader.TryEnd(), Is.False);
        Assert.That(reader.Failure, Is.EqualTo(RlpFailure.TrailingBytes));
        Assert.That(reader.TryReadUInt64(out _), Is.False, "a reader that has failed reads no more");
    }

    [Test]
    public void Reading_allocates_nothing()
    {
        byte[] data = Hex.Parse("0xd894f39fd6e51aad88f6f4ce6ab8827279cfffb92266820400");
        long before = GC.GetAllocatedBytesForCurrentThread();
        RlpReader reader = new(data);
        bool read = reader.TryReadList(out RlpReader items)
            && items.TryReadAddress(out _) && items.TryReadUInt64(out _) && items.TryEnd() && reader.TryEnd();
        long after = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(read, Is.True);
        Assert.That(after - before, Is.Zero);
    }

    private static RlpFailure NumberFailure(string data)
    {
        RlpReader reader = new(Hex.Parse(data));
        return reader.TryReadUInt64(out _) ? RlpFailure.None : reader.Failure;
    }
}
