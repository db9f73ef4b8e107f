using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Tips;

internal sealed class LogPositionTests
{
    [Test]
    public void Its_bytes_are_chain_then_hash_then_position()
    {
        LogPosition location = new(0x0102, Sample.HashOf("transaction"), 0x0304);

        Assert.That(
            Convert.ToHexStringLower(Identity(location)),
            Is.EqualTo("0000000000000102" + location.TransactionHash.ToString()[2..] + "00000304"));
    }

    [Test]
    public void Places_that_differ_have_bytes_that_differ()
    {
        LogPosition[] places =
        [
            new(1, Sample.HashOf("a"), 0), new(1, Sample.HashOf("a"), 1), new(2, Sample.HashOf("a"), 0), new(1, Sample.HashOf("b"), 0),
        ];

        Assert.That(places.Select(place => Convert.ToHexString(Identity(place))), Is.Unique);
    }

    private static byte[] Identity(LogPosition location)
    {
        byte[] bytes = new byte[LogPosition.Length];
        location.CopyTo(bytes);
        return bytes;
    }
}
