namespace ChainTips.Ethereum.Tests.JsonRpc;

/// <summary>Numbers that look random and are the same for the same seed on every platform (splitmix64).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to one below the limit.</summary>
    public int Next(int limit)
    {
        unchecked
        {
            _state += 0x9e3779b97f4a7c15;
            ulong mixed = (_state ^ (_state >> 30)) * 0xbf58476d1ce4e5b9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
            return (int)((mixed ^ (mixed >> 31)) % (ulong)limit);
        }
    }

    /// <summary>Fills the span with bytes.</summary>
    public void Fill(Span<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Next(256);
        }
    }
}
