using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.SignIn;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.SignIn;

internal sealed class SignInMessageTests
{
    private const string Full =
        """
        https://example.com:3388 wants you to sign in with your Ethereum account:
        0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2

        I accept the ExampleOrg Terms of Service: https://example.com/tos

        URI: https://example.com/login
        Version: 1
        Chain ID: 1
        Nonce: 32891756
        Issued At: 2021-09-30T16:25:24Z
        Expiration Time: 2021-10-30T16:25:24Z
        Not Before: 2021-09-30T16:25:24.5+02:00
        Request ID: some-id
        Resources:
        - ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/
        - https://example.com/my-web2-claim.json
        """;

    private const string Short =
        """
        example.com wants you to sign in with your Ethereum account:
        0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2


        URI: https://example.com/login
        Version: 1
        Chain ID: 1
        Nonce: 32891756
        Issued At: 2021-09-30T16:25:24Z
        """;

    [Test]
    [Description("The examples of EIP-4361, put together")]
    public void A_message_is_read_with_all_its_fields()
    {
        SignInMessage message = SignInMessage.Parse(Full);

        Assert.That((message.Scheme, message.Domain), Is.EqualTo(("https", "example.com:3388")));
        Assert.That(message.Address, Is.EqualTo(Address.Parse("0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2")));
        Assert.That(message.Statement, Is.EqualTo("I accept the ExampleOrg Terms of Service: https://example.com/tos"));
        Assert.That(message.Uri, Is.EqualTo("https://example.com/login"));
        Assert.That((message.ChainId, message.Nonce), Is.EqualTo(((UInt256)1UL, "32891756")));
        Assert.That(message.IssuedAt.Text, Is.EqualTo("2021-09-30T16:25:24Z"));
        Assert.That(message.ExpirationTime!.Text, Is.EqualTo("2021-10-30T16:25:24Z"));
        Assert.That(message.NotBefore!.Text, Is.EqualTo("2021-09-30T16:25:24.5+02:00"));
        Assert.That(message.RequestId, Is.EqualTo("some-id"));
        Assert.That(message.Resources, Has.Count.EqualTo(2));
        Assert.That(message.ToString(), Is.EqualTo(Full));
    }

    [Test]
    public void Fields_that_are_absent_are_null()
    {
        SignInMessage message = SignInMessage.Parse(Short);

        Assert.That(
            (message.Scheme, message.Statement, message.ExpirationTime, message.NotBefore, message.RequestId, message.Resources),
            Is.EqualTo(((string?)null, (string?)null, (InternetTime?)null, (InternetTime?)null, (string?)null, (IReadOnlyList<string>?)null)));
        Assert.That(message.ToString(), Is.EqualTo(Short));
    }

    [TestCase("\n\n\nURI", "\n\n\n\nURI", "", Description = "an empty statement has three empty lines")]
    [TestCase("\n\n\nURI", "\n\n \n\nURI", " ")]
    [TestCase("\n\n\nURI", "\n\nURI: x\n\nURI", "URI: x")]
    [TestCase("\n\n\nURI", "\n\n-._~:/?#[]@!$&'()*+,;=aZ9\n\nURI", "-._~:/?#[]@!$&'()*+,;=aZ9")]
    public void A_statement_is_what_stands_between_two_empty_lines(string from, string to, string statement)
    {
        SignInMessage message = SignInMessage.Parse(Short.Replace(from, to, StringComparison.Ordinal));

        Assert.That(message.Statement, Is.EqualTo(statement));
        Assert.That(message.TryFormat(out _, out _), Is.True);
    }

    [TestCase("\nRequest ID: ", "")]
    [TestCase("\nRequest ID: a%20b:@!$&'()*+,;=", "a%20b:@!$&'()*+,;=")]
    public void A_request_id_may_be_empty(string line, string expected) =>
        Assert.That(SignInMessage.Parse(Short + line).RequestId, Is.EqualTo(expected));

    [Test]
    public void A_list_of_resources_may_be_empty() =>
        Assert.That(SignInMessage.Parse(Short + "\nResources:").Resources, Is.Empty);

    [TestCase("example.com")]
    [TestCase("user:pw@example.com:80")]
    [TestCase("localhost:8080")]
    [TestCase("127.0.0.1")]
    [TestCase("999.1.1.1", Description = "a name, though no address")]
    [TestCase("[::1]:8080")]
    [TestCase("[2001:db8::7]")]
    [TestCase("[::ffff:1.2.3.4]")]
    [TestCase("[1:2:3:4:5:6:7:8]")]
    [TestCase("[1:2:3:4:5:6:7::]")]
    [TestCase("[v1.a:b]")]
    [TestCase("a%20b")]
    public void A_domain_is_an_authority(string domain) =>
        Assert.That(SignInMessage.Parse(Changed("example.com wants", domain + " wants")).Domain, Is.EqualTo(domain));

    [TestCase("")]
    [TestCase("exa mple.com")]
    [TestCase("example.com/")]
    [TestCase("example.com?x")]
    [TestCase("#example.com")]
    [TestCase("example.com:80a")]
    [TestCase("[::1")]
    [TestCase("[:::1]")]
    [TestCase("[1:2:3:4:5:6:7]")]
    [TestCase("[1:2:3:4:5:6:7:8:9]")]
    [TestCase("[1::2::3]")]
    [TestCase("[::1.2.3.256]")]
    [TestCase("[12345::]")]
    [TestCase("[::1]x")]
    [TestCase("a@b@c")]
    [TestCase("a%2")]
    [TestCase("exämple.com")]
    [TestCase("://example.com")]
    [TestCase("1http://example.com")]
    [TestCase("https://")]
    public void Anything_else_is_no_domain(string domain) => AssertRefused(Changed("example.com wants", domain + " wants"));

    [TestCase("https://example.com/login")]
    [TestCase("did:key:z6Mk?service=a&x=/#frag?")]
    [TestCase("a:")]
    [TestCase("a+b-1.c:/")]
    [TestCase("ftp://[::1]:21/a;b=c%20d")]
    [TestCase("mailto:a@b")]
    [TestCase("file:///etc")]
    public void A_URI_has_a_scheme(string uri) =>
        Assert.That(SignInMessage.Parse(Changed("https://example.com/login", uri)).Uri, Is.EqualTo(uri));

    [TestCase("")]
    [TestCase("example.com")]
    [TestCase("/login")]
    [TestCase("://x")]
    [TestCase("1a:x")]
    [TestCase("https://exa mple.com")]
    [TestCase("https://example.com/é")]
    [TestCase("https://example.com/%")]
    [TestCase("https://example.com/%4")]
    [TestCase("https://example.com/#a#b")]
    [TestCase("https://example.com/[")]
    [TestCase("https://example.com/\"")]
    [TestCase("https://example.com:x/")]
    public void Anything_else_is_no_URI(string uri)
    {
        AssertRefused(Changed("https://example.com/login", uri));
        AssertRefused($"{Short}\nResources:\n- {uri}");
    }

    [TestCase("0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2", "0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2", Description = "no checksum")]
    [TestCase("0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2", "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756CC2", Description = "a wrong one")]
    [TestCase("0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2", "0XC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2")]
    [TestCase("0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2", "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc")]
    [TestCase("Version: 1", "Version: 2")]
    [TestCase("Version: 1", "Version: 01")]
    [TestCase("Version: 1", "version: 1")]
    [TestCase("Version: 1\n", "")]
    [TestCase("Chain ID: 1", "Chain ID: ")]
    [TestCase("Chain ID: 1", "Chain ID: 0x1")]
    [TestCase("Chain ID: 1", "Chain ID: -1")]
    [TestCase("Chain ID: 1", "Chain ID: 1 ")]
    [TestCase("Chain ID: 1", "Chain ID: ١")]
    [TestCase("Nonce: 32891756", "Nonce: 3289175", Description = "seven characters")]
    [TestCase("Nonce: 32891756", "Nonce: 3289175-")]
    [TestCase("Nonce: 32891756", "Nonce: 3289175é")]
    [TestCase("Nonce: 32891756", "Nonce:  32891756")]
    [TestCase("Issued At: 2021-09-30T16:25:24Z", "Issued At: ")]
    [TestCase("Issued At: 2021-09-30T16:25:24Z", "Issued At: 2021-09-30T16:25:24Z\n")]
    [TestCase("Issued At: 2021-09-30T16:25:24Z", "Issued At: 2021-09-30T16:25:24Z ")]
    [TestCase("Issued At: 2021-09-30T16:25:24Z", "Issued At: 2021-09-30T16:25:24Z\nNote: x")]
    [TestCase("Issued At: 2021-09-30T16:25:24Z", "Issued At: 2021-09-30T16:25:24Z\nNot Before: 2021-09-30T16:25:24Z\nExpiration Time: 2021-09-30T16:25:24Z", Description = "order")]
    [TestCase("Issued At: 2021-09-30T16:25:24Z", "Issued At: 2021-09-30T16:25:24Z\nRequest ID: a b")]
    [TestCase("Issued At: 2021-09-30T16:25:24Z", "Issued At: 2021-09-30T16:25:24Z\nRequest ID: a/b")]
    [TestCase("Issued At: 2021-09-30T16:25:24Z", "Issued At: 2021-09-30T16:25:24Z\nResources: ")]
    [TestCase("Issued At: 2021-09-30T16:25:24Z", "Issued At: 2021-09-30T16:25:24Z\nResources:\n")]
    [TestCase("Issued At: 2021-09-30T16:25:24Z", "Issued At: 2021-09-30T16:25:24Z\nResources:\n-https://a.b")]
    [TestCase("Issued At: 2021-09-30T16:25:24Z", "Issued At: 2021-09-30T16:25:24Z\nResources:\n- https://a.b\n")]
    [TestCase(" wants you to sign in with your Ethereum account:", " Wants you to sign in with your Ethereum account:")]
    [TestCase(" wants you to sign in with your Ethereum account:", " wants you to sign in with your Ethereum account: ")]
    [TestCase("\n\n\nURI", "\n\nURI", Description = "one empty line too few")]
    [TestCase("\n\n\nURI", "\nURI")]
    [TestCase("\n\n\nURI", "\n\n\n\n\nURI", Description = "one too many")]
    [TestCase("\n\n\nURI", "\n\nstatement\nURI")]
    [TestCase("\n\n\nURI", "\nstatement\n\nURI")]
    [TestCase("\n\n\nURI", "\n\none\ntwo\n\nURI")]
    [TestCase("\n\n\nURI", "\n\n100%\n\nURI", Description = "neither reserved nor unreserved")]
    [TestCase("\n\n\nURI", "\n\n\"quoted\"\n\nURI")]
    [TestCase("\n\n\nURI", "\n\nÄ\n\nURI")]
    [TestCase("\n\n\nURI", "\n\n\t\n\nURI")]
    [TestCase("\n", "\r\n")]
    public void A_message_that_breaks_the_grammar_is_refused(string from, string to) => AssertRefused(Changed(from, to));

    [Test]
    public void Every_cut_of_a_message_is_refused_but_those_that_end_with_a_field()
    {
        string[] whole = ["24Z", "24.5+02:00", "some-id", "Resources:", "Request ID: "];
        for (int length = 0; length < Full.Length; length++)
        {
            string cut = Full[..length];
            bool mayBeWhole = cut.Contains("Issued At: 2021", StringComparison.Ordinal);
            Assert.That(SignInMessage.TryParse(cut, out _, out _) && !mayBeWhole, Is.False, cut);
            Assert.That(
                SignInMessage.TryParse(cut, out _, out _) || !Array.Exists(whole, end => cut.EndsWith("\n" + end, StringComparison.Ordinal)),
                Is.True,
                cut);
        }
    }

    [TestCase("a\nURI: https://evil.example", "32891756")]
    [TestCase(null, "32891756\nIssued At: 2021-09-30T16:25:24Z")]
    [TestCase(null, "short")]
    public void Fields_that_would_read_differently_are_not_formatted(string? statement, string nonce)
    {
        SignInMessage message = SignInMessage.Parse(Short) with { Statement = statement, Nonce = nonce };

        Assert.That(message.TryFormat(out string? text, out string? error), Is.False);
        Assert.That(text, Is.Null);
        Assert.That(error, Is.Not.Empty);
    }

    [Test]
    [Category("Fuzz")]
    public void Hostile_text_is_refused_or_the_message_that_was_read() =>
        Fuzz.Text("EIP-4361", [Full, Short, Short + "\nRequest ID: ", Short + "\nResources:\n- a:b"], new Allowance(30_000, 60), text =>
            SignInMessage.TryParse(text, out SignInMessage? message, out string? error)
                ? Fuzz.AcceptedIf(error is null && message.TryFormat(out string? formatted, out _) && IsSame(formatted, text))
                : Fuzz.RefusedIf(message is null && error.Length is > 0 and < 600));

    [Test]
    [Description("The grammar has chain-id = 1*DIGIT")]
    public void Zeros_may_lead_a_chain_id()
    {
        SignInMessage message = SignInMessage.Parse(Changed("Chain ID: 1", "Chain ID: 001"));

        Assert.That(message.ChainId, Is.EqualTo((UInt256)1UL));
        Assert.That(message.ToString(), Is.EqualTo(Short));
    }

    /// <summary>Whether the texts differ in nothing but zeros before the chain id, which mean nothing.</summary>
    private static bool IsSame(string formatted, string text) =>
        formatted == text
        || (text.Contains("\nChain ID: 0", StringComparison.Ordinal) && SignInMessage.Parse(formatted) == SignInMessage.Parse(text));

    private static string Changed(string from, string to) => Short.Replace(from, to, StringComparison.Ordinal);

    private static void AssertRefused(string text)
    {
        Assert.That(SignInMessage.TryParse(text, out _, out string? error), Is.False, text);
        Assert.That(error, Does.StartWith("Line "));
    }
}
