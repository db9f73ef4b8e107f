using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.Primitives;

internal sealed class Hash32Tests
{
    private const string Text = "0x7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267";

    [Test]
    [Category("Fuzz")]
    public void Hostile_text_is_refused_or_the_hash_that_was_read() =>
        Fuzz.Text(
            "hash",
            ["0x" + new string('0', 64), "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"],
            new Allowance(4_000, 10),
            text => Hash32.TryParse(text, out Hash32 hash, out string? error)
                ? Fuzz.AcceptedIf(error is null && hash.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
                : Fuzz.RefusedIf(hash == default && error.Length < 400));

    [Test]
    public void Digits_of_any_case_are_read_and_written_in_lower_case()
    {
        Assert.That(Hash32.Parse(Text).ToString(), Is.EqualTo(Text));
        Assert.That(Hash32.Parse("0x" + Text[2..].ToUpperInvariant()).ToString(), Is.EqualTo(Text));
    }

    [TestCase(null, "missing")]
    [TestCase("0x", "0 characters after 0x")]
    [TestCase("7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267", "does not begin with 0x")]
    [TestCase("0x7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a226", "63 characters after 0x")]
    [TestCase("0x7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a22 7", "not hexadecimal")]
    public void A_bad_hash_is_refused_with_its_reason(string? text, string reason)
    {
        Assert.That(Hash32.TryParse(text, out Hash32 hash, out string? error), Is.False);
        Assert.That(hash.IsZero, Is.True);
        Assert.That(error, Does.Contain(reason).And.Contains("64 hexadecimal digits"));
    }

    [Test]
    public void Any_32_bytes_survive_text_and_bytes() =>
        Holds.ForAll(Holds.BytesOf(Hash32.Length), bytes =>
        {
            Hash32 hash = Hash32.FromBytes(bytes);
            return hash.ToArray().SequenceEqual(bytes)
                && Hash32.Parse(hash.ToString()) == hash
                && hash.GetHashCode() == Hash32.FromBytes(bytes).GetHashCode();
        });

    [Test]
    public void Hashes_sort_by_their_bytes()
    {
        for (int i = 1; i < Hash32.Length; i++)
        {
            Hash32 small = WithByte(i);
            Hash32 large = WithByte(i - 1);

            Assert.That(small.CompareTo(large), Is.Negative, $"byte {i}");
            Assert.That(small < large && large > small && small <= large && large >= small && small != large, Is.True);
        }
    }

    [Test]
    public void Words_with_equal_halves_do_not_share_one_hash_code()
    {
        IEnumerable<int> codes = Enumerable.Range(1, 50).Select(i =>
        {
            byte[] bytes = new byte[Hash32.Length];
            bytes[3] = (byte)i;
            bytes[7] = (byte)i;
            return Hash32.FromBytes(bytes).GetHashCode();
        });

        Assert.That(codes.Distinct().Count(), Is.GreaterThan(45));
    }

    [Test]
    public void A_wrong_number_of_bytes_is_refused() =>
        Assert.That(() => Hash32.FromBytes(new byte[31]), Throws.ArgumentException.With.Message.Contains("not 31"));

    private static Hash32 WithByte(int index)
    {
        byte[] bytes = new byte[Hash32.Length];
        bytes[index] = 1;
        return Hash32.FromBytes(bytes);
    }
}
