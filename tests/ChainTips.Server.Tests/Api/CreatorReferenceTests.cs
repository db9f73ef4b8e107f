using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Api;

/// <summary>The standing reference of a creator, and what comes with it.</summary>
[CancelAfter(30_000)]
internal sealed class CreatorReferenceTests
{
    private RunningGateway _gateway = null!;
    private string _creator = "";

    [OneTimeSetUp]
    public async Task StartAsync() => _gateway = await RunningGateway.StartAsync(LocalChain.WithForwarders);

    [OneTimeTearDown]
    public ValueTask StopAsync() => _gateway.DisposeAsync();

    [SetUp]
    public async Task AddCreatorAsync() => _creator = await _gateway.CreateCreatorAsync();

    [Test]
    public async Task A_creator_has_one_reference_that_is_made_when_it_is_asked_for()
    {
        Answer before = await _gateway.GetAsync($"/v1/creators/{_creator}/reference");
        Answer made = await _gateway.PostAsync($"/v1/creators/{_creator}/reference", new { });
        Answer again = await _gateway.PostAsync($"/v1/creators/{_creator}/reference", new { });
        Answer read = await _gateway.GetAsync($"/v1/creators/{_creator}/reference");

        Assert.That((before.Status, before.Text("code")), Is.EqualTo((404, "creator_reference_unknown")));
        Assert.That((made.Status, made.Text("creator"), made.Text("payee")), Is.EqualTo((201, _creator, LocalChain.Payee.ToString())));
        Assert.That(new[] { again, read }.Select(answer => answer.Text("paymentReference")), Is.All.EqualTo(made.Text("paymentReference")));
        Assert.That((await _gateway.GetAsync("/v1/posts")).Json["data"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task A_tip_for_a_creator_alone_is_shown_without_a_post()
    {
        Answer made = await _gateway.PostAsync($"/v1/creators/{_creator}/reference", new { });
        _gateway.Node.Chain.Mine(new ScriptedTip(Hash32.Parse(made.Text("paymentReference")), 5));
        _gateway.Node.Chain.MakeFinal();

        Answer payments = await _gateway.UntilAsync(
            $"/v1/payments?creator={_creator}", answer => answer.Json["data"]!.AsArray() is [{ } one] && (string)one["status"]! == "settled");

        Assert.That(payments.Json["data"]![0]!["post"], Is.Null);
        Assert.That((string)payments.Json["data"]![0]!["evidence"]!["names"]!, Is.EqualTo(_creator));
        Assert.That((int)payments.Json["data"]![0]!["transfers"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task Nothing_lies_at_deposit_addresses_and_nothing_is_counted_at_first()
    {
        Answer deposits = await _gateway.GetAsync("/v1/deposits");
        Answer counted = await _gateway.GetAsync("/v1/inbox/counted");

        Assert.That(Answer.Spell(deposits.Body), Is.EqualTo(Answer.Spell("""{"data": [], "hasMore": false, "next": null}""")));
        Assert.That(Answer.Spell(counted.Body), Is.EqualTo(Answer.Spell("""{"data": [], "hasMore": false, "next": null}""")));
    }
}
