using System.Text;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Tips;

internal sealed class PaymentReferenceTests
{
    private static readonly Hash32 Salt = Hash32.Parse("0x" + string.Concat(Enumerable.Repeat("a5", 32)));

    [Test]
    public void It_is_the_hash_of_the_hashed_id_and_the_salt_side_by_side()
    {
        const string Id = "post_0123456789abcdefghjkmnpqrs";
        byte[] joined = [.. Keccak256.Hash(Encoding.UTF8.GetBytes(Id)).ToArray(), .. Salt.ToArray()];

        PaymentReference reference = new(Id, Salt);

        Assert.That(joined, Has.Length.EqualTo(64));
        Assert.That(reference.Value, Is.EqualTo(Keccak256.Hash(joined)));
        Assert.That(reference.SubjectHash, Is.EqualTo(Keccak256.HashUtf8(Id)));
    }

    [Test]
    public void Another_id_or_another_salt_gives_another_reference()
    {
        Hash32 value = new PaymentReference("post_1", Salt).Value;

        Assert.That(new PaymentReference("post_2", Salt).Value, Is.Not.EqualTo(value));
        Assert.That(new PaymentReference("post_1", Sample.HashOf("other")).Value, Is.Not.EqualTo(value));
    }

    [Test]
    public void Two_references_to_one_subject_cannot_be_linked()
    {
        PaymentReference first = PaymentReference.Create("post_1");
        PaymentReference second = PaymentReference.Create("post_1");

        Assert.That(first.SubjectId, Is.EqualTo("post_1"));
        Assert.That(second.Salt, Is.Not.EqualTo(first.Salt));
        Assert.That(second.Value, Is.Not.EqualTo(first.Value));
    }
}
