using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>What is to be read next for tokens that came later than the blocks that were applied.</summary>
/// <param name="Pairs">The pairs, all of which were read equally far.</param>
/// <param name="From">The first block to read for them.</param>
/// <param name="Parent">The block that it must stand on; null when that is not known.</param>
/// <param name="Until">The last final block to read for these pairs alone; null when only blocks that can still be reverted are left.</param>
/// <param name="Cursor">How far the chain was applied.</param>
public sealed record MissingHistory(
    IReadOnlyList<FollowedPair> Pairs, BlockNumber From, Hash32? Parent, BlockNumber? Until, ChainCursor Cursor)
{
    /// <summary>What is missing of a chain, where there is least of it; null when nothing is.</summary>
    /// <param name="pairs">The pairs that are configured.</param>
    /// <param name="cursor">How far the chain was applied.</param>
    public static MissingHistory? Find(IEnumerable<FollowedPair> pairs, ChainCursor cursor)
    {
        FollowedPair[] incomplete = [.. pairs.Where(pair => pair.MissingFrom is not null).OrderBy(pair => pair.MissingFrom)];
        if (incomplete is not [{ MissingFrom: BlockNumber from } first, ..])
        {
            return null;
        }

        FollowedPair[] together = [.. incomplete.Where(pair => pair.MissingFrom == from && pair.MissingParent == first.MissingParent)];
        BlockNumber? joined = incomplete.FirstOrDefault(pair => pair.MissingFrom > from)?.MissingFrom;
        BlockNumber? until = cursor.Finalized is BlockRef finalized && from <= finalized.Number
            ? BlockNumber.Min(finalized.Number, joined?.Previous ?? finalized.Number)
            : null;
        return new MissingHistory(together, from, first.MissingParent, until, cursor);
    }
}
