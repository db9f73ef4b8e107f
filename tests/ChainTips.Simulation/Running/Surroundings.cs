using System.Globalization;
using ChainTips.Simulation.Faults;
using ChainTips.Simulation.Mining;
using ChainTips.Simulation.Network;
using ChainTips.Simulation.Oracle;
using ChainTips.Simulation.Schedules;

namespace ChainTips.Simulation.Running;

/// <summary>Everything around the gateway in one run: the chain, the clock, and the network with its faults.</summary>
internal sealed class Surroundings : INetworkEvents, IDisposable
{
    private readonly BookKeeper _keeper;
    private readonly RunCounts _counts;
    private readonly FaultScript _script;
    private readonly SimulatedNetwork _network;
    private readonly Dictionary<string, int> _lags = [];
    private Interruption? _interruption;
    private bool _wasInterrupted;
    private PollMemory _poll = new();
    private int _learned;
    private ulong _learnedFinal;

    /// <summary>Makes a chain with block 0, and tells the oracle of it.</summary>
    public Surroundings(Trace trace, FaultMix mix, BookKeeper keeper, RunCounts counts)
    {
        _keeper = keeper;
        _counts = counts;
        Chain = new SimulatedChain(trace.Setup.Confirmations);
        Log = new RunLog(Clock);
        Pump = new Pump(Clock);
        _network = new SimulatedNetwork(new SimulatedNode(trace.Setup.HasBlockReceipts), this, Pump.TakeTurnAsync);
        _script = new FaultScript(mix, new SimulationRandom(unchecked(trace.Seed * 0x9E3779B97F4A7C15 + 1)));
        Learn();
    }

    /// <summary>The chain as it truly is.</summary>
    public SimulatedChain Chain { get; }

    /// <summary>The time.</summary>
    public SimulatedClock Clock { get; } = new();

    /// <summary>Everything that happened.</summary>
    public RunLog Log { get; }

    /// <summary>Lets the gateway run.</summary>
    public Pump Pump { get; }

    /// <summary>Where the gateway's requests end.</summary>
    public HttpMessageHandler Network => _network;

    /// <summary>Is asked at each request whether the process dies there.</summary>
    public Action<int> AtRequest { get; set; } = _ => { };

    /// <summary>What went wrong since the poll began.</summary>
    public IReadOnlyList<PlannedFault> Faults => _script.Happened;

    /// <summary>Whether all that the gateway saw in this poll was one chain, the newest, and nothing went wrong.</summary>
    public bool IsUndisturbed => _lags.Count == 0 && !_wasInterrupted && _script.Happened.Count == 0;

    /// <summary>Begins a poll.</summary>
    public void BeginPoll(SimulationAction.Poll poll)
    {
        _network.BeginPoll();
        Pump.BeginPoll(poll.Order);
        _script.BeginPoll(poll.Faults);
        _interruption = poll.Meanwhile;
        _wasInterrupted = false;
        _poll = new PollMemory { HasFinalBlock = _keeper.FinalNumber >= 0 };
    }

    /// <summary>Ends a poll; what was to happen during it and did not, happens now.</summary>
    public void EndPoll(TimeSpan interval)
    {
        Interrupt();
        Clock.Advance(interval);
    }

    /// <summary>Lets something happen to the chain or the node, whether the gateway looks or not.</summary>
    public void Change(SimulationAction action)
    {
        switch (action)
        {
            case SimulationAction.Mine mine:
                Chain.Mine(mine.Blocks);
                break;
            case SimulationAction.Reorganize reorganize:
                int depth = Chain.Replace(reorganize.Depth, reorganize.Blocks);
                _counts.Reorganizations += depth > 0 ? 1 : 0;
                _counts.Deepest = Math.Max(_counts.Deepest, depth);
                break;
            case SimulationAction.Finalize finalize:
                Chain.Finalize(finalize.Behind);
                break;
            case SimulationAction.Lag lag:
                SetLag(GatewayUnderTest.EndpointOf(lag.Endpoint).Host, lag.Changes);
                break;
            case SimulationAction.Halt halt:
                Clock.Advance(TimeSpan.FromSeconds(halt.Seconds));
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        Learn();
    }

    /// <inheritdoc/>
    public void BeforeAnswer(NodeExchange exchange)
    {
        if (_interruption?.Request == exchange.Ordinal)
        {
            Interrupt();
        }

        AtRequest(exchange.Ordinal);
    }

    /// <inheritdoc/>
    public async Task<HttpResponseMessage> AnswerAsync(SimulatedNode node, NodeExchange exchange, CancellationToken cancellationToken)
    {
        FaultScene scene = new(node, ViewOf(exchange.Endpoint), exchange, new SimulationRandom(0), Clock, _poll);
        PlannedFault? fault = _script.Next(exchange.Ordinal, kind => FaultCatalog.Find(kind)?.Fits(scene) ?? false);
        if (fault is null)
        {
            return Note(exchange, "", SimulatedNetwork.Ok(scene.Write(scene.AnswerHonestly())));
        }

        _counts.Faults[fault.Kind] = _counts.Faults.GetValueOrDefault(fault.Kind) + 1;
        string shown = string.Create(CultureInfo.InvariantCulture, $"{fault.Kind}/{fault.Salt} ");
        Note(exchange, shown);
        Task<HttpResponseMessage> answer =
            FaultCatalog.Find(fault.Kind)!.InjectAsync(scene with { Random = new SimulationRandom(fault.Salt) }, cancellationToken);
        foreach (PlainBlock block in _poll.Shown)
        {
            _keeper.LearnShown(block);
        }

        return Note(exchange, shown, await answer);
    }

    /// <summary>Ends every lag.</summary>
    public void CatchUp() => _lags.Clear();

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private NodeView ViewOf(string endpoint) => _poll.Foreign.Contains(endpoint)
        ? ForeignChain.View
        : new NodeView(Chain, Chain.Moments[Math.Max(0, Chain.Moments.Count - 1 - _lags.GetValueOrDefault(endpoint))]);

    private HttpResponseMessage Note(NodeExchange exchange, string what, HttpResponseMessage answer)
    {
        ulong body = answer.Content is AnswerBody known ? RunLog.Hash(known.Bytes.Span) : 0;
        Note(exchange, string.Create(CultureInfo.InvariantCulture, $"{what}{(int)answer.StatusCode} {body:x}"));
        return answer;
    }

    private void Note(NodeExchange exchange, string what) => Log.Note(
        string.Create(CultureInfo.InvariantCulture, $"{exchange.Ordinal} {exchange.Endpoint} {exchange.Calls[0].Method} {exchange.Body:x}: {what}"));

    private void SetLag(string endpoint, int changes)
    {
        _lags.Remove(endpoint);
        if (changes > 0)
        {
            _lags.Add(endpoint, changes);
        }
    }

    private void Interrupt()
    {
        if (_interruption is { } interruption)
        {
            _interruption = null;
            _wasInterrupted = true;
            Change(interruption.Action);
        }
    }

    /// <summary>Tells the oracle what was mined and what became final.</summary>
    private void Learn()
    {
        for (; _learned < Chain.Mined.Count; _learned++)
        {
            _keeper.Learn(Chain.Mined[_learned].Plain);
        }

        for (; _learnedFinal <= Chain.FinalNumber; _learnedFinal++)
        {
            _keeper.LearnFinal(Chain.Head.At(_learnedFinal)!.Plain.Hash);
        }
    }
}
