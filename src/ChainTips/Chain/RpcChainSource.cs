using System.Collections.Frozen;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Chain;

/// <summary>A chain read over JSON-RPC. Blocks near the head are asked for by hash, and an empty answer is believed only with the header's bloom.</summary>
public sealed class RpcChainSource : IChainSource
{
    private readonly EthereumRpc _rpc;
    private readonly ChainProfile _profile;
    private readonly LogInterest _interest;
    private readonly HeaderCheck _check;
    private readonly HeadReader _heads;
    private readonly FinalHeaderReader _finals;
    private readonly BlockReader _blocks;
    private readonly TrustedRangeReader? _trusted;

    /// <summary>Reads from one node.</summary>
    /// <param name="rpc">The node.</param>
    /// <param name="profile">What is known of the chain.</param>
    /// <param name="interest">Which logs are looked for.</param>
    /// <param name="verification">How far the node is believed.</param>
    /// <exception cref="ArgumentException">The level is <see cref="Verification.Proof"/>, which the chain does not allow.</exception>
    public RpcChainSource(EthereumRpc rpc, ChainProfile profile, LogInterest interest, Verification verification)
    {
        if (verification == Verification.Proof && !profile.ReceiptsMatchHeader)
        {
            throw new ArgumentException(
                $"The receipts root of {profile.Name} cannot be recomputed from what its nodes answer; use Bloom.", nameof(verification));
        }

        _rpc = rpc;
        _profile = profile;
        _interest = interest;
        _check = new HeaderCheck(profile, verification);
        _heads = new HeadReader(rpc, profile.Finality, _check);
        _finals = new FinalHeaderReader(rpc, _heads, _check);
        _blocks = new BlockReader(rpc, profile, verification);
        _trusted = verification == Verification.Trust ? new TrustedRangeReader(rpc, _finals, interest, _blocks) : null;
    }

    /// <inheritdoc/>
    public async Task<ChainFacts> ReadFactsAsync(CancellationToken cancellationToken)
    {
        _heads.Forget();
        ulong chainId = await _rpc.GetChainIdAsync(cancellationToken);
        BlockHeader genesis = await _rpc.GetBlockAsync(new BlockNumber(0), cancellationToken)
            ?? throw MalformedResponseException.OfAnswer("eth_getBlockByNumber", "is null for block 0");
        byte[] code = await _rpc.GetCodeAsync(_interest.Contract, cancellationToken);
        return new ChainFacts(chainId, genesis.Hash, code.Length > 0);
    }

    /// <inheritdoc/>
    public async Task<TokenFacts> ReadTokenAsync(Address token, CancellationToken cancellationToken)
    {
        byte[] name = await CallOrEmptyAsync(token, AbiSignature.Selector("name()"), cancellationToken);
        byte[] decimals = await CallOrEmptyAsync(token, AbiSignature.Selector("decimals()"), cancellationToken);
        byte[] separator = await CallOrEmptyAsync(token, AbiSignature.Selector("DOMAIN_SEPARATOR()"), cancellationToken);
        return new TokenFacts(
            new AbiReader(name).TryReadString(out string? text) ? text : null,
            new AbiReader(decimals).TryReadUInt256(out UInt256 places) ? places : null,
            new AbiReader(separator).TryReadHash32(out Hash32 hash) ? hash : null);
    }

    /// <inheritdoc/>
    public Task<byte[]> ReadCodeAsync(Address contract, CancellationToken cancellationToken) => _rpc.GetCodeAsync(contract, cancellationToken);

    /// <inheritdoc/>
    public async Task<UInt256?> ReadPermitNonceAsync(Address token, Address owner, CancellationToken cancellationToken)
    {
        byte[] call = new AbiWriter().Write(owner).ToCall("nonces(address)");
        return new AbiReader(await CallOrEmptyAsync(token, call, cancellationToken)).TryReadUInt256(out UInt256 nonce) ? nonce : null;
    }

    /// <inheritdoc/>
    public Task<ulong> ReadGasPriceAsync(CancellationToken cancellationToken) => _rpc.GetGasPriceAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<ChainHeads> ReadHeadsAsync(CancellationToken cancellationToken) => _heads.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<BlockHeader?>> ReadHeadersAsync(
        BlockNumber first, BlockNumber last, CancellationToken cancellationToken)
    {
        IReadOnlyList<BlockHeader?> headers = await _rpc.GetBlocksAsync(first, last, cancellationToken);
        return [.. headers.Select((header, i) => header is null ? null : _check.DemandAt(header, new BlockNumber(first.Value + (ulong)i)))];
    }

    /// <inheritdoc/>
    public Task<BlockHeader?> ReadFinalHeaderAsync(BlockNumber number, CancellationToken cancellationToken) =>
        _finals.FindAsync(number, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ObservedBlock>> ReadBlocksAsync(
        IReadOnlyList<BlockHeader> headers, CancellationToken cancellationToken)
    {
        LogSelection wanted = _interest.NearHead;
        BlockHeader[] perhaps = [.. headers.Where(header => wanted.MayBeIn(header.LogsBloom))];
        Queue<ObservedBlock> read = new(await _blocks.ReadAsync(perhaps, wanted, cancellationToken));
        return [.. headers.Select(header => read.TryPeek(out ObservedBlock? next) && next.Block.Hash == header.Hash ? read.Dequeue() : Silent(header))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<Hash32, TransactionCall>> ReadCallsAsync(
        IReadOnlyCollection<Hash32> transactionHashes, CancellationToken cancellationToken)
    {
        IReadOnlyList<MinedTransaction?> transactions = await _rpc.GetMinedTransactionsAsync([.. transactionHashes], cancellationToken);
        return transactions.OfType<MinedTransaction>().ToDictionary(
            transaction => transaction.Hash, transaction => new TransactionCall(transaction.From, transaction.To, transaction.Input));
    }

    /// <inheritdoc/>
    public async Task<BlockNumber?> FindBlockOfAsync(Hash32 transactionHash, CancellationToken cancellationToken) =>
        (await _rpc.GetTransactionReceiptAsync(transactionHash, cancellationToken))?.BlockNumber;

    /// <inheritdoc/>
    public async Task<SignatureVerification> VerifySignatureAsync(
        Address signer, Hash32 digest, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken)
    {
        ChainHeads heads = await _heads.ReadAsync(cancellationToken);
        SignatureVerifier verifier = new(new RpcContractCaller(_rpc, heads.Head.Hash), FrozenSet<Address>.Empty);
        return await verifier.VerifyAsync(signer, digest, signature, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<InclusionEvidence?> ReadEvidenceAsync(
        BlockRef block, int transactionIndex, CancellationToken cancellationToken)
    {
        if (!_profile.ReceiptsMatchHeader)
        {
            return null;
        }

        ConsensusHeader header = await _rpc.GetConsensusHeaderAsync(block.Hash, cancellationToken);
        if (header.ComputeHash() != block.Hash)
        {
            throw new InconsistentAnswerException(block.Hash, RejectionReason.HeaderHash, $"its header hashes to {header.ComputeHash()}");
        }

        IReadOnlyList<ConsensusReceipt> receipts = await _blocks.ReadConsensusAsync(block.Hash, cancellationToken);
        Hash32 root = BlockReceipts.Root(receipts);
        return root == header.ReceiptsRoot
            ? new InclusionEvidence(header.Encode(), transactionIndex, BlockReceipts.Prove(receipts, transactionIndex))
            : throw new InconsistentAnswerException(
                block.Hash, RejectionReason.ReceiptsRoot, $"its receipts have the root {root}, and its header says {header.ReceiptsRoot}");
    }

    /// <inheritdoc/>
    public Task<FinalRange> ReadRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
        _trusted is not null
            ? _trusted.ReadAsync(first, last, cancellationToken)
            : new CheckedRangeReader(_finals, _check, _blocks, _interest.InHistory(last)).ReadAsync(first, last, cancellationToken);

    private static ObservedBlock Silent(BlockHeader header) => new(BlockRef.Of(header), BlockRef.TimeOf(header), []);

    private async Task<byte[]> CallOrEmptyAsync(Address contract, byte[] call, CancellationToken cancellationToken)
    {
        try
        {
            return await _rpc.CallAsync(contract, call, cancellationToken);
        }
        catch (JsonRpcErrorException error) when (!error.IsTransient)
        {
            return [];
        }
    }
}
