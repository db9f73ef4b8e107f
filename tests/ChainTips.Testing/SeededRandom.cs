namespace ChainTips.Testing;

/// <summary>Numbers that look random and are the same for the same seed on every machine (SplitMix64).</summary>
/// <param name="seed">The seed.</param>
public sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 up to, not including, the bound.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>A number from the first to the last, both included.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    /// <summary>True in so many cases of a hundred.</summary>
    public bool Percent(int percent) => Below(100) < percent;

    public T OneOf<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public T[] Shuffled<T>(IEnumerable<T> items) => [.. items.Select(item => (Key: Next(), item)).OrderBy(p => p.Key).Select(p => p.item)];

    /// <summary>Fills the span with bytes.</summary>
    public void Fill(Span<byte> bytes)
    {
        ulong word = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            word = i % sizeof(ulong) == 0 ? Next() : word >> 8;
            bytes[i] = (byte)(word & 0xff);
        }
    }

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
