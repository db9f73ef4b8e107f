using System.Globalization;
using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Testing;

namespace ChainTips.Tests.PaymentRequests;

/// <summary>Makes a chain do to one request what chains and people do, by a seed.</summary>
internal sealed class RequestSchedule
{
    private const int LongestReorg = 5;

    private static readonly PlainTerms[] Asked =
    [
        new(true, 10, 10, 12, 0, 0), new(true, 8, 10, 12, 6, 9), new(false, 5, 15, 12, 7, 12), new(true, 10, 10, 12, 10, 20),
        new(false, 1, int.MaxValue, 12, 3, 6),
    ];

    private readonly SeededRandom _random;
    private readonly PlainTerms _terms;
    private readonly List<PlainMoneyBlock> _chain = [new PlainMoneyBlock(0, 0, [])];
    private readonly List<PlainMoney> _waiting = [];
    private readonly Dictionary<int, RequestPayment> _left = [];
    private readonly Dictionary<int, PlainMoney> _leftMoney = [];
    private int _safe;
    private int _final;
    private int? _cancelledAfter;
    private int _money;

    public RequestSchedule(SeededRandom random)
    {
        _random = random;
        _terms = random.OneOf(Asked);
        AskedAmount amount = _terms.IsFixed
            ? new AskedAmount.Fixed((UInt128)_terms.Most, (UInt128)(_terms.Most - _terms.Enough))
            : new AskedAmount.Open((UInt128)_terms.Enough, (UInt128)_terms.Most);
        Request = Given.Request(Given.Creator(Given.PlatformId), amount) with { ExpiresAt = TimeOf(_terms.Expiry) };
        Finality = new FinalityByAmount(
            [KeyValuePair.Create(Sample.Usdc, new FinalityThresholds((UInt128)_terms.UpToSeen, (UInt128)_terms.UpToSafe))]);
        Story.Add(_terms.ToString());
    }

    public PaymentRequest Request { get; }

    public FinalityByAmount Finality { get; }

    /// <summary>What happened, for the report of a failure.</summary>
    public List<string> Story { get; } = [];

    public PlainRequestModel Model =>
        new(_terms, [.. _chain], [.. _leftMoney.Where(left => !IsLive(left.Key)).Select(left => left.Value)], _safe, _final, _cancelledAfter);

    /// <summary>What the product is told of it.</summary>
    public RequestFacts Facts => new(
        [
            .. _random.Shuffled(_chain.SelectMany(block => block.Money.Select((money, i) => ToPayment(money, block, i, FinalityOf(block))))),
            .. _left.Where(left => !IsLive(left.Key)).Select(left => left.Value),
        ],
        _cancelledAfter is int after ? new Cancellation(TimeOf(_random.Below(30)), new BlockNumber((ulong)after)) : null,
        TimeOf(_chain[^1].Time));

    /// <summary>Lets one thing happen.</summary>
    public void Next() => Story.Add(_random.Below(100) switch
    {
        < 55 => Mine(),
        < 75 => Reorganize(),
        < 83 => $"safe {_safe = _random.Between(_safe, _chain.Count - 1)}",
        < 92 => MoveFinality(),
        _ => Cancel(),
    });

    private static DateTimeOffset TimeOf(int seconds) => Sample.Genesis.AddSeconds(seconds);

    private static RequestPayment ToPayment(PlainMoney money, PlainMoneyBlock block, int index, PaymentFinality finality) => new(
        money.IsRefund ? RequestPaymentKind.Refund : RequestPaymentKind.Payment,
        (UInt128)money.Amount,
        !money.IsOther,
        finality,
        TimeOf(block.Time),
        new PaymentPlace(new BlockNumber((ulong)block.Number), index / 2, index % 2));

    private bool IsLive(int money) => _chain.Any(block => block.Money.Any(one => one.Id == money));

    private PaymentFinality FinalityOf(PlainMoneyBlock block) =>
        block.Number <= _final ? PaymentFinality.Final : block.Number <= _safe ? PaymentFinality.Safe : PaymentFinality.Seen;

    private string Mine()
    {
        PlainMoney[] again = [.. _waiting.Where(_ => _random.Percent(50))];
        _waiting.RemoveAll(again.Contains);
        PlainMoney[] fresh = [.. Enumerable.Range(0, _random.Below(3)).Select(_ => Send())];
        PlainMoneyBlock block = new(_chain.Count, _chain[^1].Time + _random.Below(4), _random.Shuffled([.. fresh, .. again]));
        _chain.Add(block);
        return string.Create(CultureInfo.InvariantCulture, $"mine {block.Number} at {block.Time}: {string.Join(", ", block.Money)}");
    }

    private PlainMoney Send() => new(_money++, _random.Between(1, 12), _random.Percent(15), _random.Percent(20));

    private string Reorganize()
    {
        int depth = Math.Min(_random.Between(1, LongestReorg), _chain.Count - 1 - _final);
        for (int i = 0; i < depth; i++)
        {
            PlainMoneyBlock block = _chain[^1];
            _chain.RemoveAt(_chain.Count - 1);
            for (int index = 0; index < block.Money.Count; index++)
            {
                _left[block.Money[index].Id] = ToPayment(block.Money[index], block, index, PaymentFinality.Reverted);
                _leftMoney[block.Money[index].Id] = block.Money[index];
            }

            _waiting.AddRange(block.Money.Where(_ => _random.Percent(70)));
        }

        _safe = Math.Min(_safe, _chain.Count - 1);
        return $"reorg {depth}";
    }

    private string MoveFinality()
    {
        _final = _random.Between(_final, _chain.Count - 1);
        _safe = Math.Max(_safe, _final);
        return $"final {_final}";
    }

    private string Cancel()
    {
        if (!Model.MayBeCancelled)
        {
            return "not cancelled";
        }

        _cancelledAfter = _chain.Count - 1;
        return $"cancel after {_cancelledAfter}";
    }
}
