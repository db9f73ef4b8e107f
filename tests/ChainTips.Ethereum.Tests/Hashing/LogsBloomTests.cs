using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.Hashing;

internal sealed class LogsBloomTests
{
    private static readonly Address KnownAddress = Address.Parse("0x0f572e5295c57f15886f9b263e2f6d2d6c7b5ec6");

    private static readonly ChainLog Log = new(
        Address.Parse("0xb8e9add2a9a4968f7bd5c1a8bfb43a55761e6a02"),
        [
            Hash32.Parse("0xf93f9a76c1bf3444d22400a00cb9fe990e6abe9dbb333fda48859cfee864543d"),
            Hash32.Parse("0x0000000000000000000000005a5b0ab8613ba0f16e257228e4109a8f611ec4fd"),
        ],
        default,
        0);

    [Test]
    [Description("The worked example of the Yellow Paper's tests: hash bd2b01afcd27…, so bits 1323, 431 and 1319")]
    public void A_known_address_sets_its_three_known_bits()
    {
        byte[] bits = LogsBloom.Of([new ChainLog(KnownAddress, [], default, 0)]).ToArray();

        IEnumerable<int> set = Enumerable.Range(0, 2048).Where(bit => (bits[255 - (bit / 8)] >> (bit % 8)) % 2 == 1);

        Assert.That(string.Join(' ', set), Is.EqualTo("431 1319 1323"));
    }

    [Test]
    public void A_bloom_may_contain_all_that_its_log_has_and_not_the_transfer_topic()
    {
        LogsBloom bloom = LogsBloom.Of([Log]);

        Assert.That(bloom.MayContain(Log.Address), Is.True);
        Assert.That(Log.Topics.Select(bloom.MayContain), Is.All.True);
        Assert.That(bloom.MayContain(Keccak256.HashUtf8("Transfer(address,address,uint256)")), Is.False);
        Assert.That(bloom.IsEmpty, Is.False);
    }

    [Test]
    public void Any_item_has_the_bits_that_a_second_implementation_computes() =>
        Holds.ForAll(Holds.BytesOf(Address.Length), bytes =>
        {
            ChainLog log = new(Address.FromBytes(bytes), [], default, 0);
            return LogsBloom.Of([log]).ToArray().SequenceEqual(SlowBloom(bytes));
        });

    [Test]
    public void The_bloom_of_no_logs_is_empty_and_contains_nothing()
    {
        Assert.That(LogsBloom.Of([]), Is.EqualTo(LogsBloom.Empty));
        Assert.That(LogsBloom.Empty.IsEmpty, Is.True);
        Assert.That(LogsBloom.Empty.MayContain(Address.Zero), Is.False);
    }

    [Test]
    public void Blooms_are_equal_by_content()
    {
        LogsBloom same = LogsBloom.FromBytes(LogsBloom.Of([Log]).ToArray());

        Assert.That(same, Is.EqualTo(LogsBloom.Of([Log])));
        Assert.That(same.GetHashCode(), Is.EqualTo(LogsBloom.Of([Log]).GetHashCode()));
        Assert.That(same, Is.Not.EqualTo(LogsBloom.Empty));
    }

    [TestCase(255)]
    [TestCase(257)]
    public void A_wrong_length_is_refused(int length) =>
        Assert.That(() => LogsBloom.FromBytes(new byte[length]), Throws.ArgumentException);

    private static byte[] SlowBloom(byte[] item)
    {
        byte[] hash = SlowKeccak.Hash(item);
        byte[] bits = new byte[256];
        foreach (int pair in new[] { 0, 2, 4 })
        {
            int bit = ((hash[pair] * 256) + hash[pair + 1]) % 2048;
            bits[255 - (bit / 8)] |= (byte)(1 << (bit % 8));
        }

        return bits;
    }
}
