using System.Globalization;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>The same things happen to equal requests, of which one is paid by each rung: payments, reorgs, finality, refunds, cancellations, and time.</summary>
internal sealed class RungStory(TestGateway gateway, SeededRandom random)
{
    /// <summary>How a request can be paid that somebody must decide about: by a bare transfer, which is claimed when it is final.</summary>
    private const MatchRung Decided = MatchRung.Claim;

    private static readonly (AskedAmount Amount, int Expiry, int UpToSeen, int UpToSafe)[] Asked =
    [
        (new AskedAmount.Fixed(10), 16, 0, 0),
        (new AskedAmount.Fixed(10, 2), 24, 6, 9),
        (new AskedAmount.Open(5, 15), 36, 7, 12),
        (new AskedAmount.Fixed(10), 10, 10, 20),
    ];

    private readonly List<List<Money>> _chain = [[]];
    private readonly List<Money> _waiting = [];
    private int _sent;

    public static IReadOnlyList<MatchRung> Rungs { get; } =
        [MatchRung.Contract, MatchRung.Authorization, MatchRung.DepositAddress, MatchRung.Calldata, Decided];

    /// <summary>The requests of each kind, one for each rung.</summary>
    public List<Dictionary<MatchRung, PaymentRequest>> Requests { get; } = [];

    public List<string> Told { get; } = [];

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    public static FinalityByAmount FinalityOf(int kind) =>
        new([KeyValuePair.Create(Sample.Usdc, new FinalityThresholds((UInt128)Asked[kind].UpToSeen, (UInt128)Asked[kind].UpToSafe))]);

    public async Task AskAsync()
    {
        for (int kind = 0; kind < Asked.Length; kind++)
        {
            Requests.Add(Rungs.ToDictionary(rung => rung, rung => Given.Request(gateway.Ada, Asked[kind].Amount, $"{kind} {rung}").WithDepositAddress() with
            {
                ExpiresAt = Sample.Genesis.AddSeconds(Asked[kind].Expiry),
            }));
            await gateway.WriteAsync(async books =>
            {
                foreach (PaymentRequest request in Requests[kind].Values)
                {
                    await books.PaymentRequests.AddAsync(request, Token);
                }
            });
        }
    }

    /// <summary>Lets one thing happen, and the gateway see it.</summary>
    public async Task NextAsync()
    {
        Told.Add(random.Below(100) switch
        {
            < 48 => await MineAsync(),
            < 64 => Reorganize(),
            < 71 => MoveSafe(),
            < 82 => MoveFinality(random.Between(FinalNumber, _chain.Count - 1)),
            < 86 => await CancelAsync(random.Below(Asked.Length)),
            _ => await RefundAsync(),
        });
        await gateway.CatchUpAsync();
        await DecideAsync();
    }

    /// <summary>Makes everything final.</summary>
    public async Task EndAsync()
    {
        MoveFinality(_chain.Count - 1);
        await gateway.CatchUpAsync();
        await DecideAsync();
    }

    /// <summary>What the payee's own account must hold in USDC, by what stands on the chain and is decided.</summary>
    public long PayeeHolds() => _chain.SelectMany((block, number) => block.Select(money => (money, number)))
        .Where(one => one.money.Token == Sample.Usdc)
        .Sum(one => one.money.Refunds is null
            ? one.money.Amount * (3 + (one.number <= FinalNumber ? 1 : 0))
            : -one.money.Amount * Rungs.Count);

    private int FinalNumber => (int)(gateway.Chain.Finalized?.Value ?? 0);

    private async Task<string> MineAsync()
    {
        Money[] again = [.. _waiting.Where(_ => random.Percent(50))];
        _waiting.RemoveAll(again.Contains);
        List<Money> all = [.. again];
        for (int i = random.Below(4) / 2; i >= 0; i--)
        {
            all.Add(await SendAsync(random.Below(Asked.Length), random.Between(1, 12), random.Percent(15) ? Sample.Dai : Sample.Usdc));
        }

        return Mine([.. random.Shuffled(all)]);
    }

    private string Mine(List<Money> all)
    {
        gateway.Chain.Mine([.. all.SelectMany(money => money.Transactions.Values)]);
        _chain.Add(all);
        return $"mine {_chain.Count - 1}: {string.Join(", ", all)}";
    }

    private async Task<Money> SendAsync(int kind, int amount, Token token)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"payment {_sent++}");
        Dictionary<MatchRung, FakeTransaction> sent = [];
        foreach ((MatchRung rung, PaymentRequest request) in Requests[kind])
        {
            ATransfer transfer = ATransfer.Of((UInt128)amount, token);
            sent.Add(rung, rung switch
            {
                MatchRung.Contract => ATip.For(request).Of((UInt128)amount, token).Sent($"{name} {rung}"),
                MatchRung.Authorization => FakeTransaction.Of($"{name} {rung}", transfer.AuthorizedBy(await IssueAsync(request, amount, token, name))),
                MatchRung.DepositAddress => (transfer with { To = request.DepositAddress!.Value }).Sent($"{name} {rung}"),
                MatchRung.Calldata => transfer.Calling(request).Sent($"{name} {rung}"),
                _ => transfer.Sent($"{name} {rung}"),
            });
        }

        return new Money(kind, amount, token, null, sent);
    }

    private async Task<Hash32> IssueAsync(PaymentRequest request, int amount, Token token, string name)
    {
        PaymentTerms terms = Given.Terms(request, (UInt128)amount) with { Token = token.Address, Salt = Sample.HashOf(name) };
        await gateway.WriteAsync(books => books.PaymentRequests.AddTermsAsync(new IssuedTerms(terms, request), Sample.Genesis, Token));
        return terms.Hash();
    }

    private string Reorganize()
    {
        int depth = Math.Min(random.Between(1, 4), _chain.Count - 1 - FinalNumber);
        gateway.Chain.Reorg(depth);
        foreach (Money money in _chain.TakeLast(depth).SelectMany(block => block))
        {
            if (random.Percent(70))
            {
                _waiting.Add(money);
            }
        }

        _chain.RemoveRange(_chain.Count - depth, depth);
        if (gateway.Chain.Safe is BlockNumber safe && safe.Value > (ulong)(_chain.Count - 1))
        {
            gateway.Chain.Safe = new BlockNumber((ulong)(_chain.Count - 1));
        }

        return $"reorg {depth}, then {Mine([])}";
    }

    private string MoveSafe()
    {
        int safe = random.Between(Math.Max(FinalNumber, (int)(gateway.Chain.Safe?.Value ?? 0)), _chain.Count - 1);
        gateway.Chain.Safe = new BlockNumber((ulong)safe);
        return $"safe {safe}";
    }

    private string MoveFinality(int final)
    {
        gateway.Chain.Finalized = new BlockNumber((ulong)final);
        if (!(gateway.Chain.Safe?.Value >= (ulong)final))
        {
            gateway.Chain.Safe = gateway.Chain.Finalized;
        }

        return $"final {final}";
    }

    private async Task<string> CancelAsync(int kind)
    {
        foreach (PaymentRequest request in Requests[kind].Values)
        {
            PaymentRequestStatus status = (await gateway.StateOfAsync(request, FinalityOf(kind))).Status;
            if (status is not (PaymentRequestStatus.Open or PaymentRequestStatus.Expired))
            {
                return "not cancelled";
            }
        }

        await gateway.WriteAsync(async books =>
        {
            foreach (PaymentRequest request in Requests[kind].Values)
            {
                await books.PaymentRequests.CancelAsync(request.Id, Sample.Genesis, Token);
            }
        });
        return $"cancel {kind}";
    }

    /// <summary>Pays a part of a final payment back, or all of it; once.</summary>
    private async Task<string> RefundAsync()
    {
        Money[] refunded = [.. _chain.SelectMany(block => block).Concat(_waiting).Select(money => money.Refunds).OfType<Money>()];
        Money[] possible = [.. _chain.Take(FinalNumber + 1).SelectMany(block => block).Where(money => money.Refunds is null && !refunded.Contains(money))];
        if (possible.Length == 0)
        {
            return "nothing to refund";
        }

        Money paid = random.OneOf(possible);
        int amount = random.Percent(50) ? paid.Amount : random.Between(1, paid.Amount);
        Dictionary<MatchRung, FakeTransaction> sent = [];
        foreach ((MatchRung rung, FakeTransaction payment) in paid.Transactions)
        {
            PaymentRequest refund = Given.Request(gateway.Ada, new AskedAmount.Fixed((UInt128)amount), $"refund {_sent++}") with
            {
                Kind = PaymentRequestKind.Refund,
                Payee = Sample.Stranger,
                Token = paid.Token,
                Refund = new RefundTerms(PaymentIds.OfTransfer(gateway.Database.Ids, LocationOf(payment)).Bits, Sample.Payee),
            };
            await gateway.WriteAsync(books => books.PaymentRequests.AddAsync(refund, Token));
            sent.Add(rung, ATip.For(refund).From(Sample.Payee).Of((UInt128)amount, paid.Token).Sent($"refund {_sent} {rung}"));
        }

        return Mine([new Money(paid.Kind, amount, paid.Token, paid, sent)]);
    }

    /// <summary>Claims the bare transfers that are final, as their payers do.</summary>
    private async Task DecideAsync()
    {
        foreach ((List<Money> block, int number) in _chain.Take(FinalNumber + 1).Select((block, number) => (block, number)))
        {
            foreach (Money money in block.Where(money => money.Refunds is null))
            {
                LogPosition location = LocationOf(money.Transactions[Decided]);
                MatchDecision decision = new(
                    location, gateway.Chain.At((ulong)number).Ref, Decided, new PaymentSubject.OfRequest(Requests[money.Kind][Decided]), "signed", Sample.Genesis);
                await gateway.WriteAsync(books => books.Decisions.AddAsync(decision, PaymentIds.OfTransfer(gateway.Database.Ids, location), Token));
            }
        }

        await new DecisionBooker(gateway.Database, gateway.Settings, gateway.Lease, gateway.Clock).BookDueAsync(gateway.Source, Token);
    }

    private static LogPosition LocationOf(FakeTransaction payment) =>
        new(Sample.ChainId, payment.Hash, payment.Logs.ToList().FindIndex(log => log.Topics[0] == ALog.TransferTopic));

    /// <summary>A payment, or the refund of one: the same for each rung.</summary>
    private sealed record Money(int Kind, int Amount, Token Token, Money? Refunds, IReadOnlyDictionary<MatchRung, FakeTransaction> Transactions)
    {
        public override string ToString() => $"{(Refunds is null ? "" : "refund of ")}{Amount} {Token.Symbol} for {Kind}";
    }
}
