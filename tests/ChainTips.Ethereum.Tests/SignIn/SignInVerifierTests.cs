using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.SignIn;

namespace ChainTips.Ethereum.Tests.SignIn;

internal sealed class SignInVerifierTests
{
    private const string Text =
        """
        https://example.com wants you to sign in with your Ethereum account:
        0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266

        I accept: https://example.com/tos

        URI: https://example.com/login
        Version: 1
        Chain ID: 1
        Nonce: 32891756
        Issued At: 2021-09-30T16:25:24Z
        Expiration Time: 2030-01-01T00:00:00.5Z
        Not Before: 2021-09-30T16:25:25Z
        """;

    /// <summary>Made by ethers 6 with the first key of Hardhat.</summary>
    private static readonly byte[] Signed = Hex.Parse("0x748a3558b3e60d01a9d6ef8960a24bdc9e18092802a42e042b8bee1017e6a72360296e7559dafc588b83b2ba616540c4693696c1a2ea656b97e70428a85361ab1c");

    private static readonly InternetTime Now = InternetTime.Parse("2026-01-01T00:00:00Z");

    [TestCase(null, null)]
    [TestCase("example.com", "32891756")]
    public void A_message_that_is_as_expected_is_accepted(string? domain, string? nonce)
    {
        SignInResult result = SignInVerifier.Verify(Text, Signed, new SignInExpectation(Now, domain, nonce));

        Assert.That(result, Is.TypeOf<SignInResult.Accepted>());
        Assert.That(((SignInResult.Accepted)result).Message.Domain, Is.EqualTo("example.com"));
    }

    [TestCase("evil.example", null, SignInFailure.WrongDomain)]
    [TestCase("EXAMPLE.com", null, SignInFailure.WrongDomain)]
    [TestCase("", null, SignInFailure.WrongDomain)]
    [TestCase(null, "32891757", SignInFailure.WrongNonce)]
    [TestCase(null, "", SignInFailure.WrongNonce)]
    public void Another_domain_or_nonce_is_refused(string? domain, string? nonce, SignInFailure failure) =>
        Assert.That(FailureOf(Text, Signed, new SignInExpectation(Now, domain, nonce)), Is.EqualTo(failure));

    [TestCase("2021-09-30T16:25:24.999Z", SignInFailure.NotYetValid)]
    [TestCase("2021-09-30T16:25:25Z", null)]
    [TestCase("2030-01-01T00:00:00.4999Z", null)]
    [TestCase("2030-01-01T00:00:00.5Z", SignInFailure.Expired)]
    [TestCase("2030-01-01T01:00:00.4+01:00", null)]
    public void A_message_is_valid_from_its_beginning_up_to_its_end(string time, SignInFailure? failure) =>
        Assert.That(
            FailureOf(Text, Signed, new SignInExpectation(InternetTime.Parse(time), null, null)), Is.EqualTo(failure));

    [Test]
    public void A_changed_message_is_refused() =>
        Assert.That(FailureOf(Text.Replace("tos", "tas", StringComparison.Ordinal)), Is.EqualTo(SignInFailure.WrongSignature));

    [Test]
    public void A_message_that_is_none_is_refused() =>
        Assert.That(FailureOf(Text + "\n"), Is.EqualTo(SignInFailure.MalformedMessage));

    [TestCase(0)]
    [TestCase(64)]
    [TestCase(66)]
    public void A_signature_of_another_form_is_refused(int length)
    {
        byte[] signature = new byte[length];

        Assert.That(FailureOf(Text, signature), Is.EqualTo(SignInFailure.MalformedSignature));
    }

    [Test]
    public void Each_changed_bit_of_the_signature_is_found()
    {
        for (int bit = 0; bit < Signed.Length * 8; bit++)
        {
            byte[] changed = [.. Signed];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.That(FailureOf(Text, changed), Is.Not.Null, $"bit {bit}");
        }
    }

    private static SignInFailure? FailureOf(string text, byte[]? signature = null, SignInExpectation? expectation = null) =>
        SignInVerifier.Verify(text, signature ?? Signed, expectation ?? new SignInExpectation(Now, null, null))
            is SignInResult.Refused refused
            ? refused.Failure
            : null;
}
