using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Money;
using ChainTips.Platforms;
using ChainTips.Policies;
using ChainTips.Posts;
using ChainTips.Testing;

namespace ChainTips.Tests.Policies;

internal sealed class PolicyGateTests
{
    private static readonly Id<Platform>[] Platforms = [APolicy.Platform, Given.IdOf<Platform>("other")];
    private static readonly Address[] Payers = [Sample.Payer, Sample.Stranger, Sample.AddressOf("third")];

    private readonly TestClock _clock = new();
    private readonly BookInMemory _book = new();

    [TestCase("'paymentsPerDay': {'payer': 1}", "Payer since 2026-01-03 00:00:00.000")]
    [TestCase("'paymentsPerDay': {'creator': 1}", "Creator since 2026-01-03 00:00:00.000")]
    [TestCase("'paymentsPerDay': {'platform': 1}", "Platform since 2026-01-03 00:00:00.000")]
    [TestCase("'velocity': {'payments': 1, 'seconds': 60}", "Payer since 2026-01-03 03:03:05.001", Description = "A block of exactly 60 seconds ago is past")]
    [TestCase("'tokens': [{USDC, 'fee': {'steps': [{'basisPoints': 1}]}}]", "Creator since 2026-01-01 00:00:00.000")]
    [TestCase("'tokens': [{USDC, 'minimum': '1', 'finality': {'seen': '1'}}]")]
    [TestCase("'tokens': [{DAI, 'amountPerDay': {'payer': '1'}}]", Description = "A token that is refused is not summed up")]
    public async Task Only_the_sums_that_a_rule_needs_are_read(string rules, params string[] expected)
    {
        BookInMemory book = new();

        await new PolicyGate(APolicy.Of("{'version': 1, " + rules + "}"), new TestClock()).CheckAsync(book, APolicy.Pay(1), CancellationToken.None);

        Assert.That(book.Questions, Is.EqualTo(expected));
    }

    [Test]
    public async Task Nothing_of_an_unknown_payer_is_read()
    {
        Policy policy = APolicy.Of("{'version': 1, 'paymentsPerDay': {'payer': 1}, 'velocity': {'payments': 1, 'seconds': 60}}");

        await new PolicyGate(policy, _clock).CheckAsync(_book, APolicy.Pay(1) with { Payer = null }, CancellationToken.None);

        Assert.That(_book.Questions, Is.Empty);
    }

    [Test]
    public async Task The_fee_begins_anew_with_the_month()
    {
        PolicyGate gate = new(APolicy.ForUsdc("'fee': {'free': '1', 'steps': [{'basisPoints': 1000}]}"), _clock);
        List<UInt128> fees = [];
        _clock.Advance(new DateTimeOffset(2026, 1, 31, 23, 59, 58, TimeSpan.Zero) - _clock.GetUtcNow());
        for (int i = 0; i < 4; i++)
        {
            fees.Add((await gate.CheckAsync(_book, APolicy.Pay(1_000_000), CancellationToken.None)).Fee.Amount.BaseUnits);
            _book.Add(APolicy.Pay(1_000_000), _clock.GetUtcNow());
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(fees, Is.EqualTo(new UInt128[] { 0, 100_000, 0, 100_000 }));
    }

    /// <summary>Whoever asks first and pays only what was allowed never comes above a limit, whatever the order.</summary>
    [Test]
    public async Task What_was_allowed_never_exceeds_a_limit()
    {
        SeededRandom random = Trials.Random();
        int count = Trials.Count(cost: 5);
        int refused = 0;
        int allowed = 0;
        for (int i = 0; i < count; i++)
        {
            Policy policy = RandomPolicy(random);
            BookInMemory book = new();
            TestClock clock = new();
            PolicyGate gate = new(policy, clock);
            for (int step = 0; step < 60; step++)
            {
                clock.Advance(TimeSpan.FromSeconds(random.OneOf([0, 1, 7, 29, 30, 31, 20_000])));
                PolicyQuestion question = RandomQuestion(random);
                if (!(await gate.CheckAsync(book, question, CancellationToken.None)).IsAllowed)
                {
                    refused++;
                    continue;
                }

                allowed++;
                book.Add(question, clock.GetUtcNow());
                AssertWithinLimits(policy, book);
            }
        }

        Assert.That(Math.Min(allowed, refused), Is.GreaterThan(0), "Both answers must come up, or nothing was tried.");
    }

    private static Policy RandomPolicy(SeededRandom random)
    {
        Dictionary<PartyKind, long?> counts = Enum.GetValues<PartyKind>().ToDictionary(kind => kind, _ => random.Percent(50) ? (long?)random.Between(1, 12) : null);
        Dictionary<PartyKind, UInt128?> amounts = Enum.GetValues<PartyKind>().ToDictionary(kind => kind, _ => random.Percent(50) ? (UInt128?)random.Between(5, 60) : null);
        TokenPolicy usdc = new(Sample.Usdc)
        {
            Minimum = random.Percent(50) ? (UInt128)random.Between(1, 4) : null,
            Maximum = random.Percent(50) ? (UInt128)random.Between(6, 20) : null,
            AmountPerDay = new PerParty<UInt128>(amounts[PartyKind.Payer], amounts[PartyKind.Creator], amounts[PartyKind.Platform]),
        };
        return PolicyFile.AllowAll(APolicy.Configured) with
        {
            Tokens = [usdc, new TokenPolicy(Sample.Dai) { AmountPerDay = new PerParty<UInt128>(random.Percent(50) ? 20 : null, null, null) }],
            PaymentsPerDay = new PerParty<long>(counts[PartyKind.Payer], counts[PartyKind.Creator], counts[PartyKind.Platform]),
            Velocity = random.Percent(50) ? new Velocity(random.Between(1, 3), 30) : null,
            DeniedPayers = random.Percent(30) ? new HashSet<Address> { Payers[2] } : new HashSet<Address>(),
        };
    }

    private static PolicyQuestion RandomQuestion(SeededRandom random)
    {
        Id<Platform> platform = random.OneOf(Platforms);
        Id<Creator> creator = Given.IdOf<Creator>($"{platform} {random.Below(2)}");
        return new PolicyQuestion(
            platform, creator, [Sample.Payee], new TokenAmount((UInt128)random.Between(1, 22), random.Percent(70) ? Sample.Usdc : Sample.Dai))
        {
            Payer = random.OneOf(Payers),
        };
    }

    /// <summary>The limits, each counted from all payments anew, and not as the engine counts.</summary>
    private static void AssertWithinLimits(Policy policy, BookInMemory book)
    {
        foreach (IGrouping<DateTime, BookInMemory.Entry> day in book.Entries.GroupBy(entry => entry.Time.UtcDateTime.Date))
        {
            AssertDay(policy, PartyKind.Payer, day.GroupBy(entry => (object)(entry.Platform, entry.Payer)));
            AssertDay(policy, PartyKind.Creator, day.GroupBy(entry => (object)entry.Creator));
            AssertDay(policy, PartyKind.Platform, day.GroupBy(entry => (object)entry.Platform));
        }

        foreach (BookInMemory.Entry entry in book.Entries)
        {
            TokenPolicy rules = policy.Tokens.Single(own => own.Token == entry.Amount.Token);
            int near = book.Entries.Count(other => other.Payer == entry.Payer && other.Platform == entry.Platform
                && other.Time <= entry.Time && other.Time > entry.Time.AddSeconds(-30));
            Assert.That(policy.Velocity is null || near <= policy.Velocity.Payments);
            Assert.That(entry.Amount.BaseUnits >= (rules.Minimum ?? 0) && entry.Amount.BaseUnits <= (rules.Maximum ?? UInt128.MaxValue));
            Assert.That(policy.DeniedPayers, Has.No.Member(entry.Payer));
        }
    }

    private static void AssertDay(Policy policy, PartyKind kind, IEnumerable<IGrouping<object, BookInMemory.Entry>> parties)
    {
        foreach (IGrouping<object, BookInMemory.Entry> party in parties)
        {
            Assert.That(party.LongCount(), Is.LessThanOrEqualTo(policy.PaymentsPerDay.Of(kind) ?? long.MaxValue), $"{kind}");
            foreach (TokenPolicy rules in policy.Tokens)
            {
                UInt128 sum = party.Where(entry => entry.Amount.Token == rules.Token).Aggregate(UInt128.Zero, (total, entry) => total + entry.Amount.BaseUnits);
                Assert.That(sum, Is.LessThanOrEqualTo(rules.AmountPerDay.Of(kind) ?? UInt128.MaxValue), $"{kind}");
            }
        }
    }
}
