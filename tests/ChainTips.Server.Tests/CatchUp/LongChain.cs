using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Tests.Running;
using ChainTips.Testing;

namespace ChainTips.Server.Tests.CatchUp;

/// <summary>
/// Very many blocks, of which a tenth hold tips and a few something of others. Only the hashes are kept; a block is made whenever it is
/// asked for, with a true hash and a true receipts root.
/// </summary>
internal sealed class LongChain
{
    private const ulong SecondsOfBlock = 2;
    private const int PercentOfOthers = 3;

    private static readonly Address OtherContract = Sample.AddressOf("nobody's contract");

    private readonly Hash32[] _hashes;
    private readonly Dictionary<Hash32, int> _numbers = [];
    private readonly Dictionary<int, List<int>> _tips = [];
    private readonly HashSet<int> _others = [];
    private readonly Hash32 _reference;
    private readonly ulong _genesis;

    /// <summary>Makes the chain.</summary>
    /// <param name="blocks">How many blocks it has, with the one of number 0.</param>
    /// <param name="tips">How many tips are in them, each in a block drawn at random.</param>
    /// <param name="reference">What they are for.</param>
    /// <param name="random">The seed.</param>
    public LongChain(int blocks, int tips, Hash32 reference, SeededRandom random)
    {
        _reference = reference;
        _genesis = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - ((ulong)blocks * SecondsOfBlock);
        for (int tip = 1; tip <= tips; tip++)
        {
            // The newest blocks are not final, and the first cannot hold anything.
            int block = random.Between(1, blocks - 10);
            (_tips.TryGetValue(block, out List<int>? others) ? others : _tips[block] = []).Add(tip);
        }

        _hashes = new Hash32[blocks];
        for (int number = 0; number < blocks; number++)
        {
            if (random.Percent(PercentOfOthers))
            {
                _others.Add(number);
            }

            ScriptedBlock block = Make(number);
            _hashes[number] = block.Hash;
            if (!IsEmpty(number))
            {
                _numbers[_hashes[number]] = number;
                foreach (Hash32 transaction in block.TransactionHashes)
                {
                    _numbers[transaction] = number;
                }
            }
        }
    }

    public int Count => _hashes.Length;

    /// <summary>How many blocks hold tips: the receipts of no others are of use.</summary>
    public int BlocksWithTips => _tips.Count;

    /// <summary>The blocks that hold tips, and the numbers of these, which are also their amounts.</summary>
    public IReadOnlyDictionary<int, List<int>> Tips => _tips;

    public ulong TimeOf(int number) => _genesis + ((ulong)number * SecondsOfBlock);

    public Hash32 HashOf(int number) => _hashes[number];

    /// <summary>Whether a block has no transaction.</summary>
    public bool IsEmpty(int number) => !_tips.ContainsKey(number) && !_others.Contains(number);

    /// <summary>The block of a hash, or with a transaction of that hash; null when it is none that has transactions.</summary>
    public ScriptedBlock? Find(Hash32 hash) => _numbers.TryGetValue(hash, out int number) ? Make(number) : null;

    /// <summary>The blocks of a range that hold tips, in their order.</summary>
    public IEnumerable<ScriptedBlock> WithTips(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Where(_tips.ContainsKey).Select(Make);

    public ScriptedBlock Make(int number) => new(
        (ulong)number,
        Hash32.Zero,
        number == 0 ? Hash32.Zero : _hashes[number - 1],
        TimeOf(number),
        [
            .. _tips.GetValueOrDefault(number, []).Select(tip => new ScriptedTip(_reference, (UInt128)tip).Logs()),
            .. _others.Contains(number) ? new[] { OfOthers() } : [],
        ]);

    /// <summary>What somebody else's contract wrote down: a log for which no bloom of ours stands.</summary>
    private static ChainLog[] OfOthers() => [ALog.Of(OtherContract, [Sample.HashOf("nobody's event")], [])];
}
