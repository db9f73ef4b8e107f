using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

[CancelAfter(30_000)]
internal sealed class PagingTests
{
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
    public async Task Three_pages_hold_everything_once_while_more_arrives()
    {
        List<string> made = [];
        for (int i = 0; i < 5; i++)
        {
            made.Add(await _gateway.CreatePostAsync(_creator, $"Post {i}"));
        }

        List<string> read = [];
        string? next = null;
        for (int page = 0; page < 3; page++)
        {
            Answer answer = await _gateway.GetAsync($"/v1/posts?limit=2{(next is null ? "" : "&after=" + next)}");
            read.AddRange(IdsOf(answer));
            next = (string?)answer.Json["next"];
            Assert.That((bool)answer.Json["hasMore"]!, Is.EqualTo(page < 2));
            Assert.That(next, Is.EqualTo(page < 2 ? read[^1] : null));
            await _gateway.CreatePostAsync(_creator, "Newer");
        }

        made.Reverse();
        Assert.That(read, Is.EqualTo(made));
    }

    [Test]
    public async Task A_page_that_ends_with_the_list_has_no_next()
    {
        await _gateway.CreatePostAsync(_creator);
        await _gateway.CreatePostAsync(_creator);

        Answer page = await _gateway.GetAsync("/v1/posts?limit=2");

        Assert.That(IdsOf(page), Has.Count.EqualTo(2));
        Assert.That((bool)page.Json["hasMore"]!, Is.False);
        Assert.That(page.Json["next"], Is.Null);
    }

    [Test]
    public async Task A_page_has_twenty_items_when_nothing_is_said()
    {
        for (int i = 0; i < 21; i++)
        {
            await _gateway.CreatePostAsync(_creator);
        }

        Assert.That(IdsOf(await _gateway.GetAsync("/v1/posts")), Has.Count.EqualTo(20));
        Assert.That(IdsOf(await _gateway.GetAsync("/v1/posts?limit=100")), Has.Count.EqualTo(21));
    }

    [TestCase("creators")]
    [TestCase("payment-requests")]
    public async Task Every_list_goes_on_where_the_page_before_ended(string list)
    {
        List<string> made = [];
        for (int i = 0; i < 3; i++)
        {
            made.Insert(0, list == "creators"
                ? await _gateway.CreateCreatorAsync()
                : (await _gateway.AskAsync(new { creator = _creator })).Text("id"));
        }

        Answer first = await _gateway.GetAsync($"/v1/{list}?limit=2");
        Answer second = await _gateway.GetAsync($"/v1/{list}?limit=1&after={first.Text("next")}");

        Assert.That(IdsOf(first).Concat(IdsOf(second)), Is.EqualTo(made));
    }

    [Test]
    public async Task Payments_are_paged_and_filtered()
    {
        List<string> payments = [];
        List<Answer> requests = [];
        for (int i = 0; i < 3; i++)
        {
            Answer request = await _gateway.AskAsync(new { creator = _creator, amount = "7" });
            requests.Add(request);
            _gateway.Node.Chain.Mine(new ScriptedTip(Ethereum.Primitives.Hash32.Parse(request.Text("paymentReference")), 7));
            Answer found = await _gateway.UntilAsync(
                $"/v1/payments?paymentRequest={request.Text("id")}", answer => IdsOf(answer).Count == 1);
            payments.Insert(0, IdsOf(found)[0]);
        }

        Answer first = await _gateway.GetAsync($"/v1/payments?creator={_creator}&limit=2");
        Answer second = await _gateway.GetAsync($"/v1/payments?creator={_creator}&limit=2&after={first.Text("next")}");
        Answer ofNoPost = await _gateway.GetAsync("/v1/payments?post=post_00000000000000000000000001");

        Assert.That(IdsOf(first).Concat(IdsOf(second)), Is.EqualTo(payments));
        Assert.That(IdsOf(ofNoPost), Is.Empty);
    }

    private static List<string> IdsOf(Answer answer) => [.. answer.Json["data"]!.AsArray().Select(item => (string)item!["id"]!)];
}
