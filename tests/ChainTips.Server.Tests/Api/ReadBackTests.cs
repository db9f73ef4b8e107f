using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

/// <summary>What was created is read back as it was answered, alone and in its list.</summary>
[CancelAfter(30_000)]
internal sealed class ReadBackTests
{
    private RunningGateway _gateway = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _gateway = await RunningGateway.StartAsync();

    [OneTimeTearDown]
    public ValueTask StopAsync() => _gateway.DisposeAsync();

    [Test]
    public async Task A_creator_is_read_as_it_was_added() =>
        await ExpectSameAsync("/v1/creators", new { name = "Ada 👩‍🔬 \"&\" <b>", address = LocalChain.Payee.ToString() });

    [Test]
    public async Task A_post_is_read_as_it_was_added() => await ExpectSameAsync(
        "/v1/posts", new { creator = await _gateway.CreateCreatorAsync(), title = "On\nengines", url = "https://blog.example/engines" });

    [TestCase("https://blog.example/caf%C3%A9%20au%20lait?q=a%26b#part", Description = "Escapes are part of a URL")]
    [TestCase("https://blog.example/a%2Fb")]
    public async Task The_url_of_a_post_is_answered_as_it_was_sent(string url)
    {
        string creator = await _gateway.CreateCreatorAsync();

        Answer post = await _gateway.PostAsync("/v1/posts", new { creator, title = "On engines", url });

        Assert.That(post.Text("url"), Is.EqualTo(url));
        Assert.That((await _gateway.GetAsync($"/v1/posts/{post.Text("id")}")).Text("url"), Is.EqualTo(url));
    }

    [Test]
    public async Task A_request_is_read_as_it_was_made() => await ExpectSameAsync(
        "/v1/payment-requests", new { creator = await _gateway.CreateCreatorAsync(), amount = "1" });

    [Test]
    public async Task An_expiry_is_answered_in_the_same_form_when_it_is_made_and_when_it_is_read()
    {
        DateTimeOffset expiry = TimeProvider.System.GetUtcNow().AddDays(2).ToOffset(TimeSpan.FromHours(5));

        await ExpectSameAsync(
            "/v1/payment-requests", new { creator = await _gateway.CreateCreatorAsync(), expiresAt = expiry.ToString("O") });
    }

    private async Task ExpectSameAsync(string path, object body)
    {
        Answer created = await _gateway.PostAsync(path, body);
        Answer read = await _gateway.GetAsync($"{path}/{created.Text("id")}");
        Answer listed = await _gateway.GetAsync($"{path}?limit=1");

        Assert.That(created.Status, Is.EqualTo(201));
        Assert.That(Answer.Spell(read.Body), Is.EqualTo(Answer.Spell(created.Body)));
        Assert.That(Answer.Spell(listed.Json["data"]![0]!.ToJsonString()), Is.EqualTo(Answer.Spell(created.Body)));
    }
}
