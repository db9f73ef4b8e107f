using System.Data.Common;
using ChainTips.Chain;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Testing;
using ChainTips.Tips;
using Dapper;

namespace ChainTips.Storage.Tests.Sql;

[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(30_000)]
internal sealed class SqlLedgerBookTests(Engine engine)
{
    private static readonly DateTimeOffset Now = Sample.Genesis.AddDays(3).AddMilliseconds(1);
    private TestGateway _gateway = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public async Task StartAsync() => _gateway = await TestGateway.StartAsync(engine);

    [TearDown]
    public void Stop() => _gateway.Dispose();

    [Test]
    public async Task Another_platform_does_not_see_our_faults()
    {
        using TestGateway gateway = await TestGateway.StartAsync(engine);
        Id<Platform> other = gateway.AddPlatform("other");
        gateway.Chain.Mine(ATip.For(gateway.First).Sent("tip"));
        await gateway.CatchUpAsync();
        using (DbConnection raw = gateway.OpenRaw())
        {
            gateway.LiftRules(raw, "live_payments");
            raw.Execute("DELETE FROM live_payments");
        }

        TrialBalance theirs = await gateway.ReadAsync(
            books => books.Ledger.ReadTrialBalanceAsync(other, CancellationToken.None));

        Assert.That((await gateway.TrialBalanceAsync()).Faults, Has.Count.EqualTo(1));
        Assert.That(theirs.Faults, Is.Empty);
    }

    [Test]
    public async Task Fresh_books_have_no_accounts_and_are_right()
    {
        TrialBalance trial = await _gateway.TrialBalanceAsync();

        Assert.That(trial.Accounts, Is.Empty);
        Assert.That(trial.Faults, Is.Empty);
    }

    [Test]
    public async Task Fresh_books_have_no_payments() => Assert.That(await _gateway.PaymentsAsync(), Is.Empty);

    [Test]
    public async Task A_payment_is_read_back_with_every_fact()
    {
        Payment payment = Tip(3, new TokenAmount(UInt128.MaxValue, Sample.Dai));
        await RecordAsync(payment, EntryState.Pending);

        BookedPayment? found = await FindAsync(Given.PlatformId, payment.Id);

        Assert.That(found, Is.EqualTo(new BookedPayment(payment, EntryState.Pending, Now, Now)));
    }

    [Test]
    public async Task A_payment_of_a_request_is_read_back_with_the_request()
    {
        PaymentRequest request = Given.Request(_gateway.Ada, new AskedAmount.Open(1, 9), post: _gateway.First);
        await _gateway.WriteAsync(books => books.PaymentRequests.AddAsync(request, Token));
        Payment payment = Tip(1, Given.Usdc(5)) with { Subject = new PaymentSubject.OfRequest(request) };
        payment = payment with { Tip = payment.Tip with { PaymentReference = request.Reference.Value } };
        await RecordAsync(payment, EntryState.Pending);

        Assert.That((await FindAsync(Given.PlatformId, payment.Id))!.Payment, Is.EqualTo(payment));
    }

    [Test]
    public async Task Another_platform_sees_nothing()
    {
        Id<Platform> other = _gateway.AddPlatform("other");
        Payment payment = Tip(1, Given.Usdc(5));
        await RecordAsync(payment, EntryState.Pending);

        Assert.That(await FindAsync(other, payment.Id), Is.Null);
        Assert.That((await ListAsync(new PaymentFilter(other, null, null, null), 10, null)).Items, Is.Empty);
        Assert.That((await _gateway.ReadAsync(books => books.Ledger.ReadTrialBalanceAsync(other, Token))).Accounts, Is.Empty);
    }

    [Test]
    public async Task Two_platforms_keep_the_money_of_one_address_apart()
    {
        Id<Platform> other = _gateway.AddPlatform("other");
        Creator bob = Given.Creator(other, "bob");
        Post post = Given.Post(bob, "his post");
        await _gateway.WriteAsync(books => books.Posts.AddCreatorAsync(bob, Token));
        await _gateway.WriteAsync(books => books.Posts.AddPostAsync(post, Token));
        await RecordAsync(Tip(1, Given.Usdc(5)), EntryState.Pending);
        await RecordAsync(Tip(2, Given.Usdc(7)) with { Subject = new PaymentSubject.OfPost(post, bob.Address) }, EntryState.Pending);

        TrialBalance theirs = await _gateway.ReadAsync(books => books.Ledger.ReadTrialBalanceAsync(other, Token));

        Assert.That((await _gateway.BalanceAsync(Sample.Payee)).Pending, Is.EqualTo((UInt128)5));
        Assert.That(theirs.Accounts.Select(account => account.PendingCredits + account.PendingDebits), Is.All.EqualTo(Given.Usdc(7)));
    }

    [Test]
    public async Task Payments_are_listed_newest_first_page_by_page()
    {
        Payment[] payments = [.. Enumerable.Range(0, 5).Select(position => Tip(position, Given.Usdc((UInt128)position + 1)))];
        foreach (Payment payment in payments)
        {
            await RecordAsync(payment, EntryState.Pending);
        }

        PaymentFilter all = new(Given.PlatformId, null, null, null);
        Page<BookedPayment> first = await ListAsync(all, 2, null);
        Page<BookedPayment> second = await ListAsync(all, 2, first.Items[^1].Payment.Id);
        Page<BookedPayment> third = await ListAsync(all, 2, second.Items[^1].Payment.Id);

        Assert.That(
            first.Items.Concat(second.Items).Concat(third.Items).Select(booked => booked.Payment), Is.EqualTo(payments.Reverse()));
        Assert.That(new[] { first.HasMore, second.HasMore, third.HasMore }, Is.EqualTo(new[] { true, true, false }));
    }

    [Test]
    public async Task Payments_are_narrowed_to_a_creator_a_post_or_a_request()
    {
        Post other = Given.Post(_gateway.Ada, "other");
        PaymentRequest request = await _gateway.AskAsync(new AskedAmount.Fixed(3));
        await _gateway.WriteAsync(books => books.Posts.AddPostAsync(other, Token));
        Payment first = Tip(1, Given.Usdc(1));
        Payment second = Tip(2, Given.Usdc(2)) with { Subject = new PaymentSubject.OfPost(other, Sample.Payee) };
        Payment third = Tip(3, Given.Usdc(3)) with { Subject = new PaymentSubject.OfRequest(request) };
        foreach (Payment payment in new[] { first, second, third })
        {
            await RecordAsync(payment, EntryState.Pending);
        }

        Assert.That(await AmountsAsync(_gateway.Ada.Id, null, null), Is.EqualTo("3 2 1"));
        Assert.That(await AmountsAsync(null, other.Id, null), Is.EqualTo("2"));
        Assert.That(await AmountsAsync(null, _gateway.First.Id, null), Is.EqualTo("1"));
        Assert.That(await AmountsAsync(null, null, request.Id), Is.EqualTo("3"));
        Assert.That(await AmountsAsync(_gateway.Ada.Id, other.Id, request.Id), Is.Empty);
        Assert.That(await AmountsAsync(Given.IdOf<Creator>("unknown"), null, null), Is.Empty);
    }

    [Test]
    public async Task Amounts_up_to_2_to_the_128_add_up_exactly()
    {
        UInt128[] amounts = [UInt128.MaxValue - (UInt128.One << 127), UInt128.One << 126, (UInt128.One << 126) - 1, 1];
        for (int i = 0; i < amounts.Length; i++)
        {
            await RecordAsync(Tip(i, Given.Usdc(amounts[i])), EntryState.Pending);
        }

        TrialBalance trial = await _gateway.TrialBalanceAsync();

        Assert.That(trial.Faults, Is.Empty);
        Assert.That(
            trial.Accounts.Select(account => account.PendingDebits + account.PendingCredits), Is.All.EqualTo(Given.Usdc(UInt128.MaxValue)));
    }

    [Test]
    public async Task A_sum_that_does_not_fit_fails_rather_than_wraps()
    {
        await RecordAsync(Tip(1, Given.Usdc(UInt128.MaxValue)), EntryState.Pending);
        await RecordAsync(Tip(2, Given.Usdc(1)), EntryState.Pending);

        await Assert.ThatAsync(() => _gateway.TrialBalanceAsync(), Throws.Exception);
    }

    [Test]
    public async Task Amounts_sort_in_the_database_as_numbers_do()
    {
        SeededRandom random = new(5);
        UInt128[] amounts =
            [1, UInt128.MaxValue, .. Enumerable.Range(0, 30).Select(_ => (new UInt128(random.Next(), random.Next()) >> random.Below(127)) | 1)];
        for (int i = 0; i < amounts.Length; i++)
        {
            await RecordAsync(Tip(i, Given.Usdc(amounts[i])), EntryState.Pending);
        }

        using DbConnection raw = _gateway.OpenRaw();
        IEnumerable<string> sorted = raw.Query<byte[]>("SELECT amount FROM movements ORDER BY amount").Select(Convert.ToHexString);

        Assert.That(sorted, Is.EqualTo(amounts.Order().Select(amount => amount.ToString("X32", null))));
    }

    [Test]
    public async Task Every_contradiction_in_the_tables_is_a_fault()
    {
        Creator bob = Given.Creator(Given.PlatformId, "bob");
        await _gateway.WriteAsync(books => books.Posts.AddCreatorAsync(bob, Token));
        foreach (int position in Enumerable.Range(1, 5))
        {
            await RecordAsync(Tip(position, Given.Usdc(5)), EntryState.Pending);
        }

        using (DbConnection raw = _gateway.OpenRaw())
        {
            _gateway.LiftRules(raw, "journal_entries", "live_payments", "voids", "settlements");
            raw.Execute(_gateway.Translate(
                """
                UPDATE journal_entries SET creator = 2 WHERE seq = 1;
                INSERT INTO settlements (seq, entry, hash_chain, hash, since, seal) VALUES (1, 2, 1, zeroblob(32), 0, zeroblob(8));
                INSERT INTO voids (entry, payment, since) SELECT seq, payment, 0 FROM journal_entries WHERE seq IN (2, 4);
                DELETE FROM live_payments WHERE entry IN (2, 3);
                DELETE FROM pending_entries WHERE entry = 5;
                """));
        }

        TrialBalance trial = await _gateway.TrialBalanceAsync();

        string[] expected =
        [
            "Journal entry 1 names another creator than what it was paid for.",
            "Journal entry 2 is both settled and voided.",
            "Journal entry 2 is settled in the hash chain of another contract or token.",
            "Journal entry 3 counts, but its payment is not the live one.",
            "Journal entry 4 is voided, but its payment is live.",
            "Journal entry 5 is neither settled nor voided, and waits for no block.",
        ];
        Assert.That(trial.IsBalanced, Is.False);
        Assert.That(trial.Faults, Is.EquivalentTo(expected));
    }

    private Payment Tip(int position, TokenAmount amount)
    {
        FakeBlock block = new FakeChain().Mine();
        Tip tip = new(
            new LogPosition(Sample.ChainId, Sample.HashOf("transaction"), position), new BlockRef(block.Number, block.Ref.Hash, block.Ref.ParentHash),
            block.Time, 7, Sample.Router, _gateway.First.Reference.Value, Sample.Payer, Sample.Payee, amount, 100 + position);
        return Given.Payment(tip, new PaymentSubject.OfPost(_gateway.First, Sample.Payee));
    }

    private Task RecordAsync(Payment payment, EntryState state) => _gateway.WriteAsync(async books =>
        Assert.That((await books.Journal.RecordAsync([JournalEntry.Of(payment)], state, Now, Token)).Single(), Is.TypeOf<JournalResult.Recorded>()));

    private Task<BookedPayment?> FindAsync(Id<Platform> platform, Id<Payment> id) =>
        _gateway.ReadAsync(books => books.Ledger.FindPaymentAsync(platform, id, Token));

    private Task<Page<BookedPayment>> ListAsync(PaymentFilter filter, int limit, Id<Payment>? after) =>
        _gateway.ReadAsync(books => books.Ledger.ListPaymentsAsync(filter, new PageRequest<Payment>(limit, after), Token));

    private async Task<string> AmountsAsync(Id<Creator>? creator, Id<Post>? post, Id<PaymentRequest>? request)
    {
        Page<BookedPayment> page = await ListAsync(new PaymentFilter(Given.PlatformId, creator, post, request), 10, null);
        return string.Join(' ', page.Items.Select(booked => booked.Payment.Tip.Amount.BaseUnits));
    }
}
