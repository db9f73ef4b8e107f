using System.Runtime.ExceptionServices;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>
/// Several endpoints of one chain as one source: the healthiest is asked, another one when it fails or lies, and another one
/// beside it when it is slow.
/// </summary>
/// <remarks>
/// What belongs together is read from one endpoint: <see cref="ReadAsync{T}(Func{IChainSource, CancellationToken, Task{T}}, CancellationToken)"/> runs a whole step against one, and begins it anew
/// with another. Faults that a smaller question avoids are the asker's, not the endpoint's. An endpoint that serves another
/// chain is never asked again.
/// </remarks>
/// <param name="endpoints">The endpoints, in the order of preference; at least one.</param>
/// <param name="settings">The chain that they must serve.</param>
/// <param name="times">How patient the pool is.</param>
/// <param name="clock">The gateway's own time.</param>
public sealed class EndpointPool(
    IReadOnlyList<ChainEndpoint> endpoints, ChainSettings settings, PoolTimes times, TimeProvider clock) : IChainSource
{
    /// <summary>How many blocks an endpoint may be behind the best one without others being asked before it.</summary>
    private const ulong LargestLag = 3;

    private Hash32? _genesis;

    /// <summary>From where on payments without the contract are looked for in history, at every endpoint; whoever reads through the pool sets it.</summary>
    public DirectPaymentsStart DirectPayments { get; init; } = new();

    /// <summary>How each endpoint stands.</summary>
    public IReadOnlyList<EndpointState> States => [.. endpoints.Select(endpoint => endpoint.Health.State)];

    /// <summary>Checks every endpoint against the configuration; those of another chain are not asked again.</summary>
    /// <param name="storedGenesis">The genesis hash that the database was filled from; null before the first time.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>What the first that agrees said.</returns>
    /// <exception cref="ChainMismatchException">None agrees.</exception>
    /// <exception cref="EthereumRpcException">None that might agree could be asked.</exception>
    public async Task<ChainFacts> ConnectAsync(Hash32? storedGenesis, CancellationToken cancellationToken)
    {
        ChainFacts? found = null;
        Exception? fault = null;
        foreach (ChainEndpoint endpoint in endpoints.Where(endpoint => endpoint.Health.Exclusion is null))
        {
            try
            {
                ChainFacts facts = await ChainCheck.DemandMatchAsync(
                    endpoint.Source, settings, storedGenesis ?? found?.GenesisHash, cancellationToken);
                endpoint.Health.Verified();
                found ??= facts;
            }
            catch (ChainMismatchException mismatch)
            {
                endpoint.Health.Exclude(mismatch.Message);
            }
            catch (EthereumRpcException error)
            {
                endpoint.Health.Failed(error);
                fault ??= error;
            }
        }

        _genesis = found?.GenesisHash ?? _genesis;
        if (found is null)
        {
            ExceptionDispatchInfo.Throw(fault ?? NoneLeft());
        }

        return found;
    }

    /// <summary>Runs what is read together against one endpoint, and begins it anew with others until one answers.</summary>
    /// <exception cref="EthereumRpcException">None answered as it should.</exception>
    /// <exception cref="ChainMismatchException">No endpoint of this chain is left.</exception>
    /// <exception cref="FinalBlockReplacedException">A final block was replaced, as every endpoint says at two looks.</exception>
    public Task<T> ReadAsync<T>(Func<IChainSource, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        ReadAsync(read, times.HedgeAfter, false, cancellationToken);

    /// <summary>
    /// Looks for the next change of the chain at one endpoint, and begins anew with others until one answers. As long as no block
    /// was applied, nothing links what is read to the chain: then the endpoint is checked again after it answered.
    /// </summary>
    /// <exception cref="EthereumRpcException">None answered as it should.</exception>
    /// <exception cref="ChainMismatchException">No endpoint of this chain is left.</exception>
    /// <exception cref="FinalBlockReplacedException">A final block was replaced, as every endpoint says at two looks.</exception>
    public Task<FollowStep> LookAsync(
        ChainCursor cursor, Func<IChainSource, CancellationToken, Task<FollowStep>> look, CancellationToken cancellationToken) =>
        ReadAsync(look, times.HedgeAfter, cursor.Head is null, cancellationToken);

    /// <inheritdoc/>
    public Task<ChainFacts> ReadFactsAsync(CancellationToken cancellationToken) =>
        ReadAsync((source, token) => source.ReadFactsAsync(token), cancellationToken);

    /// <inheritdoc/>
    public Task<TokenFacts> ReadTokenAsync(Address token, CancellationToken cancellationToken) =>
        ReadAsync((source, cancel) => source.ReadTokenAsync(token, cancel), cancellationToken);

    /// <inheritdoc/>
    public Task<byte[]> ReadCodeAsync(Address contract, CancellationToken cancellationToken) =>
        ReadAsync((source, cancel) => source.ReadCodeAsync(contract, cancel), cancellationToken);

    /// <inheritdoc/>
    public Task<UInt256?> ReadPermitNonceAsync(Address token, Address owner, CancellationToken cancellationToken) =>
        ReadAsync((source, cancel) => source.ReadPermitNonceAsync(token, owner, cancel), cancellationToken);

    /// <inheritdoc/>
    public Task<ulong> ReadGasPriceAsync(CancellationToken cancellationToken) =>
        ReadAsync((source, cancel) => source.ReadGasPriceAsync(cancel), cancellationToken);

    /// <inheritdoc/>
    public Task<ChainHeads> ReadHeadsAsync(CancellationToken cancellationToken) =>
        ReadAsync((source, token) => source.ReadHeadsAsync(token), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BlockHeader?>> ReadHeadersAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
        ReadAsync((source, token) => source.ReadHeadersAsync(first, last, token), cancellationToken);

    /// <inheritdoc/>
    public Task<BlockHeader?> ReadFinalHeaderAsync(BlockNumber number, CancellationToken cancellationToken) =>
        ReadAsync((source, token) => source.ReadFinalHeaderAsync(number, token), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ObservedBlock>> ReadBlocksAsync(IReadOnlyList<BlockHeader> headers, CancellationToken cancellationToken) =>
        ReadAsync((source, token) => source.ReadBlocksAsync(headers, token), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<Hash32, TransactionCall>> ReadCallsAsync(
        IReadOnlyCollection<Hash32> transactionHashes, CancellationToken cancellationToken) =>
        ReadAsync((source, token) => source.ReadCallsAsync(transactionHashes, token), cancellationToken);

    /// <inheritdoc/>
    public Task<BlockNumber?> FindBlockOfAsync(Hash32 transactionHash, CancellationToken cancellationToken) =>
        ReadAsync((source, token) => source.FindBlockOfAsync(transactionHash, token), cancellationToken);

    /// <inheritdoc/>
    public Task<SignatureVerification> VerifySignatureAsync(
        Address signer, Hash32 digest, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken) =>
        ReadAsync((source, token) => source.VerifySignatureAsync(signer, digest, signature, token), cancellationToken);

    /// <inheritdoc/>
    public Task<InclusionEvidence?> ReadEvidenceAsync(BlockRef block, int transactionIndex, CancellationToken cancellationToken) =>
        ReadAsync((source, token) => source.ReadEvidenceAsync(block, transactionIndex, token), cancellationToken);

    /// <inheritdoc/>
    public Task<FinalRange> ReadRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
        ReadAsync(
            (source, token) => source.ReadRangeAsync(first, last, token), times.HedgeRangeAfter, first == settings.StartBlock, cancellationToken);

    private async Task<T> ReadAsync<T>(
        Func<IChainSource, CancellationToken, Task<T>> read, TimeSpan hedgeAfter, bool isUnlinked, CancellationToken cancellationToken)
    {
        ChainEndpoint[] ranked = Rank();
        if (ranked.Length == 0)
        {
            throw NoneLeft();
        }

        HedgedRead<T> hedged = new(
            (endpoint, token) => NoteSlownessAsync(endpoint, TryAsync(endpoint, read, isUnlinked, token), hedgeAfter, cancellationToken), hedgeAfter, clock);
        try
        {
            return await hedged.RunAsync(settings.ChainId, ranked, cancellationToken);
        }
        catch (EthereumRpcException) when (endpoints.All(endpoint => endpoint.Health.Exclusion is not null))
        {
            throw NoneLeft();
        }
    }

    /// <summary>Writes down that an endpoint was given up because another one, asked much later, was faster.</summary>
    private async Task<T> NoteSlownessAsync<T>(
        ChainEndpoint endpoint, Task<T> trying, TimeSpan hedgeAfter, CancellationToken cancellationToken)
    {
        long start = clock.GetTimestamp();
        try
        {
            return await trying;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && clock.GetElapsedTime(start) >= hedgeAfter)
        {
            endpoint.Health.WasSlow(clock.GetElapsedTime(start));
            throw;
        }
    }

    private async Task<T> TryAsync<T>(
        ChainEndpoint endpoint, Func<IChainSource, CancellationToken, Task<T>> read, bool isUnlinked, CancellationToken cancellationToken)
    {
        try
        {
            if (endpoint.Health.NeedsCheck)
            {
                await CheckAsync(endpoint, cancellationToken);
            }

            T answer = await read(endpoint.Observed, cancellationToken);
            if (isUnlinked)
            {
                await CheckAsync(endpoint, cancellationToken);
            }

            endpoint.Health.Succeeded();
            return answer;
        }
        catch (FinalBlockReplacedException replaced)
        {
            await new FinalBlockJudge(endpoints, times.SecondLookAfter, clock).JudgeAsync(replaced, cancellationToken);
            InconsistentAnswerException lie = new(
                replaced.Ours.Hash, RejectionReason.FinalBlock, $"block {replaced.Ours.Number} is another one here, and it was confirmed as ours");
            endpoint.Health.Failed(lie);
            throw lie;
        }
        catch (EthereumRpcException error) when (!error.Classification.AsksForSmallerRange && error is not FinalBlockDisputedException)
        {
            endpoint.Health.Failed(error);
            throw;
        }
    }

    /// <summary>Whether an endpoint still serves the chain that it was found to serve.</summary>
    private async Task CheckAsync(ChainEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            await ChainCheck.DemandSameChainAsync(endpoint.Source, settings, _genesis, cancellationToken);
            endpoint.Health.Verified();
        }
        catch (ChainMismatchException mismatch)
        {
            endpoint.Health.Exclude(mismatch.Message);
            throw new ExcludedEndpointException(mismatch);
        }
    }

    private ChainEndpoint[] Rank()
    {
        DateTimeOffset now = clock.GetUtcNow();
        ChainEndpoint[] usable = [.. endpoints.Where(endpoint => endpoint.Health.Exclusion is null)];
        ulong best = usable.Max(endpoint => endpoint.Health.Head?.Value) ?? 0;
        return
        [
            .. usable
                .OrderBy(endpoint => endpoint.Health.RestsUntil > now ? endpoint.Health.RestsUntil : DateTimeOffset.MinValue)
                .ThenBy(endpoint => endpoint.Health.Head is BlockNumber head && head.Value + LargestLag < best),
        ];
    }

    private ChainMismatchException NoneLeft() =>
        new(settings.ChainId, [.. endpoints.Select(endpoint => $"{endpoint.Health.Name}: {endpoint.Health.Exclusion}")]);
}
