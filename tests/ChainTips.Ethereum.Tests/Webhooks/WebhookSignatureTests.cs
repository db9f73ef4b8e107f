using System.Globalization;
using ChainTips.Ethereum.Webhooks;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.Webhooks;

internal sealed class WebhookSignatureTests
{
    private const string SecretText = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const long Timestamp = 1_614_265_330;
    private const string Golden = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static readonly WebhookSecret Secret = WebhookSecret.Parse(SecretText);
    private static readonly byte[] Body = """{"test": 2432232314}"""u8.ToArray();

    [Test]
    [Description("The vector that the libraries of Standard Webhooks share")]
    public void The_golden_vector_is_signed() =>
        Assert.That(WebhookSignature.Sign(Secret, Id, Timestamp, Body), Is.EqualTo(Golden));

    [TestCase(Golden, WebhookVerdict.Genuine)]
    [TestCase("v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= " + Golden, WebhookVerdict.Genuine, Description = "a rotation")]
    [TestCase(Golden + " v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==", WebhookVerdict.Genuine, Description = "another version")]
    [TestCase("v1,!!! " + Golden, WebhookVerdict.Genuine)]
    [TestCase("v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", WebhookVerdict.WrongSignature)]
    [TestCase("", WebhookVerdict.MalformedSignature)]
    [TestCase("v1,", WebhookVerdict.MalformedSignature)]
    [TestCase("v1,g0hM", WebhookVerdict.MalformedSignature, Description = "too short for a fixed-time comparison")]
    [TestCase("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=", WebhookVerdict.MalformedSignature, Description = "stray bits at the end")]
    [TestCase("v1, g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookVerdict.MalformedSignature)]
    [TestCase("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookVerdict.MalformedSignature)]
    [TestCase("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookVerdict.MalformedSignature)]
    public void A_list_is_genuine_if_one_signature_of_version_1_is_right(string signatures, WebhookVerdict verdict) =>
        Assert.That(Verify(signatures: signatures), Is.EqualTo(verdict));

    [TestCase(-301, WebhookVerdict.TooNew)]
    [TestCase(-300, WebhookVerdict.Genuine)]
    [TestCase(300, WebhookVerdict.Genuine)]
    [TestCase(301, WebhookVerdict.TooOld)]
    public void Clocks_may_differ_by_five_minutes_either_way(int age, WebhookVerdict verdict) =>
        Assert.That(Verify(age: age), Is.EqualTo(verdict));

    [TestCase("")]
    [TestCase("1614265330.0")]
    [TestCase("01614265330", Description = "signed without the zero")]
    [TestCase("+1614265330")]
    [TestCase("-1614265330")]
    [TestCase(" 1614265330")]
    [TestCase("99999999999999999999")]
    [TestCase("Thu, 25 Feb 2021 15:02:10 GMT")]
    public void A_timestamp_is_plain_digits(string timestamp) =>
        Assert.That(Verify(timestamp: timestamp), Is.EqualTo(WebhookVerdict.MalformedTimestamp));

    [TestCase("")]
    [TestCase("msg.1", Description = "the specification forbids the delimiter")]
    public void An_id_must_not_be_ambiguous(string id)
    {
        Assert.That(
            WebhookSignature.Verify(Secret, id, "1", Body, Golden, DateTimeOffset.FromUnixTimeSeconds(1)),
            Is.EqualTo(WebhookVerdict.MalformedId));
        Assert.That(() => WebhookSignature.Sign(Secret, id, 1, Body), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Each_changed_byte_of_the_body_is_found()
    {
        for (int i = 0; i < Body.Length; i++)
        {
            byte[] changed = [.. Body];
            changed[i] ^= 1;
            Assert.That(Verify(body: changed), Is.EqualTo(WebhookVerdict.WrongSignature), $"byte {i}");
        }
    }

    [TestCase("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_")]
    [TestCase("whsec_", "24 to 64")]
    [TestCase("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "24 to 64", Description = "23 bytes")]
    [TestCase("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", "base64")]
    [TestCase("whsec_MfKQ9r8GKYqr TwjUPD8ILPZIo2LaLaSw", "base64")]
    [TestCase("whsec_MfKQ9r8GKYqr-wjUPD8ILPZIo2LaLaSw", "base64", Description = "base64url")]
    [TestCase("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_")]
    public void A_secret_that_is_malformed_is_refused_and_not_shown(string text, string fault)
    {
        Assert.That(WebhookSecret.TryParse(text, out _, out string? error), Is.False);
        Assert.That(error, Does.Contain(fault).And.Not.Contains("MfKQ"));
    }

    [Test]
    public void A_secret_does_not_show_itself() =>
        Assert.That(Secret.ToString(), Does.Not.Contain("MfKQ"));

    [Test]
    public void What_is_signed_is_genuine_and_with_another_body_it_is_not() =>
        Holds.ForAll(
            Holds.AnyBytes,
            body =>
            {
                DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(Timestamp);
                string signature = WebhookSignature.Sign(Secret, Id, Timestamp, body);
                byte[] longer = [.. body, 0];
                return WebhookSignature.Verify(Secret, Id, "1614265330", body, signature, now) == WebhookVerdict.Genuine
                    && WebhookSignature.Verify(Secret, Id, "1614265330", longer, signature, now) == WebhookVerdict.WrongSignature;
            });

    [Test]
    [Category("Fuzz")]
    [Description("Id, timestamp and signatures, one in a line")]
    public void Hostile_headers_are_refused_unless_one_signature_is_the_right_one() =>
        Fuzz.Text(
            "webhook headers",
            [
                $"{Id}\n{Timestamp}\n{Golden}", $"{Id}\n{Timestamp}\nv1,AAAA v1a,x {Golden}",
                $"1\n{Timestamp + 300}\nv1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            ],
            new Allowance(8_000, 60),
            text =>
            {
                string[] headers = [.. text.Split('\n', 3), "", ""];
                WebhookVerdict verdict = WebhookSignature.Verify(
                    Secret, headers[0], headers[1], Body, headers[2], DateTimeOffset.FromUnixTimeSeconds(Timestamp));
                return verdict == WebhookVerdict.Genuine
                    ? Fuzz.AcceptedIf(headers[2].Split(' ').Contains(
                        WebhookSignature.Sign(Secret, headers[0], long.Parse(headers[1], CultureInfo.InvariantCulture), Body)))
                    : Fuzz.RefusedIf(Enum.IsDefined(verdict));
            });

    [Test]
    [Category("Fuzz")]
    public void Hostile_text_is_refused_or_a_secret() =>
        Fuzz.Text("webhook secret", [SecretText, WebhookSecret.Prefix + Convert.ToBase64String(new byte[64])], new Allowance(4_000, 20), text =>
            WebhookSecret.TryParse(text, out WebhookSecret? secret, out string? error)
                ? Fuzz.AcceptedIf(error is null && WebhookSignature.Sign(secret, Id, Timestamp, Body).Length == Golden.Length)
                : Fuzz.RefusedIf(secret is null && error.Length is > 0 and < 200));

    private static WebhookVerdict Verify(
        string timestamp = "1614265330", byte[]? body = null, string signatures = Golden, int age = 0) =>
        WebhookSignature.Verify(
            Secret, Id, timestamp, body ?? Body, signatures, DateTimeOffset.FromUnixTimeSeconds(Timestamp + age));
}
