using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>Calldata is read only where it may say something.</summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class DirectPaymentSourceTests(Engine engine) : PipelineFixture(engine)
{
    private readonly DirectPaymentsStart _start = new();

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    private DirectPaymentSource Source => new(Chain, Gateway.Database, Gateway.Settings, _start);

    private int CallsAsked => Chain.Questions.Count(question => question == "calls");

    [Test]
    public async Task The_calldata_of_a_transaction_that_paid_a_payee_comes_with_its_block()
    {
        FakeTransaction paid = Calling(ATransfer.Of(5), "paid");
        FakeBlock block = Chain.Mine(paid, Calling(ATransfer.Of(5).Between(Sample.Payer, Sample.Stranger), "foreign"));
        FakeBlock later = Chain.Mine(Calling(ATransfer.Of(6), "later"));

        IReadOnlyList<ObservedBlock> read = await Source.ReadBlocksAsync([block.Header, later.Header], Token);

        Assert.That(read[0].Calls.Keys, Has.Member(paid.Hash).And.None.EqualTo(block.Transactions[1].Hash));
        Assert.That(read[0].Calls[paid.Hash], Is.EqualTo(paid.Call));
        Assert.That(read[1].Calls.Keys, Has.Member(later.Transactions[0].Hash));
        Assert.That(CallsAsked, Is.EqualTo(1), "one question for all blocks");
    }

    [Test]
    public async Task Nothing_is_asked_for_transactions_that_pay_nobody_here()
    {
        FakeTransaction[] transactions =
        [
            Tip.Sent("a tip, which its own log explains"),
            Tip.Sent("two").Then(Tip.Of(7UL).Sent("tips")),
            Calling(ATransfer.Of(5).Between(Sample.Payer, Sample.Stranger), "strangers"),
            Calling(ATransfer.Of(5).Between(Sample.Payee, Sample.Stranger), "from a payee"),
            FakeTransaction.Of("a fake token", ALog.Transfer(Sample.Stranger, Sample.Payer, Sample.Payee, 5UL)),
            FakeTransaction.Of("nothing"),
        ];
        FakeBlock block = Chain.Mine(transactions);

        ObservedBlock read = (await Source.ReadBlocksAsync([block.Header], Token)).Single();

        Assert.That(read.Calls, Is.Empty);
        Assert.That(CallsAsked, Is.Zero);
    }

    [Test]
    public async Task A_direct_payment_beside_a_tip_is_asked_for()
    {
        FakeTransaction both = Tip.Sent("tip").Then(FakeTransaction.Of("direct", ATransfer.Of(5).Log()));
        FakeBlock block = Chain.Mine(both with { Call = new TransactionCall(Sample.Payer, Sample.Router, new byte[4]) });

        Assert.That((await Source.ReadBlocksAsync([block.Header], Token)).Single().Calls, Has.Count.EqualTo(1));
    }

    [Test]
    [Description("A tip of a token that makes no log must not stand for the transfer of another")]
    public async Task A_direct_payment_beside_a_tip_of_a_silent_token_is_asked_for()
    {
        FakeTransaction both = FakeTransaction.Of("both", (Tip with { Token = Sample.Stranger }).TipLog(), ATransfer.Of(5).Log());
        FakeBlock block = Chain.Mine(both with { Call = new TransactionCall(Sample.Payer, Sample.Router, new byte[4]) });

        Assert.That((await Source.ReadBlocksAsync([block.Header], Token)).Single().Calls, Has.Count.EqualTo(1));
    }

    [Test]
    [Description("Deposits are known by their address alone")]
    public async Task A_deposit_needs_no_calldata()
    {
        PaymentRequest request = Given.Request(Gateway.Ada, new AskedAmount.Fixed(5)).WithDepositAddress();
        await Gateway.WriteAsync(books => books.PaymentRequests.AddAsync(request, Token));
        FakeBlock block = Chain.Mine(Calling(ATransfer.Of(5) with { To = request.DepositAddress!.Value }, "deposit"));

        await Source.ReadBlocksAsync([block.Header], Token);

        Assert.That(CallsAsked, Is.Zero);
    }

    [Test]
    public async Task A_range_of_history_brings_calldata_too_and_learns_where_it_begins()
    {
        FakeTransaction paid = Calling(ATransfer.Of(5), "paid");
        Chain.Mine(paid);
        Chain.MineEmpty(2);

        FinalRange range = await Source.ReadRangeAsync(new BlockNumber(1), new BlockNumber(3), Token);

        Assert.That(range.Blocks.Single().Calls[paid.Hash], Is.EqualTo(paid.Call));
        Assert.That(_start.Block, Is.EqualTo(Gateway.Settings.StartBlock));
    }

    [Test]
    [Description("An L2's own transactions have no signature, so they are of no wallet")]
    public async Task A_transaction_that_cannot_be_read_is_left_out()
    {
        FakeBlock block = Chain.Mine(ATransfer.Of(5).Sent("of an unknown type"));

        ObservedBlock read = (await Source.ReadBlocksAsync([block.Header], Token)).Single();

        Assert.That(read.Calls, Is.Empty);
        Assert.That(read.Receipts, Has.Count.EqualTo(1));
        Assert.That(CallsAsked, Is.EqualTo(1));
    }

    private FakeTransaction Calling(ATransfer transfer, string name) => (transfer with
    {
        Call = new TransactionCall(transfer.From, transfer.Amount.Token.Address, ACall.Transfer(transfer.To, transfer.Amount.BaseUnits, Gateway.First.Reference.Value)),
    }).Sent(name);
}
