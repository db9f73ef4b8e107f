using System.Data.Common;
using System.Text.RegularExpressions;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Money;
using ChainTips.Policies;
using ChainTips.Posts;
using ChainTips.Storage.Sql;
using ChainTips.Testing;
using Dapper;

namespace ChainTips.Storage.Tests.Sql;

[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(60_000)]
internal sealed class SqlPolicyBookTests(Engine engine)
{
    private static readonly Address[] Payers = [Sample.Payer, Sample.Stranger];

    private TestGateway _gateway = null!;
    private Post[] _posts = [];
    private Creator[] _creators = [];

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    private FakeChain Chain => _gateway.Chain;

    [SetUp]
    public async Task StartAsync()
    {
        _gateway = await TestGateway.StartAsync(engine);
        Creator bob = Given.Creator(Given.PlatformId, "bob", Sample.AddressOf("bob"));
        Creator eve = Given.Creator(_gateway.AddPlatform("other"), "eve", Sample.AddressOf("eve"));
        _creators = [_gateway.Ada, bob, eve];
        _posts = [_gateway.First, Given.Post(bob), Given.Post(eve)];
        await _gateway.WriteAsync(async books =>
        {
            await books.Posts.AddCreatorAsync(bob, Token);
            await books.Posts.AddCreatorAsync(eve, Token);
            await books.Posts.AddPostAsync(_posts[1], Token);
            await books.Posts.AddPostAsync(_posts[2], Token);
        });
    }

    [TearDown]
    public void Stop() => _gateway.Dispose();

    [Test]
    public async Task Nothing_is_paid_at_first()
    {
        foreach (PaidParty party in Parties())
        {
            Assert.That(await SumAsync(party, Sample.Usdc, Sample.Genesis), Is.EqualTo(default(PaidSum)));
        }
    }

    [Test]
    public async Task A_payment_counts_from_the_time_of_its_block_on()
    {
        FakeBlock block = Chain.Mine(Tip(0, Sample.Payer, 5, Sample.Usdc, "tip"));
        await _gateway.CatchUpAsync();

        foreach (PaidParty party in new PaidParty[] { PayerOf(Sample.Payer), new PaidParty.Creator(_gateway.Ada.Id), new PaidParty.Platform(Given.PlatformId) })
        {
            Assert.That(await SumAsync(party, Sample.Usdc, block.Time.AddMilliseconds(-1)), Is.EqualTo(new PaidSum(1, 5)));
            Assert.That(await SumAsync(party, Sample.Usdc, block.Time), Is.EqualTo(new PaidSum(1, 5)));
            Assert.That(await SumAsync(party, Sample.Usdc, block.Time.AddMilliseconds(1)), Is.EqualTo(default(PaidSum)));
            Assert.That(await SumAsync(party, Sample.Dai, block.Time), Is.EqualTo(new PaidSum(1, 0)), "Payments are counted in every token.");
        }
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(9)]
    [Description("Payments that were booked on one day each: what is booked long before the day is not looked at, and all of the day is")]
    public async Task The_day_is_found_among_many(int days)
    {
        for (int day = 0; day < 9; day++)
        {
            Chain.Mine(Tip(0, Sample.Payer, UInt128.One << day, Sample.Usdc, $"{day}"));
            await _gateway.CatchUpAsync();
            _gateway.Clock.Advance(TimeSpan.FromDays(1));
        }

        FakeBlock first = Chain.Blocks[10 - Math.Max(days, 1)];
        PaidSum expected = days == 0 ? default : new PaidSum(days, Enumerable.Range(9 - days, days).Aggregate(UInt128.Zero, (sum, day) => sum + (UInt128.One << day)));
        DateTimeOffset since = days == 0 ? first.Time.AddSeconds(1) : first.Time;

        foreach (PaidParty party in new PaidParty[] { PayerOf(Sample.Payer), new PaidParty.Creator(_gateway.Ada.Id), new PaidParty.Platform(Given.PlatformId) })
        {
            Assert.That(await SumAsync(party, Sample.Usdc, since), Is.EqualTo(expected), $"{party}");
        }
    }

    [Test]
    public async Task The_first_entry_of_a_day_is_found_by_halving()
    {
        for (int day = 0; day < 9; day++)
        {
            Chain.Mine([.. Enumerable.Range(0, day % 4).Select(n => Tip(0, Sample.Payer, 1, Sample.Usdc, $"{day} {n}"))]);
            await _gateway.CatchUpAsync();
            _gateway.Clock.Advance(TimeSpan.FromDays(1));
        }

        using DbConnection raw = _gateway.OpenRaw();
        long[] booked = [.. raw.Query<long>("SELECT recorded_at FROM journal_entries ORDER BY seq")];
        foreach (long time in booked.SelectMany(time => new[] { time - 1, time, time + 1 }))
        {
            long found = await _gateway.ReadAsync(books => new SqlPolicyBook(((SqlGatewayTransaction)books).Session).FindFirstAsync(time, Token));

            Assert.That(found, Is.EqualTo(1 + booked.Count(other => other < time)));
        }

        Assert.That(booked, Has.Length.EqualTo(12));
    }

    [Test]
    public async Task Amounts_of_128_bits_are_summed_exactly()
    {
        UInt128 half = UInt128.MaxValue / 2;
        FakeBlock block = Chain.Mine(Tip(0, Sample.Payer, half, Sample.Dai, "one"), Tip(0, Sample.Payer, half, Sample.Dai, "two"));
        await _gateway.CatchUpAsync();

        Assert.That(await SumAsync(PayerOf(Sample.Payer), Sample.Dai, block.Time), Is.EqualTo(new PaidSum(2, half + half)));
    }

    [Test]
    public async Task A_payment_that_left_the_chain_counts_no_longer_and_counts_once_when_it_is_mined_again()
    {
        FakeTransaction tip = Tip(0, Sample.Payer, 5, Sample.Usdc, "tip");
        Chain.Mine(tip);
        await _gateway.CatchUpAsync();
        Chain.ReplaceByEmpty(1);
        await _gateway.CatchUpAsync();
        PaidSum away = await SumAsync(PayerOf(Sample.Payer), Sample.Usdc, Sample.Genesis);
        Chain.Mine(tip);
        await _gateway.FinalizeAsync();

        Assert.That(away, Is.EqualTo(default(PaidSum)));
        Assert.That(await SumAsync(PayerOf(Sample.Payer), Sample.Usdc, Sample.Genesis), Is.EqualTo(new PaidSum(1, 5)));
    }

    [Test]
    public async Task What_comes_from_outside_counts_and_what_is_delivered_or_paid_back_does_not()
    {
        PaymentSubject subject = new PaymentSubject.OfPost(_posts[0], _gateway.Ada.Address);
        PaymentKind[] kinds = Enum.GetValues<PaymentKind>();
        JournalEntry[] entries =
        [
            .. kinds.Select((kind, i) => JournalEntry.Of(
                Given.Payment(Chain.Mine(Tip(0, Sample.Payer, UInt128.One << i, Sample.Usdc, $"{kind}")).DecodeTip(), subject) with { Kind = kind })),
        ];

        await _gateway.WriteAsync(books => books.Journal.RecordAsync(entries, EntryState.Pending, _gateway.Clock.GetUtcNow(), Token));

        Assert.That(kinds, Is.EqualTo(new[] { PaymentKind.Payment, PaymentKind.Deposit, PaymentKind.Delivery, PaymentKind.Refund, PaymentKind.Doubt, PaymentKind.Assignment }));
        Assert.That(await SumAsync(new PaidParty.Creator(_gateway.Ada.Id), Sample.Usdc, Sample.Genesis), Is.EqualTo(new PaidSum(3, 1 + 2 + 16)));
    }

    [Test]
    [Description("Sums of random payments and reorgs, against a list of what stands on the chain")]
    public async Task The_sums_are_those_of_the_chain()
    {
        SeededRandom random = Trials.Random();
        Dictionary<Hash32, Paid> sent = [];
        int rounds = Trials.Count(cost: 20);
        for (int i = 0; i < rounds; i++)
        {
            if (random.Percent(25) && Chain.Head.Number > (Chain.Finalized ?? new BlockNumber(0)))
            {
                Chain.Reorg(1);
            }

            Chain.Mine([.. Enumerable.Range(0, random.Below(4)).Select(n => Send(random, $"{i} {n}", sent))]);
            if (random.Percent(20))
            {
                Chain.Finalized = Chain.Head.Number;
            }

            await _gateway.CatchUpAsync();
            if (i == rounds / 2)
            {
                await PrepareAsync(Enum.GetValues<PartyKind>());
            }

            await AssertSumsAsync(sent, random.OneOf(Chain.Blocks).Time, random.OneOf([Sample.Usdc, Sample.Dai]));
        }
    }

    [Test]
    public async Task What_the_sums_are_found_by_is_made_once_and_only_where_it_is_needed()
    {
        await PrepareAsync([PartyKind.Platform]);
        string[] none = Indexes();
        await PrepareAsync([PartyKind.Payer, PartyKind.Platform]);
        await PrepareAsync([PartyKind.Payer, PartyKind.Platform]);

        Assert.That(none, Is.Empty);
        Assert.That(Indexes(), Is.EqualTo(new[] { "journal_entries_for_policy_by_payer" }));
    }

    [Test]
    public async Task The_books_stay_as_they_are_when_the_indexes_are_made()
    {
        Chain.Mine(Tip(0, Sample.Payer, 5, Sample.Usdc, "tip"));
        await _gateway.CatchUpAsync();
        string before = _gateway.Dump();

        await PrepareAsync(Enum.GetValues<PartyKind>());

        Assert.That(_gateway.Dump(), Is.EqualTo(before));
    }

    [Test]
    public async Task A_sum_reads_the_rows_of_its_party_alone()
    {
        await PrepareAsync(Enum.GetValues<PartyKind>());
        using DbConnection raw = _gateway.OpenRaw();
        string explain = engine == Engine.Sqlite ? "EXPLAIN QUERY PLAN" : "SET enable_seqscan = off; SET enable_bitmapscan = off; EXPLAIN";
        string aggregate = engine == Engine.Sqlite ? "max" : "sum_amount"; // The gateway's own connections alone have SQLite's.
        byte[] nobody = new byte[20];

        foreach (PaidParty party in new PaidParty[] { PayerOf(Sample.Payer), new PaidParty.Creator(_gateway.Ada.Id), new PaidParty.Platform(Given.PlatformId) })
        {
            string plan = string.Join('\n', raw.Query(
                $"{explain} {SqlPolicyBook.Select(party).Replace("sum_amount", aggregate, StringComparison.Ordinal)}",
                new { payer = nobody, creatorId = nobody, platformId = nobody, chain = 1L, token = nobody, since = 1L, booked = 1L, first = 1L }).Cast<IDictionary<string, object>>().Select(row => row.Values.Last()));

            string index = party switch
            {
                PaidParty.Platform when engine == Engine.Sqlite => "rowid>?",
                PaidParty.Platform => "seq >= ",
                _ => "journal_entries_for_policy_by_" + party.GetType().Name.ToLowerInvariant(),
            };
            Assert.That(Regex.Count(plan, Regex.Escape(index)), Is.EqualTo(2), $"once for each kind of movement:\n{plan}");
            Assert.That(plan, Does.Not.Contain("SCAN e").And.Not.Contain("Seq Scan on journal_entries"));
        }
    }

    private async Task AssertSumsAsync(Dictionary<Hash32, Paid> sent, DateTimeOffset since, Token token)
    {
        Paid[] standing = [.. Chain.Blocks.Where(block => block.Time >= since).SelectMany(block => block.Receipts).Select(receipt => sent[receipt.TransactionHash])];
        foreach (PaidParty party in Parties())
        {
            Paid[] own = [.. standing.Where(paid => paid.IsOf(party))];
            UInt128 sum = own.Where(paid => paid.Token == token).Aggregate(UInt128.Zero, (total, paid) => total + paid.Amount);

            Assert.That(await SumAsync(party, token, since), Is.EqualTo(new PaidSum(own.Length, sum)), $"{party} since {since:O}");
        }
    }

    private FakeTransaction Send(SeededRandom random, string name, Dictionary<Hash32, Paid> sent)
    {
        int post = random.Below(_posts.Length);
        Paid paid = new(_creators[post], random.OneOf(Payers), (UInt128)random.Between(1, 1_000_000), random.OneOf([Sample.Usdc, Sample.Dai]));
        FakeTransaction transaction = Tip(post, paid.Payer, paid.Amount, paid.Token, name);
        sent[transaction.Hash] = paid;
        return transaction;
    }

    private FakeTransaction Tip(int post, Address payer, UInt128 amount, Token token, string name) =>
        ATip.For(_posts[post]).To(_creators[post].Address).From(payer).Of(amount, token).Sent(name);

    private IEnumerable<PaidParty> Parties() =>
    [
        .. Payers.SelectMany(payer => _creators.Select(creator => creator.PlatformId).Distinct().Select(platform => new PaidParty.Payer(platform, payer))),
        .. _creators.Select(creator => new PaidParty.Creator(creator.Id)),
        .. _creators.Select(creator => creator.PlatformId).Distinct().Select(platform => new PaidParty.Platform(platform)),
    ];

    private static PaidParty.Payer PayerOf(Address address) => new(Given.PlatformId, address);

    private Task<PaidSum> SumAsync(PaidParty party, Token token, DateTimeOffset since) =>
        _gateway.ReadAsync(books => books.Policies.SumAsync(party, token, since, Token));

    private Task PrepareAsync(IReadOnlyCollection<PartyKind> summed) => _gateway.WriteAsync(books => books.Policies.PrepareAsync(summed, Token));

    private string[] Indexes()
    {
        using DbConnection raw = _gateway.OpenRaw();
        return [.. raw.Query<string>(engine == Engine.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'journal_entries_for_policy%'"
            : "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'journal_entries_for_policy%'")];
    }

    private sealed record Paid(Creator Creator, Address Payer, UInt128 Amount, Token Token)
    {
        public bool IsOf(PaidParty party) => party switch
        {
            PaidParty.Payer payer => Payer == payer.Address && Creator.PlatformId == payer.PlatformId,
            PaidParty.Creator creator => Creator.Id == creator.Id,
            PaidParty.Platform platform => Creator.PlatformId == platform.Id,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
