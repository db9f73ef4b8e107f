using System.Text.Json;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// Reads the results of <c>eth_getBlockReceipts</c> for several blocks: hashes every receipt while it is read, and keeps
/// only those with a log that is looked for.
/// </summary>
/// <remarks>Every receipt claims the block that was asked, and they count from zero. Its memory is used again for each block.</remarks>
internal sealed class BlockReceiptsReader : IResultReader
{
    private readonly string _method;
    private readonly TokenValue _value;
    private readonly ReceiptObjectReader _receipt;
    private readonly ReceiptsHasher _hasher = new();
    private readonly LogScratch _logs = new();
    private readonly List<Hash32> _transactions = [];
    private readonly List<TransactionReceipt> _selected = [];
    private IReadOnlyList<Hash32> _asked = [];
    private BlockReceiptsDigest?[] _digests = [];
    private LogSelection _wanted = new();
    private bool _withRoot;
    private bool _isHashable;
    private bool _isWanted;
    private bool _isInArray;
    private bool _isInReceipt;
    private Hash32 _blockHash;

    public BlockReceiptsReader(string method)
    {
        _method = method;
        _value = new TokenValue(method, "result");
        _receipt = new ReceiptObjectReader(method, Add);
    }

    /// <summary>How many bytes the largest block so far took; a reader that has grown too large is not kept.</summary>
    public int MostBytes { get; private set; }

    /// <summary>Gets ready for the blocks of one question.</summary>
    public void Begin(IReadOnlyList<Hash32> blockHashes, LogSelection wanted, bool withRoot)
    {
        _asked = blockHashes;
        _digests = new BlockReceiptsDigest?[blockHashes.Count];
        _wanted = wanted;
        _withRoot = withRoot;
        BeginBlock();
    }

    /// <summary>The digests in the order of the question, all of which are there.</summary>
    public IReadOnlyList<BlockReceiptsDigest> Digests => Array.ConvertAll(_digests, digest => digest!);

    /// <inheritdoc/>
    public bool Take(ref Utf8JsonReader reader)
    {
        if (!_isInArray)
        {
            _value.Require(ref reader, JsonTokenType.StartArray, string.Empty, "an array");
            BeginBlock();
            _isInArray = true;
            return false;
        }

        if (!_isInReceipt && reader.TokenType == JsonTokenType.EndArray)
        {
            _isInArray = false;
            return true;
        }

        _isInReceipt = !_receipt.Take(ref reader);
        if (!_isInReceipt)
        {
            HandOver(_receipt.Receipt);
        }

        return false;
    }

    /// <inheritdoc/>
    public void Complete(int index, bool isNull)
    {
        Hash32 asked = _asked[index];
        if (isNull)
        {
            throw new UnknownBlockException(asked);
        }

        if (_transactions.Count > 0 && _blockHash != asked)
        {
            throw MalformedResponseException.OfOtherQuestion(
                _method, "result", "is not of the blockHash that was asked");
        }

        _digests[index] = new BlockReceiptsDigest(
            [.. _transactions], _hasher.Bloom(), _withRoot && _isHashable ? _hasher.Root() : null, [.. _selected]);
        MostBytes = Math.Max(MostBytes, _hasher.Bytes);
    }

    private void BeginBlock()
    {
        _hasher.Begin();
        _transactions.Clear();
        _selected.Clear();
        _logs.Clear();
        _isHashable = true;
        _isWanted = false;
        _isInArray = false;
        _isInReceipt = false;
    }

    private void Add(in StreamedLog log)
    {
        _isWanted = _isWanted || (log.Topics.Length > 0 && _wanted.Includes(log.Address, log.Topics[0]));
        _logs.Add(log);
        _hasher.AddLog(log.Address, log.Topics, log.Data);
    }

    private void HandOver(in StreamedReceipt receipt)
    {
        if (receipt.TransactionIndex != _transactions.Count)
        {
            throw _value.Malformed("transactionIndex", "does not count the receipts of the block from zero");
        }

        if (_transactions.Count > 0 && receipt.BlockHash != _blockHash)
        {
            throw MalformedResponseException.OfOtherQuestion(_method, "result", "has receipts of several blocks");
        }

        _blockHash = receipt.BlockHash;
        _transactions.Add(receipt.TransactionHash);
        _isHashable &= receipt.Outcome is not null;
        _hasher.EndReceipt(receipt.Outcome ?? default);
        if (_isWanted)
        {
            _selected.Add(receipt.With(_logs.ToLogs()));
        }

        _isWanted = false;
        _logs.Clear();
    }
}
