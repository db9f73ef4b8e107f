using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Server.Tests.Running;

/// <summary>The blocks of a local chain, mined on demand; a name makes it a chain of its own, with a genesis block of its own.</summary>
internal sealed class ScriptedChain
{
    private readonly Lock _lock = new();
    private readonly List<ScriptedBlock> _blocks = [];
    private readonly Dictionary<string, ScriptedBlock> _byHash = [];
    private readonly string _name;
    private int _forks;

    public ScriptedChain(string name = "main", DateTimeOffset? genesis = null)
    {
        _name = name;
        Add(genesis ?? TimeProvider.System.GetUtcNow().AddMinutes(-5), []);
        Mine();
        Mine();
    }

    public ScriptedBlock Head => Read(blocks => blocks[^1]);

    public T Read<T>(Func<IReadOnlyList<ScriptedBlock>, T> read)
    {
        lock (_lock)
        {
            return read(_blocks);
        }
    }

    /// <summary>The block with a hash, or with a transaction of that hash; null when it is not on the chain.</summary>
    public ScriptedBlock? Find(string hash) => Read(blocks =>
        _byHash.TryGetValue(hash, out ScriptedBlock? block) && blocks.ElementAtOrDefault((int)block.Number) == block ? block : null);

    /// <summary>Mines one block, a second after the one before.</summary>
    public ScriptedBlock Mine(params ScriptedTip[] tips) => MineAt(TimeOf(Head).AddSeconds(1), tips);

    /// <summary>Mines one block at a time of its own.</summary>
    public ScriptedBlock MineAt(DateTimeOffset time, params ScriptedTip[] tips)
    {
        lock (_lock)
        {
            return Add(time, tips);
        }
    }

    /// <summary>Mines the blocks that make the newest one final.</summary>
    public void MakeFinal()
    {
        Mine();
        Mine();
    }

    /// <summary>Replaces the newest block by two without transactions.</summary>
    public void Reorg()
    {
        lock (_lock)
        {
            _forks++;
            _blocks.RemoveAt(_blocks.Count - 1);
            Add(TimeOf(_blocks[^1]).AddSeconds(1), []);
            Add(TimeOf(_blocks[^1]).AddSeconds(1), []);
        }
    }

    public static DateTimeOffset TimeOf(ScriptedBlock block) => DateTimeOffset.FromUnixTimeSeconds((long)block.Timestamp);

    private ScriptedBlock Add(DateTimeOffset time, ScriptedTip[] tips)
    {
        ScriptedBlock block = new(
            (ulong)_blocks.Count,
            Keccak256.HashUtf8($"{_name} {_blocks.Count} {_forks}"),
            _blocks.Count == 0 ? default : _blocks[^1].Hash,
            (ulong)time.ToUnixTimeSeconds(),
            [.. tips.Select(tip => tip.Logs())]);
        _blocks.Add(block);
        foreach (Hash32 hash in block.TransactionHashes.Append(block.Hash))
        {
            _byHash[hash.ToString()] = block;
        }

        return block;
    }
}
