using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Chain;

/// <summary>A chain read over JSON-RPC. Blocks near the head are asked for by hash, and an empty answer is believed only with the header's bloom.</summary>
/// <param name="rpc">The node.</param>
/// <param name="profile">What is known of the chain.</param>
/// <param name="interest">Which logs are looked for.</param>
/// <param name="verification">How far the node is believed about final history.</param>
public sealed class RpcChainSource(EthereumRpc rpc, ChainProfile profile, LogInterest interest, Verification verification)
    : IChainSource
{
    /// <inheritdoc/>
    public async Task<ChainFacts> ReadFactsAsync(CancellationToken cancellationToken)
    {
        ulong chainId = await rpc.GetChainIdAsync(cancellationToken);
        BlockHeader genesis = await rpc.GetBlockAsync(new BlockNumber(0), cancellationToken)
            ?? throw MalformedResponseException.OfAnswer("eth_getBlockByNumber", "is null for block 0");
        byte[] code = await rpc.GetCodeAsync(interest.Contract, cancellationToken);
        return new ChainFacts(chainId, genesis.Hash, code.Length > 0);
    }

    /// <inheritdoc/>
    public async Task<TokenFacts> ReadTokenAsync(Address token, CancellationToken cancellationToken)
    {
        byte[] name = await CallOrEmptyAsync(token, "name()", cancellationToken);
        byte[] decimals = await CallOrEmptyAsync(token, "decimals()", cancellationToken);
        byte[] separator = await CallOrEmptyAsync(token, "DOMAIN_SEPARATOR()", cancellationToken);
        return new TokenFacts(
            new AbiReader(name).TryReadString(out string? text) ? text : null,
            new AbiReader(decimals).TryReadUInt256(out UInt256 places) ? places : null,
            new AbiReader(separator).TryReadHash32(out Hash32 hash) ? hash : null);
    }

    /// <inheritdoc/>
    public async Task<BlockHeader> ReadHeadAsync(CancellationToken cancellationToken) =>
        await rpc.GetBlockAsync(BlockTag.Latest, cancellationToken)
            ?? throw MalformedResponseException.OfAnswer("eth_getBlockByNumber", "is null for the latest block");

    /// <inheritdoc/>
    public async Task<BlockNumber?> ReadFinalizedNumberAsync(CancellationToken cancellationToken) =>
        (await rpc.GetBlockAsync(BlockTag.Finalized, cancellationToken))?.Number;

    /// <inheritdoc/>
    public Task<BlockHeader?> ReadHeaderAsync(BlockNumber number, CancellationToken cancellationToken) =>
        rpc.GetBlockAsync(number, cancellationToken);

    /// <inheritdoc/>
    public async Task<ObservedBlock> ReadBlockAsync(BlockHeader header, CancellationToken cancellationToken)
    {
        if (!header.LogsBloom.MayContain(interest.Topic))
        {
            return Observe(header, []);
        }

        IReadOnlyList<TransactionReceipt> receipts = profile.HasBlockReceipts
            ? await rpc.GetBlockReceiptsAsync(header.Hash, cancellationToken)
            : await rpc.GetTransactionReceiptsAsync(header.TransactionHashes, cancellationToken);
        DemandWholeBlock(header, receipts);
        return Observe(header, receipts);
    }

    /// <inheritdoc/>
    public async Task<InclusionEvidence?> ReadEvidenceAsync(
        BlockRef block, int transactionIndex, CancellationToken cancellationToken)
    {
        if (!profile.ReceiptsMatchHeader)
        {
            return null;
        }

        ConsensusHeader header = await rpc.GetConsensusHeaderAsync(block.Hash, cancellationToken);
        if (header.ComputeHash() != block.Hash)
        {
            throw new InconsistentAnswerException(block.Hash, $"its header hashes to {header.ComputeHash()}");
        }

        IReadOnlyList<ConsensusReceipt> receipts = await ReadConsensusReceiptsAsync(block, cancellationToken);
        Hash32 root = BlockReceipts.Root(receipts);
        return root == header.ReceiptsRoot
            ? new InclusionEvidence(header.Encode(), transactionIndex, BlockReceipts.Prove(receipts, transactionIndex))
            : throw new InconsistentAnswerException(block.Hash, $"its receipts have the root {root}, and its header says {header.ReceiptsRoot}");
    }

    private async Task<IReadOnlyList<ConsensusReceipt>> ReadConsensusReceiptsAsync(BlockRef block, CancellationToken cancellationToken)
    {
        if (profile.HasBlockReceipts)
        {
            return await rpc.GetConsensusReceiptsAsync(block.Hash, cancellationToken);
        }

        BlockHeader header = await rpc.GetBlockAsync(block.Hash, cancellationToken) ?? throw new UnknownBlockException(block.Hash);
        return await rpc.GetConsensusReceiptsAsync(header.TransactionHashes, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<FinalRange> ReadRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) => verification switch
    {
        Verification.Bloom => ReadCheckedRangeAsync(first, last, cancellationToken),
        Verification.Trust => ReadTrustedRangeAsync(first, last, cancellationToken),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async Task<FinalRange> ReadCheckedRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken)
    {
        IReadOnlyList<BlockHeader?> answers = await rpc.GetBlocksAsync(first, last, cancellationToken);
        List<BlockHeader> headers = [];
        List<ObservedBlock> blocks = [];
        foreach (BlockHeader? answer in answers)
        {
            BlockNumber number = new(first.Value + (ulong)headers.Count);
            BlockHeader header = DemandLink(answer, number, headers.LastOrDefault());
            headers.Add(header);
            ObservedBlock observed = await ReadBlockAsync(header, cancellationToken);
            if (observed.Receipts.Count > 0)
            {
                blocks.Add(observed);
            }
        }

        return new FinalRange(headers[0].ParentHash, BlockRef.Of(headers[^1]), BlockRef.TimeOf(headers[^1]), blocks);
    }

    private static BlockHeader DemandLink(BlockHeader? header, BlockNumber number, BlockHeader? parent)
    {
        if (header is null || header.Number != number)
        {
            throw new InconsistentAnswerException(parent?.Hash ?? Hash32.Zero, $"block {number} after it is final, and the node does not have it");
        }

        return parent is null || header.ParentHash == parent.Hash
            ? header
            : throw new InconsistentAnswerException(parent.Hash, $"block {number} after it names {header.ParentHash} as its parent");
    }

    private async Task<FinalRange> ReadTrustedRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken)
    {
        BlockHeader start = await DemandHeaderAsync(first, cancellationToken);
        BlockHeader end = first == last ? start : await DemandHeaderAsync(last, cancellationToken);
        LogFilter filter = new(first, last, [interest.Contract], [interest.Topic]);
        IReadOnlyList<LocatedLog> logs = await rpc.GetLogsAsync(filter, cancellationToken);
        Hash32[] transactions = [.. logs.Select(log => log.TransactionHash).Distinct()];
        IReadOnlyList<TransactionReceipt> receipts = await rpc.GetTransactionReceiptsAsync(transactions, cancellationToken);
        DemandLogsInReceipts(logs, receipts);
        List<ObservedBlock> blocks = [];
        foreach (IGrouping<BlockNumber, TransactionReceipt> block in receipts.GroupBy(r => r.BlockNumber).OrderBy(g => g.Key))
        {
            BlockHeader header = await DemandHeaderAsync(block.Key, cancellationToken);
            if (block.Any(receipt => receipt.BlockHash != header.Hash) || block.Key < first || block.Key > last)
            {
                throw new InconsistentAnswerException(header.Hash, "a receipt for this number names another block");
            }

            blocks.Add(Observe(header, [.. block.OrderBy(receipt => receipt.TransactionIndex)]));
        }

        return new FinalRange(start.ParentHash, BlockRef.Of(end), BlockRef.TimeOf(end), blocks);
    }

    private async Task<BlockHeader> DemandHeaderAsync(BlockNumber number, CancellationToken cancellationToken) =>
        await rpc.GetBlockAsync(number, cancellationToken)
            ?? throw new InconsistentAnswerException(Hash32.Zero, $"block {number} is final, and the node does not have it");

    private static void DemandLogsInReceipts(IReadOnlyList<LocatedLog> logs, IReadOnlyList<TransactionReceipt> receipts)
    {
        Dictionary<Hash32, TransactionReceipt> byTransaction = receipts.ToDictionary(receipt => receipt.TransactionHash);
        foreach (LocatedLog log in logs)
        {
            bool isThere = byTransaction[log.TransactionHash] is TransactionReceipt receipt
                && receipt.BlockHash == log.BlockHash
                && receipt.Logs.Any(own => own.Address == log.Address && own.Topics.SequenceEqual(log.Topics) && own.Data.Span.SequenceEqual(log.Data.Span));
            if (!isThere)
            {
                throw new InconsistentAnswerException(log.BlockHash, $"a log of transaction {log.TransactionHash} is not in its receipt");
            }
        }
    }

    private async Task<byte[]> CallOrEmptyAsync(Address contract, string signature, CancellationToken cancellationToken)
    {
        try
        {
            return await rpc.CallAsync(contract, AbiSignature.Selector(signature), cancellationToken);
        }
        catch (JsonRpcErrorException error) when (!error.IsTransient)
        {
            return [];
        }
    }

    private void DemandWholeBlock(BlockHeader header, IReadOnlyList<TransactionReceipt> receipts)
    {
        if (receipts.Count != header.TransactionHashes.Count)
        {
            throw new InconsistentAnswerException(
                header.Hash, $"it has {header.TransactionHashes.Count} transactions and {receipts.Count} receipts");
        }

        for (int i = 0; i < receipts.Count; i++)
        {
            TransactionReceipt receipt = receipts[i];
            if (receipt.BlockHash != header.Hash || receipt.TransactionHash != header.TransactionHashes[i] || receipt.TransactionIndex != i)
            {
                throw new InconsistentAnswerException(header.Hash, $"receipt {i} is that of {receipt.TransactionHash} in block {receipt.BlockHash}");
            }
        }

        if (profile.ReceiptsMatchHeader && !LogsBloom.Of(receipts.SelectMany(receipt => receipt.Logs)).Equals(header.LogsBloom))
        {
            throw new InconsistentAnswerException(header.Hash, "the logs of its receipts do not make the bloom of its header");
        }
    }

    private ObservedBlock Observe(BlockHeader header, IReadOnlyList<TransactionReceipt> receipts) => new(
        BlockRef.Of(header),
        BlockRef.TimeOf(header),
        [.. receipts.Where(receipt => receipt.Logs.Any(log => log.Topics.Count > 0 && log.Topics[0] == interest.Topic))]);
}
