using ChainTips.Ethereum.Primitives;
using ChainTips.Matching.Calldata;
using ChainTips.Testing;

namespace ChainTips.Tests.Matching.Calldata;

internal sealed class CalldataSuffixTests
{
    private static readonly Hash32 Reference = Sample.HashOf("reference");

    [Test]
    public void A_suffix_is_the_reference_and_then_the_marker()
    {
        byte[] suffix = CalldataSuffix.Write(Reference);

        Assert.That(suffix, Has.Length.EqualTo(CalldataSuffix.Length).And.Length.EqualTo(48));
        Assert.That(Hex.Format(suffix), Is.EqualTo(Reference + "636861696e746970732d7469702d7631"), "chaintips-tip-v1 in ASCII");
        Assert.That(CalldataSuffix.Find(suffix), Is.EqualTo(Reference));
    }

    [Test]
    public void A_suffix_is_found_behind_anything() =>
        Assert.That(CalldataSuffix.Find([1, 2, 3, .. CalldataSuffix.Write(Reference)]), Is.EqualTo(Reference));

    [TestCase(0)]
    [TestCase(16)]
    [TestCase(47)]
    public void What_is_shorter_than_a_suffix_has_none(int length) =>
        Assert.That(CalldataSuffix.Find(CalldataSuffix.Write(Reference).AsSpan(CalldataSuffix.Length - length)), Is.Null);

    [Test]
    public void A_marker_that_is_not_at_the_very_end_is_none() =>
        Assert.That(CalldataSuffix.Find([.. CalldataSuffix.Write(Reference), 0]), Is.Null);

    [Test]
    public void Any_altered_byte_of_the_marker_makes_it_none()
    {
        for (int i = Hash32.Length; i < CalldataSuffix.Length; i++)
        {
            byte[] suffix = CalldataSuffix.Write(Reference);
            suffix[i] ^= 1;

            Assert.That(CalldataSuffix.Find(suffix), Is.Null, $"byte {i}");
        }
    }
}
