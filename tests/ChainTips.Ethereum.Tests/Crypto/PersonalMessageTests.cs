using System.Globalization;
using System.Text;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Hashing;

namespace ChainTips.Ethereum.Tests.Crypto;

internal sealed class PersonalMessageTests
{
    [TestCase("Hello World", "0xa1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2", Description = "viem and ethers, hashMessage")]
    [TestCase("hello", "0x50b2c43fd39106bafbba0da34fc430e1f91e3c96ea2acee2bc34119f92b37750", Description = "OpenZeppelin, toEthSignedMessageHash")]
    [TestCase("", "0x5f35dce98ba4fba25530a026ed80b2cecdaa31091ba4958b99b52ea1d068adad", Description = "ethers, hashMessage of nothing")]
    public void A_known_message_has_its_known_digest(string message, string digest) =>
        Assert.That(PersonalMessage.DigestUtf8(message).ToString(), Is.EqualTo(digest));

    [Test]
    public void Any_message_is_hashed_after_the_prefix_and_its_length_in_bytes() =>
        Holds.ForAll(Holds.AnyBytes, bytes => PersonalMessage.Digest(bytes) == Slow(bytes));

    [TestCase(475)]
    [TestCase(476)]
    [TestCase(477)]
    [TestCase(100_000)]
    public void A_long_message_is_hashed_as_a_short_one_is(int length)
    {
        byte[] message = new byte[length];
        message.AsSpan().Fill(0xa5);

        Assert.That(PersonalMessage.Digest(message), Is.EqualTo(Slow(message)));
    }

    private static Ethereum.Primitives.Hash32 Slow(byte[] message)
    {
        string length = message.Length.ToString(CultureInfo.InvariantCulture);
        return Keccak256.Hash([0x19, .. Encoding.ASCII.GetBytes("Ethereum Signed Message:\n" + length), .. message]);
    }
}
