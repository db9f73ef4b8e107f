using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Proofs;

/// <summary>
/// Computes what a header commits to about the receipts of its block, log by log, as they are read: the receipts root and
/// the bloom (Yellow Paper, section 4.4.1). The same as <see cref="BlockReceipts"/>, in memory that is used again.
/// </summary>
/// <remarks>The logs of a receipt come before its end. Not thread-safe.</remarks>
internal sealed class ReceiptsHasher
{
    private readonly LogsBloomBuilder _receiptBloom;
    private readonly LogsBloomBuilder _blockBloom;
    private readonly RlpWriter _logs = new();
    private readonly RlpWriter _receipts = new();
    private readonly List<int> _ends = [];
    private readonly TrieEncoder _trie = new();
    private TrieEntry[] _entries = [];

    public ReceiptsHasher()
    {
        BloomMemory memory = new();
        _receiptBloom = new LogsBloomBuilder(memory);
        _blockBloom = new LogsBloomBuilder(memory);
    }

    /// <summary>The filter over all logs of the block.</summary>
    public LogsBloom Bloom() => _blockBloom.ToBloom();

    /// <summary>How many bytes of memory it holds for the receipts of the block.</summary>
    public int Bytes => _receipts.Length;

    /// <summary>A new block begins.</summary>
    public void Begin()
    {
        _receiptBloom.Clear();
        _blockBloom.Clear();
        _logs.Clear();
        _receipts.Clear();
        _ends.Clear();
    }

    /// <summary>Adds a log of the receipt that is being read.</summary>
    public void AddLog(Address address, ReadOnlySpan<Hash32> topics, ReadOnlySpan<byte> data)
    {
        int list = _logs.BeginList();
        _logs.Write(address);
        int words = _logs.BeginList();
        foreach (Hash32 topic in topics)
        {
            _logs.Write(topic);
        }

        _logs.EndList(words).Write(data).EndList(list);
        _receiptBloom.Add(address, topics);
    }

    /// <summary>Ends the receipt.</summary>
    /// <exception cref="ConsensusFormatException">A deposit has a receipt version but no nonce, which no chain makes.</exception>
    public void EndReceipt(in ReceiptOutcome outcome)
    {
        if (outcome.Type != 0)
        {
            _receipts.WriteEncoded([outcome.Type]);
        }

        int list = _receipts.BeginList();
        ConsensusReceipt.WriteOutcome(_receipts, outcome);
        _receipts.Write(outcome.CumulativeGasUsed).Write(_receiptBloom.Bits);
        int logs = _receipts.BeginList();
        _receipts.WriteEncoded(_logs.Written).EndList(logs);
        ConsensusReceipt.WriteDeposit(_receipts, outcome);
        _receipts.EndList(list);
        _ends.Add(_receipts.Length);
        _blockBloom.Add(_receiptBloom);
        _receiptBloom.Clear();
        _logs.Clear();
    }

    /// <summary>The receipts root of the block.</summary>
    public Hash32 Root()
    {
        int count = _ends.Count;
        if (count == 0)
        {
            return MerklePatriciaTrie.EmptyRoot;
        }

        if (_entries.Length < count)
        {
            _entries = new TrieEntry[count];
        }

        // The keys in their order: the RLP of 0 is 0x80, which stands between those of 127 and 128.
        int early = Math.Min(count, 0x80) - 1;
        for (int i = 0; i < count; i++)
        {
            int place = i == 0 ? early : i <= early ? i - 1 : i;
            int start = i == 0 ? 0 : _ends[i - 1];
            _entries[place] = new TrieEntry(OrderedTrie.CachedKey(i), _receipts.Slice(start, _ends[i] - start));
        }

        return Keccak256.Hash(_trie.Encode(_entries.AsSpan(0, count), null));
    }
}
