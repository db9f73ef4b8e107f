using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Tests.Matching;

/// <summary>Logs that look like payments (faults A1 and A3), over all rungs.</summary>
[CancelAfter(120_000)]
internal sealed class ForgedLogTests
{
    private static readonly Address Wallet = Sample.AddressOf("wallet");
    private static readonly PaymentRequest Request =
        Given.Request(Given.Creator(Given.PlatformId), new AskedAmount.Open(1, 1_000_000)).WithDepositAddress();

    private readonly FakeReferences _book = new();
    private Hash32 _nonce;

    [SetUp]
    public void Keep()
    {
        _book.Keep(Request);
        _nonce = _book.Issue(Request, Given.Terms(Request, 5));
    }

    [Test]
    [Description("A1: wrong emitters, proxies, copies by other contracts, logs whose data is gone")]
    public async Task Ten_thousand_forged_logs_credit_nothing()
    {
        const int PerTransaction = 50;
        SeededRandom random = Trials.Random();
        FakeChain chain = new();
        int logs = 0;
        while (logs < 10_000)
        {
            FakeTransaction[] transactions = [.. Enumerable.Range(0, 20).Select(i => Forge(random, $"{logs} {i}", PerTransaction))];
            logs += transactions.Sum(transaction => transaction.Logs.Count);

            MatchedTips matched = await MatchAsync(chain.Mine(transactions));

            Assert.That(matched.Entries, Is.Empty);
        }

        Assert.That(logs, Is.GreaterThanOrEqualTo(10_000));
    }

    [Test]
    [Description("A3: 500 logs in one transaction, 50 of which are real, by every rung")]
    public async Task Fifty_payments_among_five_hundred_logs_are_exactly_fifty()
    {
        SeededRandom random = Trials.Random();
        List<ChainLog[]> groups = [];
        List<WalletCall> calls = [];
        for (int amount = 1; amount <= 50; amount++)
        {
            groups.Add(Pay((UInt128)amount, calls));
        }

        while (groups.Sum(group => group.Length) < 500)
        {
            groups.Add([AForgedLog(random)]);
        }

        // What was decided is known by its place, which is known when all are in order.
        ChainLog[] logs = [.. random.Shuffled(groups).SelectMany(group => group)];
        FakeTransaction transaction = FakeTransaction.Of("many", logs) with
        {
            Call = new TransactionCall(Sample.Stranger, Wallet, ACall.Batches["executeBatch((address,uint256,bytes)[])"]([.. calls])),
        };
        foreach (ChainLog log in transaction.Logs.Where(IsDecided))
        {
            MatchRung rung = TokenTransfer.Decode(log)!.Value.From == Sample.AddressOf("claimant") ? MatchRung.Claim : MatchRung.Operator;
            _book.Decide(new LogPosition(Sample.ChainId, transaction.Hash, log.Position), rung, Request);
        }

        MatchedTips matched = await MatchAsync(new FakeChain().Mine(transaction));

        Assert.That(logs, Has.Length.EqualTo(500));
        Assert.That(matched.Entries.Select(entry => (int)entry.Payment.Tip.Amount.BaseUnits).Order(), Is.EqualTo(Enumerable.Range(1, 50)));
        Assert.That(matched.Entries.Select(entry => entry.Payment.Id), Is.Unique);
        Assert.That(
            matched.Entries.CountBy(entry => entry.Payment.Rung).OrderBy(count => count.Key).Select(count => count.Value),
            Is.EqualTo(new[] { 8, 9, 9, 8, 8, 8 }));
        Assert.That(matched.Entries.Select(entry => entry.Payment.Kind), Has.None.EqualTo(PaymentKind.Doubt));
    }

    private static bool IsDecided(ChainLog log) => log.Address == Sample.Usdc.Address
        && TokenTransfer.Decode(log) is TokenTransfer transfer
        && (transfer.From == Sample.AddressOf("claimant") || transfer.From == Sample.AddressOf("assigned"));

    /// <summary>A payment by the rung that its amount says: each in its turn.</summary>
    private ChainLog[] Pay(UInt128 amount, List<WalletCall> calls)
    {
        ATransfer transfer = ATransfer.Of(amount);
        switch ((int)(amount % 6))
        {
            case 0:
                return ATip.For(Request).Of(amount).From(Wallet).Logs();
            case 1:
                PaymentTerms terms = Given.Terms(Request, amount) with { Salt = Sample.HashOf($"salt {amount}") };
                return transfer.AuthorizedBy(_book.Issue(Request, terms));
            case 2:
                return [(transfer with { To = Request.DepositAddress!.Value }).Log()];
            case 3:
                calls.Add(new WalletCall(Sample.Usdc.Address, ACall.Transfer(Sample.Payee, amount, Request.Reference.Value)));
                return [(transfer with { From = Wallet }).Log()];
            case 4:
                return [(transfer with { From = Sample.AddressOf("claimant") }).Log()];
            default:
                return [(transfer with { From = Sample.AddressOf("assigned") }).Log()];
        }
    }

    /// <summary>A transaction of forged logs, which says of itself that it pays too.</summary>
    private FakeTransaction Forge(SeededRandom random, string name, int count)
    {
        Address token = AnEmitter(random);
        TransactionCall call = new(
            Sample.Payer, token == Sample.Usdc.Address ? Sample.Stranger : token, ACall.Transfer(Sample.Payee, 5UL, Request.Reference.Value));
        return FakeTransaction.Of(name, [.. Enumerable.Range(0, count).Select(_ => AForgedLog(random))]) with { Call = call };
    }

    private ChainLog AForgedLog(SeededRandom random)
    {
        ChainLog sound = random.Below(4) switch
        {
            0 => ATip.For(Request).Of(5UL).TipLog(),
            1 => ALog.AuthorizationUsed(Sample.Usdc.Address, Sample.Payer, _nonce),
            2 => ALog.Transfer(Sample.Usdc.Address, Sample.Payer, Request.DepositAddress!.Value, 5UL),
            _ => ALog.Transfer(Sample.Usdc.Address, Sample.Payer, Sample.Payee, 5UL),
        };
        return random.Below(6) switch
        {
            // A real transfer to the payee, with nothing beside it that says what it is for, is his private matter.
            0 => ALog.Transfer(Sample.Usdc.Address, Sample.Stranger, Sample.Payee, (ulong)random.Between(1_000, 1_000_000)),
            1 => sound with { Data = random.Percent(50) || sound.Data.IsEmpty ? new byte[random.Between(1, 31)] : sound.Data[1..] },
            2 => sound with { Topics = [.. sound.Topics.Take(random.Between(1, sound.Topics.Count - 1))] },
            3 => sound with { Topics = [.. sound.Topics, Request.Reference.Value] },
            _ => sound with { Address = AnEmitter(random, sound.Address) },
        };
    }

    /// <summary>Anybody but the one: other tokens, the payee himself, our own contract, a deposit address, a proxy.</summary>
    private static Address AnEmitter(SeededRandom random, Address? but = null) => random.OneOf(
        new[] { Sample.Router, Sample.Payee, Sample.Stranger, Request.DepositAddress!.Value, Sample.AddressOf($"proxy {random.Below(9)}"), Sample.AddressOf("fake USDC") }
            .Where(address => address != but).ToArray());

    private Task<MatchedTips> MatchAsync(FakeBlock block) => new TipMatcher(new IdSource(new byte[32]), Sample.Settings, withDecisions: true)
        .MatchAsync(_book, [new ObservedBlock(block.Ref, block.Time, block.Receipts) { Calls = block.Calls.ToDictionary() }], TestContext.CurrentContext.CancellationToken);
}
