using System.Security.Cryptography;
using System.Text;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Platforms;
using ChainTips.Receipts;

namespace ChainTips.Tests.Identity;

internal sealed class IdSourceTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly byte[] Name = Encoding.ASCII.GetBytes("log 3");

    [Test]
    public void The_same_name_gives_the_same_id_from_any_source_with_the_key() =>
        Assert.That(new IdSource(Key).Derive<Payment>(Name), Is.EqualTo(new IdSource([.. Key]).Derive<Payment>(Name)));

    [Test]
    public void A_derived_id_is_the_head_of_a_keyed_hash_of_type_and_name()
    {
        byte[] named = [.. "pay"u8, .. Name];
        byte[] digest = HMACSHA256.HashData(Key, named);

        Assert.That(new IdSource(Key).Derive<Payment>(Name).Bits.ToString("x32", null), Is.EqualTo(Convert.ToHexStringLower(digest)[..32]));
    }

    [Test]
    public void Another_key_gives_another_id()
    {
        byte[] other = [.. Key];
        other[31] ^= 1;

        Assert.That(new IdSource(other).Derive<Payment>(Name), Is.Not.EqualTo(new IdSource(Key).Derive<Payment>(Name)));
    }

    [Test]
    public void Another_name_gives_another_id() =>
        Assert.That(new IdSource(Key).Derive<Payment>("log 4"u8), Is.Not.EqualTo(new IdSource(Key).Derive<Payment>(Name)));

    [Test]
    public void The_receipt_of_a_payment_has_other_bits_than_the_payment()
    {
        IdSource ids = new(Key);

        Assert.That(ids.Derive<Receipt>(Name).Bits, Is.Not.EqualTo(ids.Derive<Payment>(Name).Bits));
    }

    [Test]
    public void Random_ids_do_not_repeat()
    {
        HashSet<UInt128> seen = [];
        for (int i = 0; i < 1000; i++)
        {
            seen.Add(IdSource.Random<ApiKey>().Bits);
        }

        Assert.That(seen, Has.Count.EqualTo(1000));
        Assert.That(seen, Does.Not.Contain(UInt128.Zero));
    }
}
