using ChainTips.Chain;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Storage.Tests.Pipeline;

[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(60_000)]
internal sealed class DecisionBookerTests(Engine engine) : PipelineFixture(engine)
{
    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task A_decision_is_booked_once()
    {
        await DecideAsync(ATransfer.Of(5));
        DecisionBooker booker = BookerOf(Sample.Settings);

        Assert.That(await booker.BookDueAsync(Gateway.Source, Token), Is.EqualTo(1));
        Assert.That(await booker.BookDueAsync(Gateway.Source, Token), Is.Zero);
        Assert.That((await Gateway.PaymentsAsync()).Single().Payment.Rung, Is.EqualTo(MatchRung.Claim));
        await AssertBalanceAsync(0, 5);
    }

    [Test]
    [Description("The chain is not read again and again for what gives no payment while the configuration is what it is")]
    public async Task A_decision_about_a_token_that_is_not_configured_any_more_is_read_once_and_booked_when_it_is_again()
    {
        LogPosition location = await DecideAsync(ATransfer.Of(5, Sample.Dai));
        DecisionBooker without = BookerOf(Sample.Settings with { Tokens = [Sample.AllowedUsdc] });

        int first = await without.BookDueAsync(Gateway.Source, Token);
        Chain.Questions.Clear();
        int second = await without.BookDueAsync(Gateway.Source, Token);
        string[] asked = [.. Chain.Questions];
        int again = await BookerOf(Sample.Settings).BookDueAsync(Gateway.Source, Token);

        Assert.That((first, second, again), Is.EqualTo((0, 0, 1)));
        Assert.That(asked, Is.Empty);
        Assert.That(without.Unbookable, Is.EqualTo(new[] { location }));
        Assert.That((await Gateway.PaymentsAsync()).Single().Payment.Tip.Amount.Token, Is.EqualTo(Sample.Dai));
    }

    [Test]
    public async Task A_decision_whose_block_the_node_does_not_know_is_asked_for_again()
    {
        await DecideAsync(ATransfer.Of(5));
        DecisionBooker booker = BookerOf(Sample.Settings);
        Chain.Withheld.Add(Chain.Head.Number);
        int first = await booker.BookDueAsync(Gateway.Source, Token);
        Chain.Withheld.Clear();

        Assert.That(first, Is.Zero);
        Assert.That(booker.Unbookable, Is.Empty);
        Assert.That(await booker.BookDueAsync(Gateway.Source, Token), Is.EqualTo(1));
    }

    /// <summary>Mines a bare transfer, makes it final, and keeps its payer's claim.</summary>
    private async Task<LogPosition> DecideAsync(ATransfer transfer)
    {
        PaymentRequest request = await Gateway.AskAsync(new AskedAmount.Fixed(5));
        FakeTransaction sent = transfer.Sent("bare");
        BlockRef block = Chain.Mine(sent).Ref;
        await Gateway.FinalizeAsync();
        LogPosition location = new(Sample.ChainId, sent.Hash, 0);
        MatchDecision decision = new(location, block, MatchRung.Claim, new PaymentSubject.OfRequest(request), "signed", Sample.Genesis);
        await Gateway.WriteAsync(books => books.Decisions.AddAsync(decision, PaymentIds.OfTransfer(Gateway.Database.Ids, location), Token));
        return location;
    }

    private DecisionBooker BookerOf(ChainSettings settings) => new(Gateway.Database, settings, Gateway.Lease, Gateway.Clock);
}
