using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ChainTips.Simulation.Running;

/// <summary>Everything that happened in a run, in order: what must be the same when the run is played again.</summary>
internal sealed class RunLog(TimeProvider clock)
{
    private readonly List<string> _lines = [];

    /// <summary>A line for each thing that happened.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Writes a line, with the time.</summary>
    public void Note(string what) =>
        _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerMillisecond} {what}"));

    /// <summary>One number for all lines; another run with the same number was the same.</summary>
    public ulong Fingerprint() => _lines.Aggregate(0UL, (sum, line) => Mix(sum ^ Hash(MemoryMarshal.AsBytes(line.AsSpan()))));

    /// <summary>A number for some bytes: the same on every machine, and no protection against anybody.</summary>
    public static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = (ulong)bytes.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte last in bytes)
        {
            hash = Mix(hash ^ last);
        }

        return hash;
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 32)) * 0xD6E8FEB86659FD93;
            value = (value + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
            return value ^ (value >> 29);
        }
    }
}
