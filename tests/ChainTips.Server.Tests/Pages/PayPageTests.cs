using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Pages;
using ChainTips.Server.Tests.Running;
using static ChainTips.Server.Tests.Pages.PageParts;

namespace ChainTips.Server.Tests.Pages;

[CancelAfter(30_000)]
internal sealed class PayPageTests
{
    private static readonly string[] Headers =
    [
        "Cache-Control", "Content-Security-Policy", "Content-Type", "Date", "Permissions-Policy", "Referrer-Policy",
        "Transfer-Encoding", "X-Content-Type-Options",
    ];

    private static readonly string[] Shapes = ["svg", "g", "rect", "path"];

    private RunningGateway _gateway = null!;
    private string _creator = "";

    [SetUp]
    public async Task StartAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _creator = await _gateway.CreateCreatorAsync();
    }

    [TearDown]
    public ValueTask StopAsync() => _gateway.DisposeAsync();

    [Test]
    public async Task The_page_needs_no_key_and_tells_the_browser_what_it_may_not_do()
    {
        Answer request = await _gateway.AskAsync(new { creator = _creator, amount = "1500000" });
        _gateway.Key = null;

        Answer page = await ReadAsync(request);

        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That(page.MediaType, Is.EqualTo("text/html; charset=utf-8"));
        Assert.That(
            page.Header("Content-Security-Policy"),
            Is.EqualTo("default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"));
        Assert.That(page.Header("Cache-Control"), Is.EqualTo("no-store"));
        Assert.That(page.Header("Referrer-Policy"), Is.EqualTo("no-referrer"));
        Assert.That(page.Header("X-Content-Type-Options"), Is.EqualTo("nosniff"));
        Assert.That(page.Header("Permissions-Policy"), Is.EqualTo("camera=(), microphone=(), geolocation=()"));
        Assert.That(page.Headers.Keys, Is.SubsetOf(Headers));
    }

    [TestCase("pr_00000000000000000000000001")]
    [TestCase("pr_")]
    [TestCase("cr_00000000000000000000000001")]
    [TestCase("%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    public async Task A_request_that_does_not_exist_is_told_to_a_person(string id)
    {
        Answer known = await ReadAsync(await _gateway.AskAsync(new { creator = _creator }));

        Answer page = await _gateway.GetAsync("/pay/" + id);

        Assert.That(page.Status, Is.EqualTo(404));
        Assert.That(page.MediaType, Is.EqualTo("text/html; charset=utf-8"));
        Assert.That(TextOf(page), Does.Contain("Nothing to pay here").And.Not.Contain("alert(1)"));
        Assert.That(page.Header("Content-Security-Policy"), Is.EqualTo(known.Header("Content-Security-Policy")));
        Assert.That(page.Headers.Keys, Is.EquivalentTo(known.Headers.Keys));
    }

    [Test]
    public async Task The_links_for_the_wallet_are_exact()
    {
        Answer request = await _gateway.AskAsync(new { creator = _creator, amount = "1500000" });

        Answer page = await ReadAsync(request);

        Assert.That(LinksOf(page), Is.EqualTo(new[]
        {
            $"ethereum:{LocalChain.Token}@31337/approve?address={LocalChain.Router}&uint256=1500000",
            $"ethereum:{LocalChain.Router}@31337/tip?address={LocalChain.Token}&address={LocalChain.Payee}&uint256=1500000&bytes32={request.Text("paymentReference")}",
        }));
        Assert.That(TextOf(page), Does.Contain("Approve 1.50 TUSD").And.Contains("Send the tip"));
    }

    [TestCase("<script>alert(1)</script>")]
    [TestCase("</title><img src=x onerror=alert(1)>")]
    [TestCase("\" onmouseover=\"alert(1)")]
    [TestCase("' autofocus onfocus='alert(1)")]
    [TestCase("javascript:alert(1)")]
    [TestCase("&lt;b&gt;&#60;i&#62;")]
    [TestCase("</bdi></p></main><form action=https://evil.example><button>Pay</button>")]
    [TestCase("\u202Egnp.exe\u202C \u2066\u200F")]
    [TestCase("<!--")]
    [TestCase("]]>{{7*7}}@Model ${7*7}")]
    [Description("C9")]
    public async Task A_hostile_text_stays_text(string text)
    {
        string creator = await _gateway.CreateCreatorAsync(text);
        string post = await _gateway.CreatePostAsync(creator, text);
        Answer harmless = await ReadAsync(await _gateway.AskAsync(new { creator = _creator, amount = "1", description = "A" }));

        Answer page = await ReadAsync(await _gateway.AskAsync(new { post, amount = "1" }));

        Assert.That(TagsOf(page), Is.EqualTo(TagsOf(harmless)));
        Assert.That(page.Body, Does.Not.Contain("<script").IgnoreCase);
        Assert.That(Regex.Count(page.Body, Regex.Escape($"<bdi>{HtmlEncoder.Default.Encode(text)}</bdi>")), Is.EqualTo(3));
        Assert.That(LinksOf(page), Is.All.StartsWith("ethereum:"));
    }

    [Test]
    public async Task The_QR_code_shows_the_address_of_the_page_and_does_nothing_else()
    {
        Answer request = await _gateway.AskAsync(new { creator = _creator, amount = "1" });

        Answer page = await ReadAsync(request);

        string svg = SvgOf(page);
        Assert.That(svg, Is.EqualTo(QrCode.ToSvg(request.Text("url"))));
        XElement drawing = XElement.Parse(svg);
        Assert.That(drawing.Descendants().Attributes("d").Single().Value, Has.Length.GreaterThan(1000));
        Assert.That(drawing.DescendantsAndSelf().Select(part => part.Name.LocalName), Is.SubsetOf(Shapes));
        Assert.That(
            drawing.DescendantsAndSelf().Attributes().Select(attribute => attribute.Name.LocalName),
            Has.None.EqualTo("style").And.None.StartsWith("on").And.None.EqualTo("href"));
    }

    [Test]
    public async Task The_page_follows_the_payment_until_it_is_settled()
    {
        Answer request = await _gateway.AskAsync(new { creator = _creator, amount = "5" });
        Answer open = await ReadAsync(request);
        _gateway.Node.Chain.Mine(TipFor(request, 5));
        Answer pending = await UntilAsync(request, "pending");
        _gateway.Node.Chain.MakeFinal();
        Answer settled = await UntilAsync(request, "settled");

        Assert.That(StateOf(open), Is.EqualTo("open: Waiting for payment"));
        Assert.That(RefreshOf(open), Is.EqualTo("3"));
        Assert.That(StateOf(pending), Is.EqualTo("pending: Payment seen, becoming final"));
        Assert.That(RefreshOf(pending), Is.EqualTo("3"));
        Assert.That(LinksOf(pending), Is.Empty, "Nobody should pay twice.");
        Assert.That(StateOf(settled), Is.EqualTo("settled: Paid"));
        Assert.That(RefreshOf(settled), Is.Null);
        Assert.That(SvgOf(settled), Is.Empty);
    }

    [Test]
    public async Task The_page_of_a_settled_request_links_to_the_receipt()
    {
        Answer request = await _gateway.AskAsync(new { creator = _creator, amount = "5" });
        _gateway.Node.Chain.Mine(TipFor(request, 5));
        _gateway.Node.Chain.MakeFinal();
        Answer settled = await UntilAsync(request, "settled");

        string link = LinksOf(settled).Single();
        Answer receipt = await _gateway.GetAsync(link);

        Assert.That(link, Does.StartWith($"{_gateway.Url}/v1/receipts/rc_"));
        Assert.That((string)receipt.Json["receipt"]!["terms"]!["paymentRequest"]!, Is.EqualTo(request.Text("id")));
    }

    [Test]
    public async Task The_page_of_a_request_that_was_paid_twice_says_so()
    {
        Answer request = await _gateway.AskAsync(new { creator = _creator, amount = "5" });
        _gateway.Node.Chain.Mine(TipFor(request, 5), TipFor(request, 5));
        _gateway.Node.Chain.MakeFinal();

        Answer settled = await UntilAsync(request, "settled");

        Assert.That(StateOf(settled), Is.EqualTo("settled: Paid"));
        Assert.That(TextOf(settled), Does.Contain("It was paid more than once.").And.Contains("0.000005 TUSD more was received"));
    }

    [Test]
    public async Task The_page_of_an_expired_request_looks_seldom_and_still_takes_money()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Answer request = await _gateway.AskAsync(new { creator = _creator, amount = "5", expiresAt = now.AddHours(1) });
        _gateway.Node.Chain.MineAt(now.AddHours(2));

        Answer page = await UntilAsync(request, "expired");

        Assert.That(StateOf(page), Is.EqualTo("expired: Expired; a payment would still arrive, as late"));
        Assert.That(RefreshOf(page), Is.EqualTo("30"));
        Assert.That(LinksOf(page), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task The_page_of_an_underpaid_request_says_what_is_missing_and_asks_for_it()
    {
        Answer request = await _gateway.AskAsync(new { creator = _creator, amount = "1500000" });
        _gateway.Node.Chain.Mine(TipFor(request, 900_000));

        Answer page = await _gateway.UntilAsync(
            $"/pay/{request.Text("id")}", answer => answer.Body.Contains("is missing", StringComparison.Ordinal));

        Assert.That(StateOf(page), Is.EqualTo("open: Waiting for payment"));
        Assert.That(TextOf(page), Does.Contain("0.90 TUSD was received; 0.60 TUSD is missing."));
        Assert.That(LinksOf(page), Has.Exactly(2).Contains("uint256=600000"));
    }

    [Test]
    public async Task The_page_of_a_cancelled_request_asks_for_nothing()
    {
        Answer request = await _gateway.AskAsync(new { creator = _creator, amount = "1500000" });
        await _gateway.PostAsync($"/v1/payment-requests/{request.Text("id")}/cancel", new { });

        Answer page = await ReadAsync(request);

        Assert.That(StateOf(page), Is.EqualTo("cancelled: Cancelled; do not pay"));
        Assert.That(LinksOf(page), Is.Empty);
        Assert.That(SvgOf(page), Is.Empty);
        Assert.That(RefreshOf(page), Is.Null);
    }

    private static ScriptedTip TipFor(Answer request, UInt128 amount) => new(Hash32.Parse(request.Text("paymentReference")), amount);

    private Task<Answer> ReadAsync(Answer request) => _gateway.GetAsync($"/pay/{request.Text("id")}");

    private Task<Answer> UntilAsync(Answer request, string status) => _gateway.UntilAsync(
        $"/pay/{request.Text("id")}", page => page.Body.Contains($"data-status=\"{status}\"", StringComparison.Ordinal));
}
