namespace ChainTips.Simulation.Schedules;

/// <summary>Makes up what happens, from a seed: the life of a chain, of a node that lags, and of a process that is killed.</summary>
internal sealed class ScheduleGenerator
{
    private const int UsualDepth = 6;
    private const int DeepestDepth = 64;

    private readonly SimulationRandom _random;
    private readonly SimulationRandom _orders;
    private readonly ulong _seed;
    private readonly int _blocks;
    private readonly int _polls;
    private readonly RunSetup _setup;
    private readonly int _deepest;
    private readonly ChainDraft _draft;
    private readonly List<SimulationAction> _actions = [];

    private ScheduleGenerator(ulong seed, int blocks, int polls)
    {
        _seed = seed;
        _blocks = blocks;
        _polls = polls;
        _random = new SimulationRandom(seed);
        _orders = new SimulationRandom(~seed);
        bool isDeep = _random.Percent(10);
        int? confirmations = _random.Percent(60) ? null : isDeep ? DeepestDepth + 1 : _random.OneOf<int>([1, 2, 3, 5, 12]);
        _setup = new RunSetup(
            confirmations, HasBlockReceipts: _random.Percent(70), StartBlock: _random.OneOf<int>([0, 1, 1, 1, 7]), RangeSize: _random.OneOf<int>([1, 2, 3, 7, 50]),
            Endpoints: _random.OneOf<int>([1, 1, 2, 3]));
        _deepest = isDeep ? DeepestDepth : UsualDepth;
        _draft = new ChainDraft(_random, confirmations);
    }

    /// <summary>Makes up the schedule of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="blocks">About how many blocks are mined.</param>
    /// <param name="polls">How often the gateway looks after each change; more than once where most looks go wrong.</param>
    public static Trace Make(ulong seed, int blocks, int polls) => new ScheduleGenerator(seed, blocks, polls).Make();

    private Trace Make()
    {
        if (_random.Percent(30) || _deepest == DeepestDepth)
        {
            // The gateway starts far behind.
            int history = _deepest == DeepestDepth ? _random.Between(60, 90) : _random.Between(5, 30);
            _actions.Add(_draft.Mine(history, 15));
        }

        int end = _draft.Mined + _blocks;
        while (_draft.Mined < end)
        {
            _actions.Add(DrawChange(_random.Below(100)));
            for (int poll = 0; poll < _polls; poll++)
            {
                if (_random.Percent(70))
                {
                    _actions.Add(DrawPoll());
                }
            }
        }

        return new Trace(_seed, _setup, _actions);
    }

    private SimulationAction DrawChange(int roll) => roll switch
    {
        < 40 => _draft.Mine(_random.Between(1, 3), 60),
        < 44 => _draft.Mine(_random.Between(4, 12), 0),
        < 66 => Reorganize(),
        < 80 => _draft.Finalize(),
        < 86 => new SimulationAction.Lag(_random.Percent(50) ? _random.Between(1, 6) : 0, _random.Below(_setup.Endpoints)),
        < 88 => Halt(),
        < 94 => new SimulationAction.Kill(),
        _ => new SimulationAction.Poll(_random.Between(1, 3), null, null, null, DrawOrder()),
    };

    private SimulationAction.Reorganize Reorganize()
    {
        int depth = _random.Percent(50) ? 1 : _random.Percent(_deepest == DeepestDepth ? 30 : 90)
            ? _random.Between(2, UsualDepth)
            : _random.Between(1, _deepest);
        return _draft.Reorganize(depth);
    }

    /// <summary>The sequencer stops for a while; what was sent meanwhile comes at once.</summary>
    private SimulationAction Halt() => _random.Percent(50)
        ? new SimulationAction.Halt(_random.Between(60, 7200))
        : _draft.Mine(_random.Between(3, 10), 90);

    private SimulationAction.Poll DrawPoll()
    {
        Interruption? meanwhile = _random.Percent(12)
            ? new Interruption(_random.Below(6), DrawInterruption(_random.Below(100)))
            : null;
        KillPoint? kill = _random.Percent(6)
            ? new KillPoint(_random.OneOf(Enum.GetValues<KillMoment>()), _random.Below(5))
            : null;
        return new SimulationAction.Poll(_random.Percent(75) ? 0 : _random.Between(1, 4), meanwhile, kill, null, DrawOrder());
    }

    private int DrawOrder() => _orders.Below(int.MaxValue);

    private SimulationAction DrawInterruption(int roll) => roll switch
    {
        < 30 => _draft.Mine(1, 60),
        < 80 => Reorganize(),
        _ => _draft.Finalize(),
    };
}
