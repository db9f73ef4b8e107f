using ChainTips.Chain;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Tests.Chain;

/// <summary>An endpoint of the fake chain that fails, stalls or lies when it is told to.</summary>
internal sealed class FaultySource(FakeChain chain) : IChainSource
{
    // Several questions are given up at the same time.
    private int _asked;
    private int _givenUp;

    /// <summary>What it fails with; null while it is well.</summary>
    public Exception? Fault { get; set; }

    /// <summary>What it waits for before every answer.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    /// <summary>What it waits for before it gives a question up.</summary>
    public Task UntilGivenUp { get; set; } = Task.CompletedTask;

    /// <summary>How many questions it was asked.</summary>
    public int Asked => _asked;

    /// <summary>How many of them were given up before it answered.</summary>
    public int GivenUp => _givenUp;

    public Task<ChainFacts> ReadFactsAsync(CancellationToken cancellationToken) =>
        AnswerAsync(chain.ReadFactsAsync, cancellationToken);

    public Task<TokenFacts> ReadTokenAsync(Address token, CancellationToken cancellationToken) =>
        AnswerAsync(cancel => chain.ReadTokenAsync(token, cancel), cancellationToken);

    public Task<byte[]> ReadCodeAsync(Address contract, CancellationToken cancellationToken) =>
        AnswerAsync(cancel => chain.ReadCodeAsync(contract, cancel), cancellationToken);

    public Task<UInt256?> ReadPermitNonceAsync(Address token, Address owner, CancellationToken cancellationToken) =>
        AnswerAsync(cancel => chain.ReadPermitNonceAsync(token, owner, cancel), cancellationToken);

    public Task<ulong> ReadGasPriceAsync(CancellationToken cancellationToken) => AnswerAsync(chain.ReadGasPriceAsync, cancellationToken);

    public Task<ChainHeads> ReadHeadsAsync(CancellationToken cancellationToken) =>
        AnswerAsync(chain.ReadHeadsAsync, cancellationToken);

    public Task<IReadOnlyList<BlockHeader?>> ReadHeadersAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
        AnswerAsync(token => chain.ReadHeadersAsync(first, last, token), cancellationToken);

    public Task<BlockHeader?> ReadFinalHeaderAsync(BlockNumber number, CancellationToken cancellationToken) =>
        AnswerAsync(token => chain.ReadFinalHeaderAsync(number, token), cancellationToken);

    public Task<IReadOnlyList<ObservedBlock>> ReadBlocksAsync(IReadOnlyList<BlockHeader> headers, CancellationToken cancellationToken) =>
        AnswerAsync(token => chain.ReadBlocksAsync(headers, token), cancellationToken);

    public Task<InclusionEvidence?> ReadEvidenceAsync(BlockRef block, int transactionIndex, CancellationToken cancellationToken) =>
        AnswerAsync(token => chain.ReadEvidenceAsync(block, transactionIndex, token), cancellationToken);

    public Task<BlockNumber?> FindBlockOfAsync(Hash32 transactionHash, CancellationToken cancellationToken) =>
        AnswerAsync(token => chain.FindBlockOfAsync(transactionHash, token), cancellationToken);

    public Task<SignatureVerification> VerifySignatureAsync(
        Address signer, Hash32 digest, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken) =>
        AnswerAsync(token => chain.VerifySignatureAsync(signer, digest, signature, token), cancellationToken);

    public Task<IReadOnlyDictionary<Hash32, TransactionCall>> ReadCallsAsync(
        IReadOnlyCollection<Hash32> transactionHashes, CancellationToken cancellationToken) =>
        AnswerAsync(token => chain.ReadCallsAsync(transactionHashes, token), cancellationToken);

    public Task<FinalRange> ReadRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
        AnswerAsync(token => chain.ReadRangeAsync(first, last, token), cancellationToken);

    private async Task<T> AnswerAsync<T>(Func<CancellationToken, Task<T>> answer, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        try
        {
            await Until.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _givenUp);
            await UntilGivenUp;
            throw;
        }

        return Fault is null ? await answer(cancellationToken) : throw Fault;
    }
}
