using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Chain;

/// <summary>Reads the receipts of blocks, all of each block, and believes them only if their header commits to them.</summary>
/// <param name="rpc">The node.</param>
/// <param name="profile">What is known of the chain.</param>
/// <param name="verification">How far the node is believed.</param>
internal sealed class BlockReader(EthereumRpc rpc, ChainProfile profile, Verification verification)
{
    /// <summary>What receipts take on busy chains, in bytes of JSON; only to choose how many blocks are asked for at once.</summary>
    private const int BytesOfReceipt = 5_000;
    private const int MostBytesAtOnce = 32 * 1024 * 1024;

    private readonly LearntSize _size = new();
    private volatile bool _givesBlockReceipts = profile.HasBlockReceipts;

    /// <summary>The receipts of interest in each block, in the order of the headers, which are believed already.</summary>
    /// <param name="headers">The blocks.</param>
    /// <param name="wanted">Which logs are looked for.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<IReadOnlyList<ObservedBlock>> ReadAsync(
        IReadOnlyList<BlockHeader> headers, LogSelection wanted, CancellationToken cancellationToken)
    {
        List<ObservedBlock> blocks = new(headers.Count);
        int[] transactions = [.. headers.Select(header => header.TransactionHashes.Count)];
        while (blocks.Count < headers.Count)
        {
            BlockHeader[] next = [.. headers.Skip(blocks.Count).Take(CountAtOnce(transactions.AsSpan(blocks.Count)))];
            try
            {
                IReadOnlyList<BlockReceiptsDigest> digests = await DigestAsync(next, wanted, cancellationToken);
                blocks.AddRange(next.Zip(digests, Check));
                _size.Succeeded((ulong)next.Length);
            }
            catch (EthereumRpcException error) when (next.Length > 1 && LearntSize.IsTooMuch(error))
            {
                _size.Refused(next[0].Number, (ulong)next.Length, new RpcErrorClass(RpcErrorKind.ResponseTooLarge));
            }
        }

        return blocks;
    }

    /// <summary>The receipts of interest in each block, as the node tells them, without a header to check them against.</summary>
    /// <param name="blockHashes">The blocks.</param>
    /// <param name="transactions">How many transactions each has at least.</param>
    /// <param name="wanted">Which logs are looked for.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>The receipts of each block; null if the node does not give receipts by block, or not so many.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<TransactionReceipt>>?> TrySelectAsync(
        Hash32[] blockHashes, int[] transactions, LogSelection wanted, CancellationToken cancellationToken)
    {
        List<IReadOnlyList<TransactionReceipt>> selected = new(blockHashes.Length);
        try
        {
            while (_givesBlockReceipts && selected.Count < blockHashes.Length)
            {
                int count = CountAtOnce(transactions.AsSpan(selected.Count));
                IReadOnlyList<BlockReceiptsDigest> digests = await rpc.DigestBlockReceiptsAsync(
                    blockHashes[selected.Count..(selected.Count + count)], wanted, false, cancellationToken);
                selected.AddRange(digests.Select(digest => digest.Selected));
            }
        }
        catch (EthereumRpcException error) when (error.Kind == RpcErrorKind.MethodMissing || error.Classification.AsksForSmallerRange)
        {
            _givesBlockReceipts &= error.Kind != RpcErrorKind.MethodMissing;
            return null;
        }

        return selected.Count == blockHashes.Length ? selected : null;
    }

    /// <summary>All receipts of a block as its header commits to them; nothing is checked.</summary>
    public async Task<IReadOnlyList<ConsensusReceipt>> ReadConsensusAsync(Hash32 blockHash, CancellationToken cancellationToken)
    {
        if (_givesBlockReceipts)
        {
            try
            {
                return await rpc.GetConsensusReceiptsAsync(blockHash, cancellationToken);
            }
            catch (EthereumRpcException error) when (error.Kind == RpcErrorKind.MethodMissing)
            {
                _givesBlockReceipts = false;
            }
        }

        BlockHeader header = await rpc.GetBlockAsync(blockHash, cancellationToken) ?? throw new UnknownBlockException(blockHash);
        return await rpc.GetConsensusReceiptsAsync(header.TransactionHashes, cancellationToken);
    }

    /// <summary>Of how many blocks the receipts fit into one answer, by their numbers of transactions; at least one.</summary>
    private int CountAtOnce(ReadOnlySpan<int> transactions)
    {
        ulong most = _size.Current;
        int count = 0;
        long bytes = 0;
        while ((ulong)count < most && count < transactions.Length && (count == 0 || bytes < MostBytesAtOnce))
        {
            bytes += (long)BytesOfReceipt * transactions[count];
            count++;
        }

        return count;
    }

    private async Task<IReadOnlyList<BlockReceiptsDigest>> DigestAsync(
        BlockHeader[] headers, LogSelection wanted, CancellationToken cancellationToken)
    {
        bool withRoot = verification == Verification.Proof;
        if (_givesBlockReceipts)
        {
            try
            {
                return await rpc.DigestBlockReceiptsAsync(
                    [.. headers.Select(header => header.Hash)], wanted, withRoot, cancellationToken);
            }
            catch (EthereumRpcException error) when (error.Kind == RpcErrorKind.MethodMissing)
            {
                _givesBlockReceipts = false;
            }
            catch (EthereumRpcException error) when (error.Classification.AsksForSmallerRange && headers.Length == 1)
            {
                // One block that is too large for one answer is read by its transactions below.
                return [await DigestByTransactionAsync(headers[0], wanted, withRoot, cancellationToken)];
            }
        }

        List<BlockReceiptsDigest> digests = new(headers.Length);
        foreach (BlockHeader header in headers)
        {
            digests.Add(await DigestByTransactionAsync(header, wanted, withRoot, cancellationToken));
        }

        return digests;
    }

    private Task<BlockReceiptsDigest> DigestByTransactionAsync(
        BlockHeader header, LogSelection wanted, bool withRoot, CancellationToken cancellationToken) =>
        rpc.DigestTransactionReceiptsAsync(header.Hash, header.TransactionHashes, wanted, withRoot, cancellationToken);

    private ObservedBlock Check(BlockHeader header, BlockReceiptsDigest digest)
    {
        if (digest.TransactionHashes.Count != header.TransactionHashes.Count)
        {
            throw new InconsistentAnswerException(
                header.Hash, RejectionReason.Transactions,
                $"it has {header.TransactionHashes.Count} transactions and {digest.TransactionHashes.Count} receipts");
        }

        if (!digest.TransactionHashes.SequenceEqual(header.TransactionHashes))
        {
            throw new InconsistentAnswerException(
                header.Hash, RejectionReason.Transactions, "its receipts are those of other transactions than its own");
        }

        if (verification == Verification.Proof && digest.Root != header.ReceiptsRoot)
        {
            string found = digest.Root is Hash32 root ? $"the root {root}" : "no root, because a field that is hashed is missing";
            throw new InconsistentAnswerException(
                header.Hash, RejectionReason.ReceiptsRoot, $"its receipts have {found}, and its header says {header.ReceiptsRoot}");
        }

        if (profile.ReceiptsMatchHeader && !digest.Bloom.Equals(header.LogsBloom))
        {
            throw new InconsistentAnswerException(
                header.Hash, RejectionReason.Bloom, "the logs of its receipts do not make the bloom of its header");
        }

        return new ObservedBlock(BlockRef.Of(header), BlockRef.TimeOf(header), digest.Selected);
    }
}
