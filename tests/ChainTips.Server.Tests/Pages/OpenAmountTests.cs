using System.Text.Encodings.Web;
using ChainTips.Server.Tests.Running;
using static ChainTips.Server.Tests.Pages.PageParts;

namespace ChainTips.Server.Tests.Pages;

/// <summary>The form on the page of a request whose amount the payer chooses.</summary>
[CancelAfter(30_000)]
internal sealed class OpenAmountTests
{
    private RunningGateway _gateway = null!;
    private string _creator = "";

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _gateway = await RunningGateway.StartAsync();
        _creator = await _gateway.CreateCreatorAsync();
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => _gateway.DisposeAsync();

    [TestCase("\"><script>alert(1)</script>")]
    [TestCase("1\" autofocus onfocus=\"alert(1)")]
    public async Task A_hostile_amount_stays_text(string amount)
    {
        Answer request = await _gateway.AskAsync(new { creator = _creator });

        Answer page = await ReadAsync(request, amount);

        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That(page.Body, Does.Not.Contain("<script").IgnoreCase);
        Assert.That(page.Body, Does.Contain($"value=\"{HtmlEncoder.Default.Encode(amount)}\""));
        Assert.That(AttributesOf(page), Has.None.Contains("onfocus"));
    }

    [Test]
    public async Task A_payer_who_has_to_choose_is_not_interrupted()
    {
        Answer request = await _gateway.AskAsync(new { creator = _creator, minimum = "500000", maximum = "2000000" });

        Answer page = await ReadAsync(request);

        Assert.That(RefreshOf(page), Is.Null);
        Assert.That(LinksOf(page), Is.Empty);
        Assert.That(TextOf(page), Does.Contain("Amount in TUSD, between 0.50 and 2.00 TUSD"));
        Assert.That(page.Body, Does.Contain($"<form method=\"get\" class=\"choose\" action=\"/pay/{request.Text("id")}\">").And.Contains("aria-invalid=\"false\""));
    }

    [TestCase("1.5", "1500000")]
    [TestCase("1,50", "1500000")]
    [TestCase(" 2 ", "2000000")]
    [TestCase("0.5000000", "500000")]
    public async Task A_chosen_amount_is_asked_for(string typed, string baseUnits)
    {
        Answer page = await ReadAsync(await _gateway.AskAsync(new { creator = _creator, minimum = "500000", maximum = "2000000" }), typed);

        Assert.That(LinksOf(page), Has.Exactly(2).Contains($"uint256={baseUnits}"));
        Assert.That(RefreshOf(page), Is.EqualTo("3"));
        Assert.That(page.Body, Does.Contain("aria-invalid=\"false\""));
    }

    [TestCase("2.000001", "2.000001 TUSD is not between 0.50 and 2.00 TUSD.")]
    [TestCase("0.499999", "0.499999 TUSD is not between 0.50 and 2.00 TUSD.")]
    [TestCase("0", "The amount is zero")]
    [TestCase("1.0000001", "has more than the 6 decimal places of TUSD")]
    [TestCase("abc", "'abc' is no amount; write it as 1.50.")]
    [TestCase("-1", "'-1' is no amount")]
    [TestCase("1e3", "'1e3' is no amount")]
    [TestCase("1.2.3", "'1.2.3' is no amount")]
    [TestCase(".", "'.' is no amount")]
    [TestCase("999999999999999999999999999999999999999", "is too large")]
    public async Task An_amount_that_cannot_be_paid_is_explained(string typed, string error)
    {
        Answer page = await ReadAsync(await _gateway.AskAsync(new { creator = _creator, minimum = "500000", maximum = "2000000" }), typed);

        Assert.That(page.Status, Is.EqualTo(200));
        Assert.That(TextOf(page), Does.Contain(error));
        Assert.That(page.Body, Does.Contain("aria-invalid=\"true\"").And.Contains($"value=\"{HtmlEncoder.Default.Encode(typed)}\""));
        Assert.That(LinksOf(page), Is.Empty);
        Assert.That(RefreshOf(page), Is.Null);
    }

    [Test]
    public async Task A_typed_amount_does_not_change_a_fixed_request()
    {
        Answer page = await ReadAsync(await _gateway.AskAsync(new { creator = _creator, amount = "1500000" }), "0.01");

        Assert.That(LinksOf(page), Has.Exactly(2).Contains("uint256=1500000"));
        Assert.That(page.Body, Does.Not.Contain("<form"));
    }

    [Test]
    public async Task An_open_request_without_limits_says_the_least()
    {
        Answer page = await ReadAsync(await _gateway.AskAsync(new { creator = _creator }));

        Assert.That(TextOf(page), Does.Contain("Amount in TUSD, at least 0.000001 TUSD"));
    }

    private Task<Answer> ReadAsync(Answer request, string? amount = null) =>
        _gateway.GetAsync($"/pay/{request.Text("id")}{(amount is null ? "" : "?amount=" + Uri.EscapeDataString(amount))}");
}
