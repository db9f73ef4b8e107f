using ChainTips.Testing;

namespace ChainTips.Server.Tests.Reorgs;

/// <summary>
/// The blocks of the chain as a schedule makes them, from one seed: which tips each has, and where they are after a reorg: in an earlier
/// or later block, with another content, under another nonce, out of the chain for a while or for good.
/// </summary>
/// <param name="random">The seed.</param>
/// <param name="nonces">The next nonce of each payer.</param>
/// <param name="posts">How many posts there are to tip.</param>
internal sealed class ReorgSchedule(SeededRandom random, IReadOnlyList<int> nonces, int posts)
{
    private const int MostTipsInABlock = 4;
    private const int MostAmount = 1_000_000;

    private readonly List<List<SentTip>> _blocks = [];
    private readonly List<SentTip> _dropped = [];

    /// <summary>How many blocks there are.</summary>
    public int Count => _blocks.Count;

    /// <summary>The tips of the next block, with a chance for those that a reorg had dropped.</summary>
    public IReadOnlyList<SentTip> NextBlock()
    {
        List<SentTip> block = [];
        _blocks.Add(block);
        foreach (SentTip dropped in _dropped.Where(tip => tip.Nonce == NextNonce(tip.Payer) && random.Percent(30)).ToArray())
        {
            if (dropped.Nonce == NextNonce(dropped.Payer))
            {
                block.Add(dropped);
            }
        }

        _dropped.RemoveAll(block.Contains);
        int count = random.Percent(25) ? 0 : random.Between(1, MostTipsInABlock);
        for (int i = 0; i < count; i++)
        {
            block.Add(NewTip(random.Below(nonces.Count)));
        }

        return block;
    }

    /// <summary>Replaces the newest blocks.</summary>
    /// <param name="depth">How many leave the chain.</param>
    /// <param name="length">How many come in their place, at least one.</param>
    /// <returns>The tips of each new block.</returns>
    public IReadOnlyList<IReadOnlyList<SentTip>> Reorganize(int depth, int length)
    {
        int from = _blocks.Count - depth;
        List<(SentTip Tip, int Offset)> old = [.. _blocks[from..].SelectMany((block, offset) => block.Select(tip => (tip, offset)))];
        _blocks.RemoveRange(from, depth);
        _blocks.AddRange(Enumerable.Range(0, length).Select(_ => new List<SentTip>()));
        int[] earliest = new int[nonces.Count];
        bool[] isOut = new bool[nonces.Count];
        foreach ((SentTip tip, int offset) in old)
        {
            int fate = random.Below(100);
            isOut[tip.Payer] |= fate < 8;
            if (isOut[tip.Payer] || fate < 14)
            {
                // All that comes after it from this payer is gone with it, or moves up to its nonce.
                _dropped.Add(tip);
                continue;
            }

            int place = Math.Clamp(offset + random.Between(-2, 2), earliest[tip.Payer], length - 1);
            earliest[tip.Payer] = place;
            int nonce = NextNonce(tip.Payer);
            _blocks[from + place].Add(fate < 24 ? NewTip(tip.Payer) : tip with { Nonce = nonce });
        }

        return _blocks[from..];
    }

    private SentTip NewTip(int payer) => new(payer, NextNonce(payer), random.Below(posts), random.Between(1, MostAmount));

    private int NextNonce(int payer) => nonces[payer] + _blocks.Sum(block => block.Count(tip => tip.Payer == payer));
}
