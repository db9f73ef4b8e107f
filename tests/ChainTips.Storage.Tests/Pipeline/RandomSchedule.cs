using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Posts;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>Makes a chain do what chains do, by a seed: tips of every kind, reorgs, finality, a node that lags and forgets.</summary>
internal sealed class RandomSchedule
{
    public const string Ada = "ada";
    public const string Bob = "bob";
    public const string FixedRequest = "fixed";
    public const string OpenRequest = "open";

    private readonly SeededRandom _random;
    private readonly FakeChain _chain;
    private readonly Post[] _posts;
    private readonly PaymentRequest _fixed;
    private readonly PaymentRequest _open;
    private readonly Dictionary<Hash32, ScriptedTransaction> _scripted = [];
    private readonly List<FakeTransaction> _waiting = [];
    private int _transactions;
    private ulong _longest;

    public RandomSchedule(SeededRandom random, FakeChain chain, Post[] postsOfAdaAndBob, PaymentRequest fixedOfAda, PaymentRequest openOfBob)
    {
        _random = random;
        _chain = chain;
        _posts = postsOfAdaAndBob;
        _fixed = fixedOfAda;
        _open = openOfBob;
    }

    private ulong FinalNumber => _chain.Finalized?.Value ?? 0;

    /// <summary>Lets one thing happen.</summary>
    /// <returns>What happened, for the report of a failure.</returns>
    public string Next() => _random.Below(100) switch
    {
        < 45 => Mine(),
        < 70 => Reorganize(),
        < 85 => MoveFinality(),
        < 93 => Lag(),
        _ => Withhold(),
    };

    /// <summary>Ends every fault, lets the last fork outgrow all others, and makes everything final.</summary>
    public void Settle()
    {
        _chain.LaggingAt = null;
        _chain.Withheld.Clear();
        _chain.MineEmpty((int)(_longest - _chain.Head.Number.Value) + 1);
        _chain.Finalized = _chain.Head.Number;
    }

    public ScriptedBlock Scripted(FakeBlock block) => new(
        block.Header.Hash.ToString(), (long)block.Number.Value, [.. block.Transactions.Select(transaction => _scripted[transaction.Hash])]);

    private string Mine()
    {
        FakeTransaction[] fresh = [.. Enumerable.Range(0, _random.Below(4)).Select(_ => Send())];
        FakeTransaction[] again = [.. _waiting.Where(_ => _random.Percent(50))];
        _waiting.RemoveAll(again.Contains);
        FakeBlock block = _chain.Mine(_random.Shuffled([.. fresh, .. again]));
        _longest = Math.Max(_longest, block.Number.Value);
        return $"mine {block.Number} with {block.Transactions.Count}";
    }

    private string Reorganize()
    {
        int depth = _random.Between(1, 6);
        depth = Math.Min(depth, (int)(_chain.Head.Number.Value - FinalNumber));
        if (depth == 0)
        {
            return Mine();
        }

        _chain.LaggingAt = null;
        foreach (FakeBlock block in _chain.Reorg(depth))
        {
            _waiting.AddRange(block.Transactions.Where(_ => _random.Percent(90)));
        }

        int mined = _random.Between(Math.Max(0, depth - 1), depth + 2);
        for (int i = 0; i < mined; i++)
        {
            Mine();
        }

        return $"reorg {depth}, then mine {mined}";
    }

    private string MoveFinality()
    {
        ulong head = _chain.Head.Number.Value;
        _chain.Finalized = new BlockNumber(FinalNumber + (ulong)_random.Below((int)(head - FinalNumber) + 1));
        return $"finalize {_chain.Finalized}";
    }

    private string Lag()
    {
        _chain.LaggingAt = _random.Percent(50) ? new BlockNumber((ulong)_random.Below((int)_chain.Head.Number.Value + 1)) : null;
        return $"lag at {_chain.LaggingAt?.ToString() ?? "nothing"}";
    }

    private string Withhold()
    {
        _chain.Withheld.Clear();
        if (_random.Percent(60))
        {
            _chain.Withheld.Add(new BlockNumber((ulong)_random.Below((int)_chain.Head.Number.Value + 2)));
        }

        return $"withhold {string.Join(' ', _chain.Withheld)}";
    }

    private FakeTransaction Send()
    {
        string name = $"transaction {_transactions++}";
        int amount = _random.Between(1, 1000);
        int who = _random.Below(2);
        string payee = who == 0 ? Ada : Bob;
        ATip tip = ATip.For(_posts[who]).To(Sample.AddressOf(payee)).Of((UInt256)(ulong)amount);
        ScriptedCredit credit = new(payee, amount, null);
        return _random.Below(14) switch
        {
            0 => Script(name, ATip.For(_fixed).Of(500UL).Logs(), [new(Ada, 500, FixedRequest)]),
            1 => Script(name, ATip.For(_open).Of((UInt256)(ulong)amount).Logs(), [new(Bob, amount, OpenRequest)]),
            2 => Script(name, [.. tip.Logs(), .. tip.Of(77UL).Logs()], [credit, credit with { Amount = 77 }]),
            3 => Script(name, [tip.TransferLog(), .. tip.Logs()], [credit]),
            4 => Script(name, tip.To(Sample.Stranger).Logs(), [], refusals: 1),
            5 => Script(name, ATip.For(_fixed).Of((UInt256)(ulong)amount).Logs(), [new(Ada, amount, FixedRequest)]),
            12 => Script(name, ATip.For(_open).Of((ulong)amount, Sample.Dai).Logs(), [new(Bob, amount, OpenRequest, IsOtherToken: true)]),
            6 => Script(name, [tip.TipLog(), .. tip.Of(5UL).Logs()], [credit with { Amount = 5 }], refusals: 1),
            7 => Script(name, (tip with { Emitter = Sample.Stranger }).Logs(), [], refusals: 1),
            8 => Script(name, ATip.For(Sample.HashOf("unknown")).To(Sample.Stranger).Logs(), []),
            9 => Script(name, tip.Logs(), [], fails: true),
            10 => Script(name, [tip.TransferLog()], []),
            _ => Script(name, tip.Logs(), [credit]),
        };
    }

    private FakeTransaction Script(
        string name, ChainTips.Ethereum.Primitives.ChainLog[] logs, ScriptedCredit[] credits, int refusals = 0, bool fails = false)
    {
        FakeTransaction transaction = FakeTransaction.Of(name, logs);
        _scripted[transaction.Hash] = new ScriptedTransaction(name, credits, refusals);
        return fails ? transaction.Failed() : transaction;
    }
}
