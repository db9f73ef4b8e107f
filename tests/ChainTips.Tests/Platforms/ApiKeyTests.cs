using System.Security.Cryptography;
using ChainTips.Identity;
using ChainTips.Platforms;
using ChainTips.Testing;

namespace ChainTips.Tests.Platforms;

internal sealed class ApiKeyTests
{
    private static readonly NewApiKey Made = ApiKey.Create(Given.PlatformId, "blog", Sample.Genesis);

    [Test]
    public void The_text_of_a_key_opens_it()
    {
        bool isKey = ApiKey.TrySplit(Made.Text, out Id<ApiKey> id, out byte[]? secret);

        Assert.That(isKey, Is.True);
        Assert.That(id, Is.EqualTo(Made.Key.Id));
        Assert.That(Made.Key.IsOpenedBy(secret), Is.True);
    }

    [Test]
    public void What_is_kept_does_not_hold_the_secret()
    {
        ApiKey.TrySplit(Made.Text, out _, out byte[]? secret);

        Assert.That(Made.Key.SecretHash.ToArray(), Is.EqualTo(SHA256.HashData(secret!)));
        Assert.That(Made.Key.SecretHash.ToArray(), Is.Not.EqualTo(secret));
    }

    [Test]
    public void A_wrong_secret_opens_nothing()
    {
        ApiKey.TrySplit(Made.Text, out _, out byte[]? secret);
        secret![0] ^= 1;

        Assert.That(Made.Key.IsOpenedBy(secret), Is.False);
        Assert.That(Made.Key.IsOpenedBy([]), Is.False);
    }

    [Test]
    public void A_revoked_key_opens_nothing()
    {
        ApiKey.TrySplit(Made.Text, out _, out byte[]? secret);

        Assert.That((Made.Key with { RevokedAt = Sample.Genesis }).IsOpenedBy(secret), Is.False);
    }

    [Test]
    public void A_text_that_is_cut_or_altered_in_form_is_no_key()
    {
        string text = Made.Text;
        string[] wrong =
        [
            "", ".", text[..^1], text + "0", text[1..], text.Replace('.', '-'), text[..^1] + "g",
            text[..text.IndexOf('.', StringComparison.Ordinal)],
        ];

        Assert.That(wrong.Where(one => ApiKey.TrySplit(one, out _, out _)), Is.Empty);
    }
}
