using ChainTips.Chain;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

/// <summary>Endpoints of another chain, and endpoints that deny a final block.</summary>
[CancelAfter(30_000)]
internal sealed class EndpointIdentityTests
{
    private static readonly ChainSettings Settings = Sample.Settings with { Tokens = [] };

    private readonly TestClock _clock = new();

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    [Description("F15")]
    public async Task An_endpoint_of_another_chain_is_excluded_and_the_others_go_on()
    {
        EndpointPool pool = PoolOf(new FaultySource(new FakeChain { ChainId = 1 }), new FaultySource(new FakeChain()));

        ChainFacts facts = await pool.ConnectAsync(null, Token);

        Assert.That(facts.ChainId, Is.EqualTo(Sample.ChainId));
        Assert.That(pool.States[0].Condition, Is.EqualTo(EndpointCondition.Excluded));
        Assert.That(pool.States[0].LastFault, Does.Contain("serves chain 1"));
        Assert.That((await pool.ReadHeadsAsync(Token)).Head, Is.Not.Null);
    }

    [Test]
    [Description("F15")]
    public async Task When_no_endpoint_serves_the_chain_that_is_said_of_each()
    {
        EndpointPool pool = PoolOf(new FaultySource(new FakeChain { ChainId = 1 }), new FaultySource(new FakeChain { ChainId = 2 }));

        ChainMismatchException error = (await Assert.ThrowsAsync<ChainMismatchException>(() => pool.ConnectAsync(null, Token)))!;

        Assert.That(error.Message, Does.Contain("serves chain 1").And.Contains("serves chain 2"));
    }

    [Test]
    public async Task An_endpoint_that_cannot_be_asked_at_the_start_is_not_one_of_another_chain()
    {
        FaultySource dead = new(new FakeChain()) { Fault = new JsonRpcTransportException("refused", null) };
        EndpointPool pool = PoolOf(new FaultySource(new FakeChain { ChainId = 1 }), dead);

        await Assert.ThatAsync(() => pool.ConnectAsync(null, Token), Throws.TypeOf<JsonRpcTransportException>());
        dead.Fault = null;

        Assert.That((await pool.ConnectAsync(null, Token)).ChainId, Is.EqualTo(Sample.ChainId));
    }

    [TestCase(true, Description = "after a broken connection")]
    [TestCase(false, Description = "after five minutes")]
    [Description("F15: the chain behind the URL changes while the gateway runs")]
    public async Task An_endpoint_that_serves_another_chain_later_is_found_out(bool broken)
    {
        FakeChain chain = new();
        FaultySource source = new(chain);
        EndpointPool pool = PoolOf(source);
        await pool.ConnectAsync(null, Token);
        if (broken)
        {
            source.Fault = new JsonRpcTransportException("reset", new IOException());
            await Assert.ThatAsync(() => pool.ReadHeadsAsync(Token), Throws.TypeOf<JsonRpcTransportException>());
            source.Fault = null;
        }
        else
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
        }

        chain.ChainId = 5;

        await Assert.ThatAsync(() => pool.ReadHeadsAsync(Token), Throws.TypeOf<ChainMismatchException>().With.Message.Contains("serves chain 5"));
    }

    [Test]
    [Description("F15: the same chain id, another genesis block")]
    public async Task An_endpoint_with_another_genesis_block_is_excluded()
    {
        FakeChain chain = new();
        FakeChain anew = new();
        anew.Reorg(1);
        anew.MineEmpty(1);
        EndpointPool pool = PoolOf(new FaultySource(chain), new FaultySource(anew));

        await pool.ConnectAsync(null, Token);

        Assert.That(pool.States.Select(state => state.Condition), Is.EqualTo(new[] { EndpointCondition.Ready, EndpointCondition.Excluded }));
    }

    [Test]
    [Description("F15: nothing links the first blocks to the chain yet")]
    public async Task An_endpoint_that_turns_into_another_chain_before_the_first_block_is_not_believed()
    {
        FakeChain anew = new();
        anew.Reorg(1);
        anew.MineEmpty(8);
        TurningSource turning = new(ChainOf(8), anew, turnAt: 1);
        EndpointPool pool = new(
            [new ChainEndpoint(new EndpointHealth(Sample.ChainId, "http://turning", _clock), turning)], Settings, new PoolTimes(), _clock);
        ChainCursor cursor = new(new BlockNumber(1), null, []);
        await pool.ConnectAsync(null, Token);

        await Assert.ThatAsync(
            () => pool.LookAsync(cursor, (source, token) => new ChainFollower(source, new FinalityRule.Tags(64), 10).LookAsync(cursor, token), Token),
            Throws.TypeOf<ChainMismatchException>());
        Assert.That(pool.States[0].Condition, Is.EqualTo(EndpointCondition.Excluded));
    }

    [Test]
    [Description("D6: a single lying endpoint must not stop the gateway")]
    public async Task A_denied_final_block_that_another_endpoint_confirms_is_a_lie()
    {
        FakeChain honest = ChainOf(8);
        FakeChain lying = ChainOf(8);
        ChainCursor cursor = new(new BlockNumber(1), honest.At(2).Ref, [honest.At(3).Ref]);
        lying.ReplaceByEmpty(7);
        EndpointPool pool = PoolOf(new FaultySource(lying), new FaultySource(honest));
        await pool.ConnectAsync(null, Token);

        FollowStep step = await FollowAsync(pool, cursor);

        Assert.That((step.Update as ChainUpdate.BlocksAdded)?.Blocks[0].Block, Is.EqualTo(honest.At(4).Ref));
        Assert.That(pool.States[0].Rejected.Keys, Is.EqualTo(new[] { RejectionReason.FinalBlock }));
    }

    [Test]
    [Description("D6")]
    public async Task A_final_block_that_every_endpoint_denies_twice_stops_the_gateway([Values(1, 2)] int endpoints)
    {
        FakeChain honest = ChainOf(8);
        FakeChain other = ChainOf(8);
        ChainCursor cursor = new(new BlockNumber(1), honest.At(2).Ref, []);
        other.ReplaceByEmpty(7);
        FaultySource[] sources = [.. Enumerable.Range(0, endpoints).Select(_ => new FaultySource(other))];
        EndpointPool pool = PoolOf(sources);
        await pool.ConnectAsync(null, Token);
        int asked = sources[^1].Asked;

        await Assert.ThatAsync(
            () => FollowAsync(pool, cursor), Throws.TypeOf<FinalBlockReplacedException>().With.Message.Contains("Block 2 "));
        Assert.That(sources[^1].Asked, Is.GreaterThanOrEqualTo(asked + 2));
    }

    [Test]
    [Description("D6: it changed its mind between the two looks")]
    public async Task A_final_block_that_is_back_at_the_second_look_stops_nothing()
    {
        FakeChain honest = ChainOf(8);
        FakeChain other = ChainOf(8);
        other.ReplaceByEmpty(7);
        ChainCursor cursor = new(new BlockNumber(1), honest.At(2).Ref, []);
        TurningSource turning = new(other, honest, turnAt: 4);
        EndpointPool pool = new(
            [new ChainEndpoint(new EndpointHealth(Sample.ChainId, "http://turning", _clock), turning)], Settings,
            new PoolTimes { SecondLookAfter = TimeSpan.FromMilliseconds(1) }, _clock);
        await pool.ConnectAsync(null, Token);

        await Assert.ThatAsync(
            () => FollowAsync(pool, cursor),
            Throws.TypeOf<InconsistentAnswerException>().With.Property("Reason").EqualTo(RejectionReason.FinalBlock));
        Assert.That((await FollowAsync(pool, cursor)).Update, Is.TypeOf<ChainUpdate.BlocksAdded>());
    }

    [Test]
    [Description("D6: who cannot be asked decides nothing")]
    public async Task A_denied_final_block_is_disputed_while_another_endpoint_cannot_be_asked()
    {
        FakeChain honest = ChainOf(8);
        FakeChain other = ChainOf(8);
        ChainCursor cursor = new(new BlockNumber(1), honest.At(2).Ref, []);
        other.ReplaceByEmpty(7);
        FaultySource silent = new(honest);
        EndpointPool pool = PoolOf(new FaultySource(other), silent);
        await pool.ConnectAsync(null, Token);
        silent.Fault = new JsonRpcTransportException("refused", null);

        await Assert.ThatAsync(
            () => FollowAsync(pool, cursor),
            Throws.TypeOf<FinalBlockDisputedException>().With.Message.Contains("http://endpoint1").And.Property("IsTransient").True);
    }

    private static Task<FollowStep> FollowAsync(EndpointPool pool, ChainCursor cursor) => pool.ReadAsync(
        (source, token) => new ChainFollower(source, new FinalityRule.Tags(64), 10).LookAsync(cursor, token), Token);

    private static FakeChain ChainOf(int head)
    {
        FakeChain chain = new();
        chain.MineEmpty(head);
        return chain;
    }

    private EndpointPool PoolOf(params FaultySource[] sources) => new(
        [.. sources.Select((source, i) => new ChainEndpoint(new EndpointHealth(Sample.ChainId, $"http://endpoint{i}", _clock), source))],
        Settings,
        new PoolTimes { HedgeAfter = TimeSpan.FromHours(1), SecondLookAfter = TimeSpan.FromMilliseconds(1) },
        _clock);

    /// <summary>Serves one chain, and another from some header on.</summary>
    private sealed class TurningSource(FakeChain before, FakeChain after, int turnAt) : IChainSource
    {
        private int _headers;

        private FakeChain Now => _headers < turnAt ? before : after;

        public Task<ChainFacts> ReadFactsAsync(CancellationToken cancellationToken) => Now.ReadFactsAsync(cancellationToken);

        public Task<TokenFacts> ReadTokenAsync(Address token, CancellationToken cancellationToken) => Now.ReadTokenAsync(token, cancellationToken);

        public Task<byte[]> ReadCodeAsync(Address contract, CancellationToken cancellationToken) => Now.ReadCodeAsync(contract, cancellationToken);

        public Task<UInt256?> ReadPermitNonceAsync(Address token, Address owner, CancellationToken cancellationToken) =>
            Now.ReadPermitNonceAsync(token, owner, cancellationToken);

        public Task<ulong> ReadGasPriceAsync(CancellationToken cancellationToken) => Now.ReadGasPriceAsync(cancellationToken);

        public Task<ChainHeads> ReadHeadsAsync(CancellationToken cancellationToken) => Now.ReadHeadsAsync(cancellationToken);

        public Task<IReadOnlyList<BlockHeader?>> ReadHeadersAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken)
        {
            _headers++;
            return Now.ReadHeadersAsync(first, last, cancellationToken);
        }

        public Task<BlockHeader?> ReadFinalHeaderAsync(BlockNumber number, CancellationToken cancellationToken)
        {
            _headers++;
            return Now.ReadFinalHeaderAsync(number, cancellationToken);
        }

        public Task<IReadOnlyList<ObservedBlock>> ReadBlocksAsync(IReadOnlyList<BlockHeader> headers, CancellationToken cancellationToken) =>
            Now.ReadBlocksAsync(headers, cancellationToken);

        public Task<InclusionEvidence?> ReadEvidenceAsync(BlockRef block, int transactionIndex, CancellationToken cancellationToken) =>
            Now.ReadEvidenceAsync(block, transactionIndex, cancellationToken);

        public Task<BlockNumber?> FindBlockOfAsync(Hash32 transactionHash, CancellationToken cancellationToken) =>
            Now.FindBlockOfAsync(transactionHash, cancellationToken);

        public Task<SignatureVerification> VerifySignatureAsync(
            Address signer, Hash32 digest, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken) =>
            Now.VerifySignatureAsync(signer, digest, signature, cancellationToken);

        public Task<IReadOnlyDictionary<Hash32, TransactionCall>> ReadCallsAsync(
            IReadOnlyCollection<Hash32> transactionHashes, CancellationToken cancellationToken) =>
            Now.ReadCallsAsync(transactionHashes, cancellationToken);

        public Task<FinalRange> ReadRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
            Now.ReadRangeAsync(first, last, cancellationToken);
    }
}
