using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Http;

[CancelAfter(30_000)]
[Description("H5")]
internal sealed class IdempotencyTests
{
    private const string Creators = "/v1/creators";

    private static readonly object Ada = new { name = "Ada", address = LocalChain.Payee.ToString() };
    private static readonly object Bob = new { name = "Bob", address = LocalChain.Payee.ToString() };

    private RunningGateway _gateway = null!;

    [SetUp]
    public async Task StartAsync() => _gateway = await RunningGateway.StartAsync();

    [TearDown]
    public ValueTask StopAsync() => _gateway.DisposeAsync();

    [Test]
    public async Task The_same_request_again_gets_the_same_bytes_and_does_nothing()
    {
        Answer first = await _gateway.PostAsync(Creators, Ada, "key-1");
        Answer second = await _gateway.PostAsync(Creators, Ada, "key-1");

        Assert.That(first.Status, Is.EqualTo(201));
        Assert.That(first.Header("Idempotent-Replayed"), Is.Null);
        Assert.That(second.Status, Is.EqualTo(201));
        Assert.That(second.Header("Idempotent-Replayed"), Is.EqualTo("true"));
        Assert.That(second.Body, Is.EqualTo(first.Body));
        Assert.That(second.MediaType, Is.EqualTo(first.MediaType));
        Assert.That(_gateway.Rows.Count("creators"), Is.EqualTo(1));
    }

    [Test]
    public async Task Another_body_with_the_same_key_is_refused()
    {
        await _gateway.PostAsync(Creators, Ada, "key-1");

        Answer other = await _gateway.PostAsync(Creators, Bob, "key-1");

        Assert.That(other.Status, Is.EqualTo(422));
        Assert.That(other.Code, Is.EqualTo("idempotency_key_reused"));
        Assert.That(_gateway.Rows.Count("creators"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_same_body_for_another_path_with_the_same_key_is_refused()
    {
        string creator = await _gateway.CreateCreatorAsync();
        await _gateway.PostAsync("/v1/payment-requests", new { creator }, "key-1");

        Answer other = await _gateway.PostAsync("/v1/posts", new { creator }, "key-1");

        Assert.That(other.Status, Is.EqualTo(422));
    }

    [Test]
    public async Task Without_a_key_every_request_counts()
    {
        await _gateway.PostAsync(Creators, Ada);
        await _gateway.PostAsync(Creators, Ada);

        Assert.That(_gateway.Rows.Count("creators"), Is.EqualTo(2));
        Assert.That(_gateway.Rows.Count("idempotent_answers"), Is.Zero);
    }

    [TestCase("")]
    [TestCase("two words")]
    [TestCase("tab\there")]
    [TestCase("é")]
    public Task A_malformed_key_is_refused(string key) => ExpectMalformedAsync(key);

    [Test]
    public Task A_key_of_more_than_255_characters_is_refused() => ExpectMalformedAsync(new string('k', 256));

    [Test]
    public async Task A_key_of_255_characters_is_taken() =>
        Assert.That((await _gateway.PostAsync(Creators, Ada, new string('k', 255))).Status, Is.EqualTo(201));

    [Test]
    public async Task Sixty_four_requests_at_once_with_one_key_have_one_effect()
    {
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => _gateway.PostAsync(Creators, Ada, "key-1")));

        Assert.That(answers.Select(answer => answer.Status), Is.All.EqualTo(201));
        Assert.That(answers.Select(answer => answer.Body).Distinct().Count(), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer.Header("Idempotent-Replayed") is null), Is.EqualTo(1));
        Assert.That(_gateway.Rows.Count("creators"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_keys_of_two_platforms_do_not_meet()
    {
        Answer ours = await _gateway.PostAsync(Creators, Ada, "key-1");
        _gateway.Key = _gateway.Rows.AddPlatformWithKey("other");

        Answer theirs = await _gateway.PostAsync(Creators, Bob, "key-1");

        Assert.That(theirs.Status, Is.EqualTo(201));
        Assert.That(theirs.Header("Idempotent-Replayed"), Is.Null);
        Assert.That(theirs.Text("id"), Is.Not.EqualTo(ours.Text("id")));
    }

    [Test]
    public async Task A_request_that_failed_is_not_remembered()
    {
        Answer failed = await _gateway.PostAsync(Creators, new { name = "", address = LocalChain.Payee.ToString() }, "key-1");
        Answer mended = await _gateway.PostAsync(Creators, Ada, "key-1");

        Assert.That(failed.Status, Is.EqualTo(400));
        Assert.That(mended.Status, Is.EqualTo(201));
    }

    [Test]
    public async Task A_request_is_remembered_by_another_key_of_the_same_platform()
    {
        Answer first = await _gateway.PostAsync(Creators, Ada, "key-1");
        _gateway.Key = await _gateway.CreateKeyAsync();

        Answer second = await _gateway.PostAsync(Creators, Ada, "key-1");

        Assert.That(second.Body, Is.EqualTo(first.Body));
        Assert.That(second.Header("Idempotent-Replayed"), Is.EqualTo("true"));
    }

    private async Task ExpectMalformedAsync(string key)
    {
        Answer answer = await _gateway.PostAsync(Creators, Ada, key);

        Assert.That(answer.Status, Is.EqualTo(400), answer.Body);
        Assert.That(answer.Code, Is.EqualTo("idempotency_key_malformed"));
        Assert.That(_gateway.Rows.Count("creators"), Is.Zero);
    }
}
