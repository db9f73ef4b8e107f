using System.Text;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Tests.Rlp;

internal sealed class RlpWriterTests
{
    private const string OfficialSuite = "ethereum/tests RLPTests/rlptest.json";
    private const string Lorem = "Lorem ipsum dolor sit amet, consectetur adipisicing eli";

    [TestCase("", "0x80", Description = OfficialSuite + " emptystring")]
    [TestCase("\u0000", "0x00", Description = OfficialSuite + " bytestring00")]
    [TestCase("\u007f", "0x7f", Description = OfficialSuite + " bytestring7F")]
    [TestCase("dog", "0x83646f67", Description = OfficialSuite + " shortstring")]
    [TestCase(Lorem, "0xb74c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e7365637465747572206164697069736963696e6720656c69", Description = OfficialSuite + " shortstring2")]
    [TestCase(Lorem + "t", "0xb8384c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e7365637465747572206164697069736963696e6720656c6974", Description = OfficialSuite + " longstring")]
    public void Text_is_its_bytes(string text, string encoding) =>
        Assert.That(Hex.Format(new RlpWriter().Write(Encoding.UTF8.GetBytes(text)).Written), Is.EqualTo(encoding));

    [TestCase("0", "0x80", Description = OfficialSuite + " zero")]
    [TestCase("1", "0x01", Description = OfficialSuite + " smallint")]
    [TestCase("127", "0x7f", Description = OfficialSuite + " smallint4")]
    [TestCase("128", "0x8180", Description = OfficialSuite + " mediumint1")]
    [TestCase("1000", "0x8203e8", Description = OfficialSuite + " mediumint2")]
    [TestCase("100000", "0x830186a0", Description = OfficialSuite + " mediumint3")]
    [TestCase("83729609699884896815286331701780722", "0x8f102030405060708090a0b0c0d0e0f2", Description = OfficialSuite + " mediumint4")]
    [TestCase("105315505618206987246253880190783558935785933862974822347068935681", "0x9c0100020003000400050006000700080009000a000b000c000d000e01", Description = OfficialSuite + " mediumint5")]
    public void A_number_is_its_bytes_without_leading_zeros(string number, string encoding)
    {
        UInt256 value = UInt256.Parse(number);

        Assert.That(Hex.Format(new RlpWriter().Write(value).Written), Is.EqualTo(encoding));
        if (value.TryToUInt128(out UInt128 narrow) && narrow <= ulong.MaxValue)
        {
            Assert.That(Hex.Format(new RlpWriter().Write((ulong)narrow).Written), Is.EqualTo(encoding));
        }
    }

    [TestCase(1, "0xc50f830ac0de", Description = "composed by hand from the Yellow Paper, appendix B")]
    [TestCase(13, "0xf8410f830ac0de")]
    public void A_list_has_the_length_of_its_items(int repeat, string beginning)
    {
        RlpWriter writer = new();
        int list = writer.BeginList();
        for (int i = 0; i < repeat; i++)
        {
            writer.Write(15UL).Write([0x0a, 0xc0, 0xde]);
        }

        writer.EndList(list);

        Assert.That(Hex.Format(writer.Written), Does.StartWith(beginning));
    }

    [TestCase(55, "0xf7")]
    [TestCase(56, "0xf838")]
    [TestCase(255, "0xf8ff")]
    [TestCase(256, "0xf90100")]
    [TestCase(65_535, "0xf9ffff")]
    [TestCase(65_536, "0xfa010000")]
    [TestCase(16_777_216, "0xfb01000000")]
    public void The_header_of_a_list_grows_with_it_and_its_items_stay(int length, string header)
    {
        byte[] items = new byte[length];
        items[0] = 0x01;
        items[^1] = 0x02;
        RlpWriter writer = new();
        int list = writer.BeginList();
        writer.WriteEncoded(items).EndList(list);

        Assert.That(Hex.Format(writer.Written[..((header.Length - 2) / 2)]), Is.EqualTo(header));
        Assert.That(writer.Written[((header.Length - 2) / 2)..].SequenceEqual(items), Is.True);
    }

    [Test]
    public void A_list_that_did_not_begin_cannot_end()
    {
        Assert.That(() => new RlpWriter().EndList(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new RlpWriter().EndList(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_cleared_writer_begins_anew()
    {
        RlpWriter writer = new RlpWriter().Write([1, 2, 3]);
        writer.Clear();

        Assert.That(writer.Write(Address.Zero).Write(Hash32.Zero).ToArray(), Has.Length.EqualTo(21 + 33));
    }
}
