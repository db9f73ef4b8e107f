using System.Text;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.Abi;

internal sealed class AbiWriterTests
{
    private const string Zeros24 = "000000000000000000000000";

    [Test]
    [Description("Solidity ABI specification, Examples: baz(69, true)")]
    public void A_call_with_static_arguments_matches_the_specification() =>
        Assert.That(
            Hex.Format(new AbiWriter().Write((UInt256)69UL).Write(true).ToCall("baz(uint32,bool)")),
            Is.EqualTo(
                "0xcdcd77c0"
                + "0000000000000000000000000000000000000000000000000000000000000045"
                + "0000000000000000000000000000000000000000000000000000000000000001"));

    [Test]
    public void Addresses_are_padded_on_the_left_and_words_stand_as_they_are()
    {
        Address address = Address.Parse("0x209693bc6afc0c5328ba36faf03c514ef312287c");
        Hash32 word = Hash32.Parse("0xf3746613c2d920b5fdabc0856f2aeb2d4f88ee6037b8cc5d04a71a4462f13480");

        Assert.That(
            Hex.Format(new AbiWriter().Write(address).Write(word).Write(false).Write(UInt256.MaxValue).ToArray()),
            Is.EqualTo(
                "0x" + Zeros24 + "209693bc6afc0c5328ba36faf03c514ef312287c"
                + "f3746613c2d920b5fdabc0856f2aeb2d4f88ee6037b8cc5d04a71a4462f13480"
                + new string('0', 64)
                + new string('f', 64)));
    }

    [Test]
    [Description("The rules of the Solidity ABI specification applied by hand, with its example bytes 'dave'")]
    public void Dynamic_arguments_stand_in_the_tail_behind_their_offsets() =>
        Assert.That(
            Hex.Format(new AbiWriter()
                .WriteBytes(Encoding.ASCII.GetBytes("dave")).Write(true).WriteString("Hello, world!").ToArray()),
            Is.EqualTo(
                "0x0000000000000000000000000000000000000000000000000000000000000060"
                + "0000000000000000000000000000000000000000000000000000000000000001"
                + "00000000000000000000000000000000000000000000000000000000000000a0"
                + "0000000000000000000000000000000000000000000000000000000000000004"
                + "6461766500000000000000000000000000000000000000000000000000000000"
                + "000000000000000000000000000000000000000000000000000000000000000d"
                + "48656c6c6f2c20776f726c642100000000000000000000000000000000000000"));

    [TestCase(0, 64)]
    [TestCase(1, 96)]
    [TestCase(32, 96)]
    [TestCase(33, 128)]
    public void A_tail_is_filled_up_to_whole_words(int length, int encodedLength) =>
        Assert.That(new AbiWriter().WriteBytes(new byte[length]).ToArray(), Has.Length.EqualTo(encodedLength));

    [Test]
    public void An_encoding_can_be_taken_more_than_once()
    {
        AbiWriter writer = new AbiWriter().WriteString("a");

        byte[] first = writer.ToArray();

        Assert.That(writer.ToArray(), Is.EqualTo(first));
        Assert.That(writer.ToCall("f(string)")[4..], Is.EqualTo(first));
    }

    [Test]
    public void Nothing_written_is_nothing_encoded() => Assert.That(new AbiWriter().ToArray(), Is.Empty);
}
