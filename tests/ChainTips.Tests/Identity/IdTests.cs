using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Receipts;
using ChainTips.Testing;

namespace ChainTips.Tests.Identity;

internal sealed class IdTests
{
    private const string Zeros = "00000000000000000000000000";

    private static IEnumerable<TestCaseData> Vectors =>
    [
        new TestCaseData(UInt128.Zero, "post_00000000000000000000000000"),
        new TestCaseData(UInt128.One, "post_00000000000000000000000001"),
        new TestCaseData((UInt128)31, "post_0000000000000000000000000z"),
        new TestCaseData((UInt128)32, "post_00000000000000000000000010"),
        new TestCaseData(UInt128.MaxValue, "post_7zzzzzzzzzzzzzzzzzzzzzzzzz"),
    ];

    [TestCaseSource(nameof(Vectors))]
    public void An_id_is_its_prefix_and_26_digits_of_base_32(UInt128 bits, string text)
    {
        Assert.That(new Id<Post>(bits).ToString(), Is.EqualTo(text));
        Assert.That(Id<Post>.Parse(text).Bits, Is.EqualTo(bits));
    }

    [Test]
    public void Every_id_is_read_back_as_it_was_written()
    {
        SeededRandom random = new(1);
        for (int i = 0; i < 1000; i++)
        {
            Id<Payment> id = new(new UInt128(random.Next(), random.Next()));

            Assert.That(Id<Payment>.TryParse(id.ToString(), out Id<Payment> again), Is.True);
            Assert.That(again, Is.EqualTo(id));
        }
    }

    [Test]
    public void Ids_sort_as_their_bits_do()
    {
        SeededRandom random = new(2);
        UInt128[] bits = [.. Enumerable.Range(0, 200).Select(_ => new UInt128(random.Next(), random.Next()) >> random.Below(128))];

        string[] byText = [.. bits.Select(b => new Id<Post>(b).ToString()).Order(StringComparer.Ordinal)];

        Assert.That(byText, Is.EqualTo(bits.Order().Select(b => new Id<Post>(b).ToString())));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("post_")]
    [TestCase("post", Description = "no underscore")]
    [TestCase(Zeros, Description = "no prefix")]
    [TestCase("pr_" + Zeros, Description = "the prefix of a payment request")]
    [TestCase("POST_" + Zeros)]
    [TestCase("post-" + Zeros)]
    [TestCase("post_0000000000000000000000000", Description = "25 digits")]
    [TestCase("post_000000000000000000000000000", Description = "27 digits")]
    [TestCase("post_0000000000000000000000000i", Description = "i is no digit")]
    [TestCase("post_0000000000000000000000000l", Description = "l is no digit")]
    [TestCase("post_0000000000000000000000000o", Description = "o is no digit")]
    [TestCase("post_0000000000000000000000000u", Description = "u is no digit")]
    [TestCase("post_0000000000000000000000000Z", Description = "upper case")]
    [TestCase("post_0000000000000000000000000-")]
    [TestCase("post_0000000000000000000000000٣", Description = "an Arabic digit")]
    [TestCase(" post_" + Zeros)]
    [TestCase("post_" + Zeros + "\n")]
    [TestCase("post_80000000000000000000000000", Description = "2^128")]
    [TestCase("post_zzzzzzzzzzzzzzzzzzzzzzzzzz", Description = "130 bits")]
    public void Any_other_text_is_no_id(string? text)
    {
        Assert.That(Id<Post>.TryParse(text, out Id<Post> id), Is.False);
        Assert.That(id, Is.EqualTo(default(Id<Post>)));
    }

    [Test]
    public void A_text_that_must_be_an_id_and_is_none_throws_with_the_text() =>
        Assert.That(
            () => Id<Post>.Parse("pr_1"), Throws.TypeOf<FormatException>().With.Message.Contains("'pr_1'").And.Message.Contains("'post_'"));

    [Test]
    public void Each_kind_of_thing_has_a_prefix_of_its_own()
    {
        string[] prefixes =
            [Post.IdPrefix, Creator.IdPrefix, PaymentRequest.IdPrefix, Payment.IdPrefix, Receipt.IdPrefix, Platform.IdPrefix, ApiKey.IdPrefix];

        Assert.That(string.Join(' ', prefixes), Is.EqualTo("post cr pr pay rc pl key"));
        Assert.That(prefixes, Is.Unique);
    }
}
