using System.Globalization;

namespace ChainTips.Simulation.Schedules;

/// <summary>
/// The chain as the one who makes up a schedule imagines it: which transactions stand in which block, and which wait to be mined
/// again. It only sees to it that what happens is worth looking at; what the books must say is the oracle's affair.
/// </summary>
/// <param name="random">Decides.</param>
/// <param name="confirmations">How many confirmations make a block final; null when the chain says it by tag.</param>
internal sealed class ChainDraft(SimulationRandom random, int? confirmations)
{
    private static readonly TipShape[] Shapes =
    [
        .. Enum.GetValues<TipShape>(), TipShape.Post, TipShape.Post, TipShape.Post, TipShape.Post, TipShape.TwoTips, TipShape.FixedRequest,
        TipShape.OpenRequest, TipShape.OpenRequest, TipShape.Basket, TipShape.TipAndTransfer,
    ];

    private static readonly string[] Large = ["18446744073709551615", "18446744073709551617", "1267650600228229401496703205379"];

    private readonly List<IReadOnlyList<TipPlan>> _canonical = [[]];
    private readonly List<TipPlan> _waiting = [];
    private int _sent;
    private int _highest;
    private int _final;

    /// <summary>How many blocks were mined, on all forks.</summary>
    public int Mined { get; private set; }

    private int Head => _canonical.Count - 1;

    /// <summary>Mines blocks, so many in a hundred of which hold something.</summary>
    public SimulationAction.Mine Mine(int blocks, int percentFull) => new(Append(blocks, percentFull));

    /// <summary>Replaces the newest blocks, as far as they are not final.</summary>
    public SimulationAction.Reorganize Reorganize(int depth)
    {
        int possible = Math.Min(depth, Head - _final);
        foreach (TipPlan left in _canonical.TakeLast(possible).SelectMany(block => block))
        {
            if (random.Percent(90))
            {
                _waiting.Add(left);
            }
        }

        _canonical.RemoveRange(_canonical.Count - possible, possible);
        int grows = random.Percent(80) ? random.Between(1, 2) : random.Between(-2, 0);
        return new SimulationAction.Reorganize(possible, Append(Math.Max(0, possible + grows), possible > 10 ? 20 : 60));
    }

    /// <summary>Moves what is final.</summary>
    public SimulationAction.Finalize Finalize()
    {
        int behind = random.Percent(15) ? 0 : random.Between(0, Math.Max(1, Head - _final));
        if (confirmations is null)
        {
            _final = Math.Max(_final, Head - behind);
        }

        return new SimulationAction.Finalize(behind);
    }

    private List<BlockPlan> Append(int blocks, int percentFull)
    {
        List<BlockPlan> plans = [];
        for (int i = 0; i < blocks; i++)
        {
            List<TipPlan> transactions = random.Percent(percentFull) ? Fill() : [];
            plans.Add(new BlockPlan(random.OneOf<int>([0, 1, 2, 2, 2, 12]), transactions));
            _canonical.Add(transactions);
            Mined++;
        }

        _highest = Math.Max(_highest, Head);
        _final = confirmations is int count ? Math.Max(_final, _highest + 1 - count) : _final;
        return plans;
    }

    private List<TipPlan> Fill()
    {
        List<TipPlan> transactions = [.. Enumerable.Range(0, random.Below(4)).Select(_ => Send())];
        foreach (TipPlan again in _waiting.Where(_ => random.Percent(50)).ToList())
        {
            _waiting.Remove(again);
            transactions.Add(again with { Course = DrawCourse() });
        }

        return random.Shuffle(transactions);
    }

    private TipPlan Send()
    {
        string amount = random.Percent(95) ? random.Between(1, 5000).ToString(CultureInfo.InvariantCulture) : random.OneOf(Large);
        return new TipPlan(_sent++, random.OneOf(Shapes), random.Below(3), amount, random.Percent(96) ? TipCourse.Usual : TipCourse.Fails);
    }

    /// <summary>In another block a transaction may do something else than before.</summary>
    private TipCourse DrawCourse() => random.Percent(80) ? TipCourse.Usual : random.OneOf(Enum.GetValues<TipCourse>());
}
