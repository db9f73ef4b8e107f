using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

[CancelAfter(30_000)]
internal sealed class EndpointPoolTests
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);
    private static readonly ChainSettings Settings = Sample.Settings with { Tokens = [] };

    private readonly FakeChain _chain = new();
    private readonly TestClock _clock = new();
    private FaultySource _first = null!;
    private FaultySource _second = null!;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [SetUp]
    public void Begin()
    {
        _first = new FaultySource(_chain);
        _second = new FaultySource(_chain);
    }

    [Test]
    public async Task The_first_endpoint_is_asked_while_it_is_well()
    {
        EndpointPool pool = await ConnectAsync();
        int asked = _second.Asked;

        await pool.ReadHeadsAsync(Token);

        Assert.That(_second.Asked, Is.EqualTo(asked));
        Assert.That(pool.States.Select(state => state.Condition), Is.All.EqualTo(EndpointCondition.Ready));
        Assert.That(pool.States[0].Head, Is.EqualTo(_chain.Head.Number));
    }

    private static IEnumerable<TestCaseData<EthereumRpcException, double>> Faults()
    {
        yield return new(new JsonRpcTransportException("reset", new IOException()), 1) { TestName = "F27: a broken connection rests for a second" };
        yield return new(Error(-32005, "too many requests"), 10) { TestName = "F26: a rate limit rests for ten" };
        yield return new(new JsonRpcErrorException("m", 429, "slow down", null) { RetryAfter = TimeSpan.FromSeconds(42) }, 42) { TestName = "F26: Retry-After is kept" };
        yield return new(Error(-32005, "Monthly capacity limit exceeded"), 600) { TestName = "a used-up plan rests for ten minutes" };
        yield return new(Error(4444, "pruned history unavailable"), 60) { TestName = "F4: pruned history" };
        yield return new(new UnknownBlockException(default), 0) { TestName = "F2: a block that is not known yet needs no rest" };
        yield return new(new InconsistentAnswerException(default, RejectionReason.ReceiptsRoot, "it lies"), 60) { TestName = "F14: a lie rests for a minute" };
        yield return new(MalformedResponseException.OfAnswer("m", "is not JSON"), 1) { TestName = "F27: a page instead of an answer" };
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Another_endpoint_is_asked_for_what_one_does_not_answer(EthereumRpcException fault, double rest)
    {
        EndpointPool pool = await ConnectAsync();
        _first.Fault = fault;

        ChainHeads heads = await pool.ReadHeadsAsync(Token);

        Assert.That(heads.Head.Hash, Is.EqualTo(_chain.Head.Header.Hash));
        Assert.That(pool.States[0].LastFault, Is.EqualTo(fault.Message));
        Assert.That(pool.States[0].RestsUntil, Is.EqualTo(rest == 0 ? null : _clock.GetUtcNow() + TimeSpan.FromSeconds(rest)));
        Assert.That(pool.States[1].Condition, Is.EqualTo(EndpointCondition.Ready));
    }

    [Test]
    public async Task An_endpoint_that_rests_is_asked_after_the_others_and_first_again_when_it_is_rested()
    {
        EndpointPool pool = await ConnectAsync();
        _first.Fault = Error(-32005, "too many requests");
        await pool.ReadHeadsAsync(Token);
        _first.Fault = null;
        int asked = _first.Asked;

        await pool.ReadHeadsAsync(Token);
        Assert.That(_first.Asked, Is.EqualTo(asked));
        _clock.Advance(TimeSpan.FromSeconds(11));
        await pool.ReadHeadsAsync(Token);

        Assert.That(_first.Asked, Is.EqualTo(asked + 1));
    }

    [Test]
    [Description("R5: each lie is counted by its reason")]
    public async Task Lies_are_counted_by_their_reason()
    {
        EndpointPool pool = await ConnectAsync();
        _first.Fault = new InconsistentAnswerException(default, RejectionReason.ReceiptsRoot, "it lies");
        for (int i = 0; i < 3; i++)
        {
            await pool.ReadHeadsAsync(Token);
            _clock.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.That(pool.States[0].Rejected, Is.EqualTo(new Dictionary<RejectionReason, long> { [RejectionReason.ReceiptsRoot] = 3 }));
        Assert.That(pool.States[1].Rejected, Is.Empty);
    }

    [Test]
    public async Task When_all_fail_each_is_named_and_when_one_is_left_it_is_asked_all_the_same()
    {
        EndpointPool pool = await ConnectAsync();
        _first.Fault = Error(-32005, "too many requests");
        _second.Fault = Error(4444, "pruned");

        AllEndpointsFailedException error = (await Assert.ThrowsAsync<AllEndpointsFailedException>(() => pool.ReadHeadsAsync(Token)))!;
        _second.Fault = null;

        Assert.That(error.Message, Does.Contain("\n  - http://first: ").And.Contains("\n  - http://second: "));
        Assert.That(error.IsTransient, Is.True);
        Assert.That((await pool.ReadHeadsAsync(Token)).Head, Is.Not.Null);
    }

    [Test]
    public async Task A_single_endpoint_fails_with_its_own_fault()
    {
        EndpointPool pool = PoolOf(Never, _first);
        await pool.ConnectAsync(null, Token);
        _first.Fault = Error(-32005, "too many requests");

        Assert.That(await Assert.ThrowsAsync<JsonRpcErrorException>(() => pool.ReadHeadsAsync(Token)), Is.SameAs(_first.Fault));
    }

    [TestCase("block range is too wide")]
    [TestCase("query returned more than 10000 results")]
    [Description("A smaller question helps, another endpoint does not")]
    public async Task A_question_that_is_too_large_is_not_asked_of_another(string message)
    {
        EndpointPool pool = await ConnectAsync();
        _first.Fault = Error(-32005, message);
        int asked = _second.Asked;

        await Assert.ThatAsync(() => pool.ReadHeadsAsync(Token), Throws.TypeOf<JsonRpcErrorException>());

        Assert.That(_second.Asked, Is.EqualTo(asked));
        Assert.That(pool.States[0].Condition, Is.EqualTo(EndpointCondition.Ready));
    }

    [Test]
    [Description("D3, F1: what belongs together comes from one endpoint")]
    public async Task A_step_that_fails_half_way_is_begun_anew_with_another()
    {
        EndpointPool pool = await ConnectAsync();
        List<IChainSource> asked = [];

        await pool.ReadAsync(
            async (source, token) =>
            {
                asked.Add(source);
                await source.ReadHeadsAsync(token);
                _first.Fault = new UnknownBlockException(default);
                asked.Add(source);
                return await source.ReadHeaderAsync(new BlockNumber(0), token);
            },
            Token);

        Assert.That(asked, Has.Count.EqualTo(4));
        Assert.That(asked[0], Is.SameAs(asked[1]).And.Not.SameAs(asked[2]));
        Assert.That(asked[2], Is.SameAs(asked[3]));
    }

    [Test]
    public async Task Beside_a_slow_endpoint_another_is_asked_and_the_slow_one_is_given_up()
    {
        EndpointPool pool = await ConnectAsync(TimeSpan.FromMilliseconds(1));
        _first.Until = new TaskCompletionSource().Task;

        ChainHeads heads = await pool.ReadHeadsAsync(Token);

        Assert.That(heads.Head.Hash, Is.EqualTo(_chain.Head.Header.Hash));
        // The answer does not wait for what is noted of the one that is given up.
        Assert.That(() => pool.States[0].Condition, Is.EqualTo(EndpointCondition.Resting).After(10_000, 10));
        Assert.That(_first.GivenUp, Is.EqualTo(1));
        Assert.That(pool.States[0].LastFault, Does.Contain("another endpoint had"));
    }

    [Test]
    public async Task A_slow_endpoint_that_answers_after_all_is_believed_when_the_other_fails()
    {
        EndpointPool pool = await ConnectAsync(TimeSpan.FromMilliseconds(1));
        TaskCompletionSource late = new();
        _first.Until = late.Task;
        _second.Fault = Error(4444, "pruned");

        Task<ChainHeads> reading = pool.ReadHeadsAsync(Token);
        while (pool.States[1].LastFault is null)
        {
            await Task.Delay(1, Token);
        }

        late.SetResult();

        Assert.That((await reading).Head.Hash, Is.EqualTo(_chain.Head.Header.Hash));
    }

    [Test]
    public async Task A_cancelled_question_is_cancelled_everywhere()
    {
        EndpointPool pool = await ConnectAsync();
        _first.Until = new TaskCompletionSource().Task;
        using CancellationTokenSource stop = new();

        Task<ChainHeads> reading = pool.ReadHeadsAsync(stop.Token);
        await stop.CancelAsync();

        await Assert.ThatAsync(() => reading, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(pool.States[0].LastFault, Is.Null);
    }

    [Test]
    public async Task A_question_that_an_endpoint_is_slow_to_give_up_is_cancelled_all_the_same()
    {
        EndpointPool pool = await ConnectAsync();
        TaskCompletionSource closed = new();
        _first.Until = new TaskCompletionSource().Task;
        _first.UntilGivenUp = closed.Task;
        int asked = _second.Asked;
        using CancellationTokenSource stop = new();

        Task<ChainHeads> reading = pool.ReadHeadsAsync(stop.Token);
        await stop.CancelAsync();
        await Task.Delay(20, Token);
        closed.SetResult();

        await Assert.ThatAsync(() => reading, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_second.Asked, Is.EqualTo(asked));
    }

    [Test]
    [Description("F16: an endpoint that is behind is asked after the others")]
    public async Task An_endpoint_that_is_far_behind_is_asked_after_the_others()
    {
        FakeChain behind = new();
        _chain.MineEmpty(10);
        FaultySource slow = new(behind);
        EndpointPool pool = PoolOf(Never, slow, _second);
        await pool.ConnectAsync(null, Token);
        await pool.ReadHeadsAsync(Token);
        slow.Fault = new UnknownBlockException(default);
        await pool.ReadHeadsAsync(Token);
        slow.Fault = null;

        Assert.That((await pool.ReadHeadsAsync(Token)).Head.Number, Is.EqualTo(_chain.Head.Number));
    }

    private async Task<EndpointPool> ConnectAsync(TimeSpan? hedgeAfter = null)
    {
        EndpointPool pool = PoolOf(hedgeAfter ?? Never, _first, _second);
        await pool.ConnectAsync(null, Token);
        return pool;
    }

    private EndpointPool PoolOf(TimeSpan hedgeAfter, params FaultySource[] sources)
    {
        string[] names = ["http://first", "http://second"];
        return new EndpointPool(
            [.. sources.Select((source, i) => new ChainEndpoint(new EndpointHealth(Sample.ChainId, names[i], _clock), source))],
            Settings,
            new PoolTimes { HedgeAfter = hedgeAfter, SecondLookAfter = TimeSpan.FromMilliseconds(1) },
            _clock);
    }

    private static JsonRpcErrorException Error(int code, string message) => new("eth_getBlockByNumber", code, message, null);
}
