namespace ChainTips.Ethereum.Proofs;

/// <summary>
/// Half-byte paths of the trie, written with a flag for leaves and one for an odd length (Yellow Paper, appendix C).
/// </summary>
internal static class HexPrefix
{
    private const int LeafFlag = 2;
    private const int OddFlag = 1;

    /// <summary>The half-byte of a key at an index; the high half of each byte is first.</summary>
    public static int Nibble(ReadOnlySpan<byte> key, int index) =>
        index % 2 == 0 ? key[index / 2] >> 4 : key[index / 2] & 0x0f;

    /// <summary>Encodes the half-bytes of a key from one index up to, not including, another; returns the encoded part.</summary>
    public static ReadOnlySpan<byte> Encode(ReadOnlySpan<byte> key, int from, int to, bool isLeaf, Span<byte> destination)
    {
        int odd = (to - from) % 2;
        Span<byte> path = destination[..(1 + ((to - from) / 2))];
        path.Clear();
        path[0] = (byte)(((isLeaf ? LeafFlag : 0) + (odd * OddFlag)) << 4);
        for (int i = from; i < to; i++)
        {
            int position = i - from + 2 - odd;
            path[position / 2] |= (byte)(position % 2 == 0 ? Nibble(key, i) << 4 : Nibble(key, i));
        }

        return path;
    }

    /// <summary>Reads the flags of an encoded path: false if they are none, or the padding is not zero.</summary>
    public static bool TryReadFlags(ReadOnlySpan<byte> path, out bool isLeaf, out int length)
    {
        isLeaf = false;
        length = 0;
        if (path.IsEmpty || path[0] >= (LeafFlag + OddFlag + 1) << 4)
        {
            return false;
        }

        int flags = path[0] >> 4;
        bool isOdd = (flags & OddFlag) != 0;
        isLeaf = (flags & LeafFlag) != 0;
        length = (2 * (path.Length - 1)) + (isOdd ? 1 : 0);
        return isOdd || (path[0] & 0x0f) == 0;
    }

    /// <summary>Whether the half-bytes of a sound encoded path stand in the key from an index on.</summary>
    public static bool Matches(ReadOnlySpan<byte> path, int length, ReadOnlySpan<byte> key, int from)
    {
        if (length > (2 * key.Length) - from)
        {
            return false;
        }

        int first = (2 * path.Length) - length;
        for (int i = 0; i < length; i++)
        {
            if (Nibble(path, first + i) != Nibble(key, from + i))
            {
                return false;
            }
        }

        return true;
    }
}
