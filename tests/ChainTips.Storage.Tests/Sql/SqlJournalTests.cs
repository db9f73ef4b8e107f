using System.Data.Common;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Receipts;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Storage.Tests.Sql;

[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class SqlJournalTests(Engine engine)
{
    private static readonly DateTimeOffset Now = Sample.Genesis.AddDays(3);
    private readonly FakeChain _chain = new();
    private TestGateway _gateway = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task StartAsync()
    {
        _gateway = await TestGateway.StartAsync(engine);
        _chain.MineEmpty(5);
    }

    [TearDown]
    public void Stop() => _gateway.Dispose();

    [Test]
    public async Task The_same_payment_in_the_same_block_is_recorded_once()
    {
        Payment payment = PaymentIn(_chain.At(1));

        Assert.That(await RecordAsync(payment, EntryState.Pending), Is.EqualTo(new JournalResult.Recorded()));
        string before = _gateway.Dump();
        Assert.That(await RecordAsync(payment, EntryState.Pending), Is.EqualTo(new JournalResult.AlreadyRecorded()));
        Assert.That(await RecordAsync(payment, EntryState.Settled), Is.EqualTo(new JournalResult.AlreadyRecorded()));

        Assert.That(_gateway.Dump(), Is.EqualTo(before));
    }

    [Test]
    [Description("D1: the block is a fact of its own; a live payment in another block is never credited on the quiet")]
    public async Task A_live_payment_that_appears_in_another_block_is_reported_with_both_blocks()
    {
        await RecordAsync(PaymentIn(_chain.At(1)), EntryState.Pending);

        JournalResult result = await RecordAsync(PaymentIn(_chain.At(2)), EntryState.Pending);

        string difference = ((JournalResult.RecordedDifferently)result).Difference;
        Assert.That(difference, Does.Contain(_chain.At(1).Ref.Hash.ToString()).And.Contains(_chain.At(2).Ref.Hash.ToString()));
        Assert.That(_gateway.Count("journal_entries"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_payment_whose_facts_differ_in_the_same_block_is_reported()
    {
        Payment payment = PaymentIn(_chain.At(1));
        await RecordAsync(payment, EntryState.Pending);

        JournalResult result = await RecordAsync(
            payment with { Tip = payment.Tip with { Amount = Given.Usdc(6) } }, EntryState.Pending);

        Assert.That(result, Is.TypeOf<JournalResult.RecordedDifferently>());
        Assert.That(_gateway.Count("movements"), Is.EqualTo(1));
    }

    [Test]
    [Description("D1, D2: a void releases the payment, so that it can be credited again")]
    public async Task A_voided_payment_can_be_recorded_again_in_another_block()
    {
        Payment first = PaymentIn(_chain.At(1));
        Payment again = PaymentIn(_chain.At(2), transactionIndex: 9);
        await RecordAsync(first, EntryState.Pending);

        int voided = await VoidAsync(_chain.At(1).Ref);
        BookedPayment? gone = await FindAsync(first.Id);
        JournalResult result = await RecordAsync(again, EntryState.Pending);

        Assert.That(voided, Is.EqualTo(1));
        Assert.That(gone, Is.EqualTo(new BookedPayment(first, EntryState.Voided, Now, Now.AddSeconds(1))));
        Assert.That(result, Is.EqualTo(new JournalResult.Recorded()));
        Assert.That(await FindAsync(first.Id), Is.EqualTo(new BookedPayment(again, EntryState.Pending, Now, Now)));
        Assert.That(_gateway.Count("journal_entries"), Is.EqualTo(2), "nothing is deleted");
        Assert.That(await _gateway.BalanceAsync(Sample.Payee), Is.EqualTo(((UInt128)5, UInt128.Zero)));
    }

    [Test]
    public async Task Only_entries_of_the_blocks_that_left_are_voided()
    {
        await RecordAsync(PaymentIn(_chain.At(1)), EntryState.Pending);
        await RecordAsync(PaymentIn(_chain.At(2), position: 2), EntryState.Pending);

        Assert.That(await VoidAsync(_chain.At(2).Ref with { Hash = Sample.HashOf("fork") }), Is.Zero);
        Assert.That(await VoidAsync(_chain.At(3).Ref, _chain.At(2).Ref), Is.EqualTo(1));

        Assert.That(await _gateway.BalanceAsync(Sample.Payee), Is.EqualTo(((UInt128)5, UInt128.Zero)));
    }

    [Test]
    public async Task Entries_are_voided_once()
    {
        await RecordAsync(PaymentIn(_chain.At(1)), EntryState.Pending);

        Assert.That(await VoidAsync(_chain.At(1).Ref), Is.EqualTo(1));
        Assert.That(await VoidAsync(_chain.At(1).Ref), Is.Zero);
    }

    [Test]
    public async Task Settling_takes_every_pending_entry_up_to_the_block_in_the_order_of_the_chain()
    {
        Payment late = PaymentIn(_chain.At(3), position: 1);
        Payment second = PaymentIn(_chain.At(2), position: 2, transactionIndex: 10);
        Payment first = PaymentIn(_chain.At(2), position: 5, transactionIndex: 9);
        Payment zeroth = PaymentIn(_chain.At(2), position: 3, transactionIndex: 9);
        foreach (Payment payment in new[] { late, second, first, zeroth })
        {
            await RecordAsync(payment, EntryState.Pending);
        }

        IReadOnlyList<Payment> settled = await SettleAsync(2);
        IReadOnlyList<Payment> again = await SettleAsync(2);

        Assert.That(settled, Is.EqualTo(new[] { zeroth, first, second }));
        Assert.That(again, Is.Empty);
        Assert.That((await FindAsync(first.Id))!.State, Is.EqualTo(EntryState.Settled));
        Assert.That((await FindAsync(late.Id))!.State, Is.EqualTo(EntryState.Pending));
    }

    [Test]
    public async Task A_settled_entry_is_not_voided_when_its_block_is_said_to_leave()
    {
        await RecordAsync(PaymentIn(_chain.At(1)), EntryState.Pending);
        await SettleAsync(1);

        Assert.That(await VoidAsync(_chain.At(1).Ref), Is.Zero);
        Assert.That(await _gateway.BalanceAsync(Sample.Payee), Is.EqualTo((UInt128.Zero, (UInt128)5)));
    }

    [Test]
    public async Task An_entry_of_final_history_is_settled_at_once_and_never_waits()
    {
        await RecordAsync(PaymentIn(_chain.At(1)), EntryState.Settled);

        Assert.That(_gateway.Count("pending_entries"), Is.Zero);
        Assert.That(await _gateway.BalanceAsync(Sample.Payee), Is.EqualTo((UInt128.Zero, (UInt128)5)));
    }

    [Test]
    public async Task Another_chain_is_neither_voided_nor_settled()
    {
        await RecordAsync(PaymentIn(_chain.At(1)), EntryState.Pending);

        await _gateway.WriteAsync(async books =>
        {
            Assert.That(await books.Journal.VoidAsync(10, [_chain.At(1).Ref], Now, Token), Is.Zero);
            Assert.That(await books.Journal.SettleAsync(10, new BlockNumber(9), Now, Token), Is.Empty);
        });

        Assert.That(_gateway.Count("pending_entries"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_movement_between_two_tokens_is_refused_and_nothing_of_the_entry_remains()
    {
        JournalEntry entry = JournalEntry.Of(PaymentIn(_chain.At(1)));
        Movement crossed = entry.Movement with { Credit = entry.Movement.Credit with { Token = Sample.Dai } };

        await Assert.ThatAsync(
            () => _gateway.WriteAsync(books => books.Journal.RecordAsync([entry with { Movement = crossed }], EntryState.Pending, Now, Token)),
            Throws.InstanceOf<DbException>().With.Message.Contains("within one token"));

        Assert.That(_gateway.Count("journal_entries"), Is.Zero);
    }

    [Test]
    public async Task A_movement_of_nothing_is_refused()
    {
        JournalEntry entry = JournalEntry.Of(PaymentIn(_chain.At(1)));
        Movement nothing = entry.Movement with { Amount = Given.Usdc(0) };

        await Assert.ThatAsync(
            () => _gateway.WriteAsync(books => books.Journal.RecordAsync([entry with { Movement = nothing }], EntryState.Pending, Now, Token)),
            Throws.InstanceOf<DbException>());
    }

    [Test]
    public async Task A_receipt_is_read_back_byte_for_byte()
    {
        Payment payment = PaymentIn(_chain.At(1));
        Receipt receipt = new(payment.Id, Given.PlatformId, Sample.ChainId, "{\r\n \"é\": \"\\u00e9\" }", Now);
        await _gateway.WriteAsync(books => books.Receipts.AddAsync([receipt], Token));

        Assert.That(await _gateway.ReceiptOfAsync(payment.Id), Is.EqualTo(receipt));
        Assert.That(await _gateway.ReceiptOfAsync(Given.IdOf<Payment>("other")), Is.Null);
        Assert.That(await _gateway.ReadAsync(books => books.Receipts.FindAsync(Given.IdOf<Receipt>("other"), Token)), Is.Null);
    }

    [Test]
    public async Task A_payment_has_one_receipt()
    {
        Receipt receipt = new(PaymentIn(_chain.At(1)).Id, Given.PlatformId, Sample.ChainId, "{}", Now);
        await _gateway.WriteAsync(books => books.Receipts.AddAsync([receipt], Token));

        await Assert.ThatAsync(
            () => _gateway.WriteAsync(books => books.Receipts.AddAsync([receipt with { Document = "{ }" }], Token)),
            Throws.InstanceOf<DbException>());
    }

    private Payment PaymentIn(FakeBlock block, int position = 1, int transactionIndex = 0)
    {
        Tip tip = new(
            new LogPosition(Sample.ChainId, Sample.HashOf("transaction"), position), block.Ref, block.Time, transactionIndex,
            Sample.Router, _gateway.First.Reference.Value, Sample.Payer, Sample.Payee, Given.Usdc(5), position - 1);
        return Given.Payment(tip, new PaymentSubject.OfPost(_gateway.First, Sample.Payee));
    }

    private async Task<JournalResult> RecordAsync(Payment payment, EntryState state)
    {
        JournalResult? result = null;
        await _gateway.WriteAsync(async books => result = (await books.Journal.RecordAsync([JournalEntry.Of(payment)], state, Now, Token)).Single());
        return result!;
    }

    private async Task<int> VoidAsync(params BlockRef[] blocks)
    {
        int voided = 0;
        await _gateway.WriteAsync(async books => voided = await books.Journal.VoidAsync(Sample.ChainId, blocks, Now.AddSeconds(1), Token));
        return voided;
    }

    private async Task<IReadOnlyList<Payment>> SettleAsync(ulong upTo)
    {
        IReadOnlyList<Payment> settled = [];
        await _gateway.WriteAsync(async books =>
            settled = await books.Journal.SettleAsync(Sample.ChainId, new BlockNumber(upTo), Now.AddSeconds(1), Token));
        return settled;
    }

    private Task<BookedPayment?> FindAsync(Id<Payment> id) =>
        _gateway.ReadAsync(books => books.Ledger.FindPaymentAsync(Given.PlatformId, id, Token));
}
