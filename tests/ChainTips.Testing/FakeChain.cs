using ChainTips.Chain;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Testing;

/// <summary>A chain with its node, scripted by the test: it mines, reorganizes, lags, and answers null where it is told to.</summary>
/// <remarks>The hash of everything is made of its content, so a run with the same script is the same run.</remarks>
public sealed class FakeChain : IChainSource
{
    private readonly Dictionary<Hash32, FakeBlock> _known = [];
    private readonly List<FakeBlock> _canonical = [];
    private ulong _fork;

    /// <summary>Begins the chain with an empty block 0.</summary>
    public FakeChain() => Append([]);

    public ulong ChainId { get; set; } = Sample.ChainId;

    public bool RouterHasCode { get; set; } = true;

    /// <summary>What stands at addresses, beside the router.</summary>
    public Dictionary<Address, byte[]> Codes { get; } = [];

    public Dictionary<Address, TokenFacts> Tokens { get; } = [];

    /// <summary>The canonical blocks, from block 0 on.</summary>
    public IReadOnlyList<FakeBlock> Blocks => _canonical;

    public FakeBlock Head => _canonical[^1];

    /// <summary>The number that the node calls finalized; null when it has no such tag.</summary>
    public BlockNumber? Finalized { get; set; }

    /// <summary>The number that the node calls safe; null for the one that it calls finalized.</summary>
    public BlockNumber? Safe { get; set; }

    /// <summary>Why the node has no finalized tag; null when it has one.</summary>
    public string? WithoutTag { get; set; }

    /// <summary>Lets the node lag: it reports this head and knows nothing after it. Null for a node that is up to date.</summary>
    public BlockNumber? LaggingAt { get; set; }

    /// <summary>The numbers that the node answers null for.</summary>
    public HashSet<BlockNumber> Withheld { get; } = [];

    /// <summary>The questions that were asked, by the name of the method.</summary>
    public List<string> Questions { get; } = [];

    /// <summary>Is called with each question before it is answered: what changes between two questions.</summary>
    public Action<string>? BeforeAnswer { get; set; }

    /// <summary>What becomes of each header that is answered by its number.</summary>
    public Func<BlockHeader, BlockHeader> Altered { get; set; } = header => header;

    /// <summary>Mines one block on the head.</summary>
    public FakeBlock Mine(params IReadOnlyList<FakeTransaction> transactions) => Append(transactions);

    /// <summary>Mines blocks without transactions.</summary>
    public FakeBlock MineEmpty(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Append([]);
        }

        return Head;
    }

    /// <summary>Takes the newest blocks off the chain; what is mined from now on is another fork.</summary>
    /// <returns>The blocks that left, oldest first.</returns>
    public IReadOnlyList<FakeBlock> Reorg(int depth)
    {
        FakeBlock[] left = [.. _canonical.TakeLast(depth)];
        _canonical.RemoveRange(_canonical.Count - depth, depth);
        _fork++;
        return left;
    }

    /// <summary>Replaces the newest blocks by as many empty ones.</summary>
    public IReadOnlyList<FakeBlock> ReplaceByEmpty(int depth)
    {
        IReadOnlyList<FakeBlock> left = Reorg(depth);
        MineEmpty(depth);
        return left;
    }

    /// <summary>Becomes the same chain as another.</summary>
    public void Take(FakeChain other)
    {
        _canonical.Clear();
        _canonical.AddRange(other._canonical);
        foreach ((Hash32 hash, FakeBlock block) in other._known)
        {
            _known[hash] = block;
        }
    }

    public FakeBlock At(ulong number) => _canonical[(int)number];

    public Task<ChainFacts> ReadFactsAsync(CancellationToken cancellationToken) =>
        Answer("facts", () => new ChainFacts(ChainId, _canonical[0].Header.Hash, RouterHasCode));

    public Task<TokenFacts> ReadTokenAsync(Address token, CancellationToken cancellationToken) =>
        Answer("token", () => Tokens.GetValueOrDefault(token) ?? new TokenFacts(null, null, null));

    public Task<byte[]> ReadCodeAsync(Address contract, CancellationToken cancellationToken) =>
        Answer("code", () => Codes.GetValueOrDefault(contract) ?? []);

    public Task<UInt256?> ReadPermitNonceAsync(Address token, Address owner, CancellationToken cancellationToken) =>
        Answer("nonces", () => (UInt256?)UInt256.Zero);

    public Task<ulong> ReadGasPriceAsync(CancellationToken cancellationToken) => Answer("gas price", () => 1_000_000_000UL);

    public async Task<ChainHeads> ReadHeadsAsync(CancellationToken cancellationToken)
    {
        BlockNumber? finalized = await Answer("finalized", () => Finalized);
        BlockHeader head = await Answer("head", () => LaggingAt is BlockNumber lag ? At(lag.Value).Header : Head.Header);

        // A node that lags has not seen the later blocks become final either.
        finalized = LaggingAt is BlockNumber behind && finalized > behind ? behind : finalized;
        BlockRef? safe = (Safe ?? finalized) is BlockNumber number ? RefOf(number) : null;
        return new ChainHeads(head, safe, finalized is BlockNumber final ? RefOf(final) : null, WithoutTag);
    }

    public Task<IReadOnlyList<BlockHeader?>> ReadHeadersAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<BlockHeader?>>("header", () =>
        [
            .. Enumerable.Range(0, (int)(last.Value - first.Value) + 1).Select(i => new BlockNumber(first.Value + (ulong)i))
                .Select(number => IsAnswered(number) ? Altered(At(number.Value).Header) : null),
        ]);

    /// <summary>Without a finalized block everything is final that the node has: it knows no rule of confirmations.</summary>
    public Task<BlockHeader?> ReadFinalHeaderAsync(BlockNumber number, CancellationToken cancellationToken) =>
        Answer("header", () => IsAnswered(number) && !(number > Finalized) ? At(number.Value).Header : null);

    public Task<IReadOnlyList<ObservedBlock>> ReadBlocksAsync(IReadOnlyList<BlockHeader> headers, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<ObservedBlock>>("block", () =>
        [
            .. headers.Select(header => _known.TryGetValue(header.Hash, out FakeBlock? block)
                ? block.Observed
                : throw new UnknownBlockException(header.Hash)),
        ]);

    /// <summary>There is none: the hashes of this chain are not those of real headers.</summary>
    public Task<InclusionEvidence?> ReadEvidenceAsync(BlockRef block, int transactionIndex, CancellationToken cancellationToken) =>
        Answer<InclusionEvidence?>("evidence", () => null);

    public Task<BlockNumber?> FindBlockOfAsync(Hash32 transactionHash, CancellationToken cancellationToken) =>
        Answer("transaction", () => _canonical.Find(block => block.Observed.Receipts.Any(receipt => receipt.TransactionHash == transactionHash))?.Number);

    public Task<SignatureVerification> VerifySignatureAsync(
        Address signer, Hash32 digest, ReadOnlyMemory<byte> signature, CancellationToken cancellationToken) =>
        Answer<SignatureVerification>("signature", () => Signature.TryParse(signature.Span, out Signature parsed, out _) && Secp256k1.Default.TryRecover(digest, parsed, out Address found) && found == signer
            ? new SignatureVerification.ValidEoa()
            : new SignatureVerification.Invalid("The signature is not the signer's."));

    public Task<IReadOnlyDictionary<Hash32, TransactionCall>> ReadCallsAsync(
        IReadOnlyCollection<Hash32> transactionHashes, CancellationToken cancellationToken) =>
        Answer<IReadOnlyDictionary<Hash32, TransactionCall>>(
            "calls", () => _canonical.SelectMany(block => block.Calls).Where(call => transactionHashes.Contains(call.Key)).ToDictionary());

    public Task<FinalRange> ReadRangeAsync(BlockNumber first, BlockNumber last, CancellationToken cancellationToken) =>
        Answer("range", () => new FinalRange(
            At(first.Value).Header.ParentHash,
            At(last.Value).Ref,
            At(last.Value).Time,
            [
                .. _canonical
                    .Where(block => block.Number >= first && block.Number <= last && block.Observed.Receipts.Count > 0)
                    .Select(block => block.Observed),
            ]));

    /// <summary>The block of a number; one beyond the head is none that anybody has seen.</summary>
    private BlockRef RefOf(BlockNumber number) => number <= Head.Number ? At(number.Value).Ref : new BlockRef(number, Hash32.Zero, Hash32.Zero);

    private bool IsAnswered(BlockNumber number) =>
        number <= (LaggingAt ?? Head.Number) && number <= Head.Number && !Withheld.Contains(number);

    private FakeBlock Append(IReadOnlyList<FakeTransaction> transactions)
    {
        FakeBlock block = FakeBlock.On(_canonical.LastOrDefault(), _fork, transactions);
        _canonical.Add(block);
        _known[block.Header.Hash] = block;
        return block;
    }

    private Task<T> Answer<T>(string question, Func<T> answer)
    {
        Questions.Add(question);
        BeforeAnswer?.Invoke(question);
        return Task.FromResult(answer());
    }
}
