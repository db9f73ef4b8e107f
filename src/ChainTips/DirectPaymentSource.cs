using ChainTips.Chain;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;
using ChainTips.Tips;

namespace ChainTips;

/// <summary>
/// A chain whose blocks bring along all that payments without the tipping contract are matched by: it looks into history for them only from where
/// they are possible, and reads the calldata of the transactions that paid one of our payees.
/// </summary>
/// <param name="chain">The chain.</param>
/// <param name="database">Says who our payees are.</param>
/// <param name="settings">The chain's settings.</param>
/// <param name="start">From where on direct payments are possible; shared with what reads the chain.</param>
public sealed class DirectPaymentSource(
    IChainSource chain, IGatewayDatabase database, ChainSettings settings, DirectPaymentsStart start) : IChainSource
{
    /// <inheritdoc/>
    public Task<ChainFacts> ReadFactsAsync(CancellationToken cancellationToken) => chain.ReadFactsAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<TokenFacts> ReadTokenAsync(Address token, CancellationToken cancellationToken) => chain.ReadTokenAsync(token, cancellationToken);

    /// <inheritdoc/>
    public Task<byte[]> ReadCodeAsync(Address contract, CancellationToken cancellationToken) => chain.ReadCodeAsync(contract, cancellationToken);

    /// <inheritdoc/>
    public Task<UInt256?> ReadPermitNonceAsync(Address token, Address owner, CancellationToken cancellationToken) =>
        chain.ReadPermitNonceAsync(token, owner, cancellationToken);

    /// <inheritdoc/>
    public Task<ulong> ReadGasPriceAsync(CancellationToken cancellationToken) => chain.ReadGasPriceAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<ChainHeads> ReadHeadsAsync(CancellationToken cancellationToken) => chain.ReadHeadsAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BlockHeader?>> ReadHeadersAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
        chain.ReadHeadersAsync(first, last, cancellationToken);

    /// <inheritdoc/>
    public Task<BlockHeader?> ReadFinalHeaderAsync(BlockNumber number, CancellationToken cancellationToken) =>
        chain.ReadFinalHeaderAsync(number, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<Hash32, TransactionCall>> ReadCallsAsync(
        IReadOnlyCollection<Hash32> transactionHashes, CancellationToken cancellationToken) =>
        chain.ReadCallsAsync(transactionHashes, cancellationToken);

    /// <inheritdoc/>
    public Task<BlockNumber?> FindBlockOfAsync(Hash32 transactionHash, CancellationToken cancellationToken) =>
        chain.FindBlockOfAsync(transactionHash, cancellationToken);

    /// <inheritdoc/>
    public Task<SignatureVerification> VerifySignatureAsync(
        Address signer, Hash32 digest, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken) =>
        chain.VerifySignatureAsync(signer, digest, signature, cancellationToken);

    /// <inheritdoc/>
    public Task<InclusionEvidence?> ReadEvidenceAsync(BlockRef block, int transactionIndex, CancellationToken cancellationToken) =>
        chain.ReadEvidenceAsync(block, transactionIndex, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ObservedBlock>> ReadBlocksAsync(IReadOnlyList<BlockHeader> headers, CancellationToken cancellationToken) =>
        await CompleteAsync(await chain.ReadBlocksAsync(headers, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<FinalRange> ReadRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken)
    {
        if (start.Block is null)
        {
            await using IGatewayTransaction books = await database.BeginReadAsync(cancellationToken);
            start.Block = await books.Chains.FindDirectStartAsync(settings.ChainId, cancellationToken);
        }

        FinalRange range = await chain.ReadRangeAsync(first, last, cancellationToken);
        return range with { Blocks = await CompleteAsync(range.Blocks, cancellationToken) };
    }

    /// <summary>Adds what the transactions asked for that moved an allowed token to one of our payees without the contract.</summary>
    private async Task<IReadOnlyList<ObservedBlock>> CompleteAsync(IReadOnlyList<ObservedBlock> blocks, CancellationToken cancellationToken)
    {
        List<(Address Payee, Hash32 Transaction)> candidates = [.. blocks.SelectMany(block => block.Receipts).SelectMany(FindCandidates)];
        if (candidates.Count == 0)
        {
            return blocks;
        }

        HashSet<Address> payees = await FindPayeesAsync([.. candidates.Select(candidate => candidate.Payee).Distinct()], cancellationToken);
        Hash32[] wanted = [.. candidates.Where(candidate => payees.Contains(candidate.Payee)).Select(candidate => candidate.Transaction).Distinct()];
        if (wanted.Length == 0)
        {
            return blocks;
        }

        IReadOnlyDictionary<Hash32, TransactionCall> calls = await chain.ReadCallsAsync(wanted, cancellationToken);
        return [.. blocks.Select(block => block.Receipts.Any(receipt => calls.ContainsKey(receipt.TransactionHash)) ? block with { Calls = calls } : block)];
    }

    /// <summary>The payees of a transaction that no tip of the contract explains; a failed one has no logs.</summary>
    private IEnumerable<(Address Payee, Hash32 Transaction)> FindCandidates(TransactionReceipt receipt)
    {
        int tips = receipt.Logs.Count(IsTip);
        return receipt.Logs.Count == 2 * tips
            ? []
            : receipt.Logs
                .Select(TokenTransfer.Decode)
                .OfType<TokenTransfer>()
                .Where(transfer => settings.FindToken(transfer.Token) is Token && !IsOfContract(receipt, transfer))
                .Select(transfer => (transfer.To, receipt.TransactionHash));
    }

    /// <summary>Whether a transfer is one that the contract made, or that a tip of it right after the transfer owns.</summary>
    private bool IsOfContract(TransactionReceipt receipt, TokenTransfer transfer) => transfer.From == settings.Router
        || transfer.To == settings.Router
        || (transfer.Position + 1 < receipt.Logs.Count
            && receipt.Logs[transfer.Position + 1] is ChainLog next
            && IsTip(next)
            && TipSent.Decode(next) is TipSent tip
            && tip.Payee == transfer.To
            && tip.Token == transfer.Token);

    /// <summary>Whether a log is a tip that owns a transfer; one of a token that does not count may own none.</summary>
    private bool IsTip(ChainLog log) => log.Address == settings.Router
        && log.Topics is [Hash32 topic, ..]
        && topic == TipSent.Topic
        && TipSent.Decode(log) is TipSent tip
        && settings.FindToken(tip.Token) is not null;

    private async Task<HashSet<Address>> FindPayeesAsync(Address[] addresses, CancellationToken cancellationToken)
    {
        await using IGatewayTransaction books = await database.BeginReadAsync(cancellationToken);
        return [.. (await books.References.FindPlatformsOfPayeesAsync(addresses, cancellationToken)).Keys];
    }
}
