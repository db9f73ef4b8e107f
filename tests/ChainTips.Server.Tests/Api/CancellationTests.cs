using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

[CancelAfter(30_000)]
internal sealed class CancellationTests
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
    public async Task A_request_is_taken_back_once_however_often_it_is_asked_for()
    {
        Answer request = await AskAsync();

        Answer first = await CancelAsync(request);
        Answer second = await CancelAsync(request);

        Assert.That(first.Status, Is.EqualTo(200));
        Assert.That(first.Text("status"), Is.EqualTo("cancelled"));
        Assert.That(first.Json["calls"]!.AsArray(), Is.Empty);
        Assert.That(first.Json["cancelledAt"], Is.Not.Null);
        Assert.That(second.Status, Is.EqualTo(200));
        Assert.That(second.Body, Is.EqualTo(first.Body));
        Assert.That((await ReadAsync(request)).Body, Is.EqualTo(first.Body));
    }

    [Test]
    public async Task Money_that_comes_after_it_is_credited_as_late()
    {
        Answer request = await AskAsync();
        await CancelAsync(request);
        _gateway.Node.Chain.Mine(TipFor(request, 5));
        _gateway.Node.Chain.MakeFinal();

        Answer late = await _gateway.UntilAsync(PathOf(request), answer => answer.Text("received") == "5");

        Assert.That(late.Text("status"), Is.EqualTo("cancelled"));
        Assert.That(late.Json["exceptions"]!.ToJsonString(), Is.EqualTo("[\"late\"]"));
    }

    [Test]
    public async Task An_underpaid_request_can_be_taken_back()
    {
        Answer request = await AskAsync();
        _gateway.Node.Chain.Mine(TipFor(request, 4));
        await _gateway.UntilAsync(PathOf(request), answer => answer.Text("missing") == "1");

        Answer cancelled = await CancelAsync(request);

        Assert.That(cancelled.Text("status"), Is.EqualTo("cancelled"));
        Assert.That(cancelled.Json["exceptions"]!.ToJsonString(), Is.EqualTo("[\"underpaid\"]"));
        Assert.That(cancelled.Text("missing"), Is.EqualTo("0"));
    }

    [Test]
    public async Task A_request_that_is_paid_is_not_taken_back()
    {
        Answer request = await AskAsync();
        _gateway.Node.Chain.Mine(TipFor(request, 5));
        await _gateway.UntilAsync(PathOf(request), answer => answer.Text("status") == "pending");
        Answer pending = await CancelAsync(request);
        _gateway.Node.Chain.MakeFinal();
        await _gateway.UntilAsync(PathOf(request), answer => answer.Text("status") == "settled");
        Answer settled = await CancelAsync(request);

        Assert.That((pending.Status, pending.Code), Is.EqualTo((409, "payment_request_pending")));
        Assert.That(pending.Text("detail"), Does.Contain(request.Text("id")).And.Contains("Wait"));
        Assert.That((settled.Status, settled.Code), Is.EqualTo((409, "payment_request_paid")));
        Assert.That(settled.Text("detail"), Does.Contain(request.Text("id")).And.Contains("give the money back"));
        Assert.That(_gateway.Rows.Count("cancellations"), Is.Zero);
    }

    [TestCase("pr_00000000000000000000000001", 404)]
    [TestCase("nobody", 404)]
    public async Task A_request_that_is_not_there_cannot_be_taken_back(string id, int status)
    {
        Answer answer = await _gateway.PostAsync($"/v1/payment-requests/{id}/cancel", new { });

        Assert.That((answer.Status, answer.Code), Is.EqualTo((status, "payment_request_unknown")));
    }

    [Test]
    public async Task Nobody_without_a_key_takes_a_request_back()
    {
        Answer request = await AskAsync();
        _gateway.Key = "wrong";

        Assert.That((await CancelAsync(request)).Status, Is.EqualTo(401));
        Assert.That(_gateway.Rows.Count("cancellations"), Is.Zero);
    }

    private static ScriptedTip TipFor(Answer request, UInt128 amount) => new(Hash32.Parse(request.Text("paymentReference")), amount);

    private static string PathOf(Answer request) => $"/v1/payment-requests/{request.Text("id")}";

    private Task<Answer> AskAsync() => _gateway.AskAsync(new { creator = _creator, amount = "5" });

    private Task<Answer> ReadAsync(Answer request) => _gateway.GetAsync(PathOf(request));

    private Task<Answer> CancelAsync(Answer request) => _gateway.PostAsync(PathOf(request) + "/cancel", new { });
}
