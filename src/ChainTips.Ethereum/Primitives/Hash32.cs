using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ChainTips.Ethereum.Primitives;

/// <summary>
/// A 32-byte word of the chain: a block, transaction or topic hash; the default value is <see cref="Zero"/>.
/// </summary>
/// <remarks>Ordered by its bytes, first byte first.</remarks>
public readonly struct Hash32 : IEquatable<Hash32>, IComparable<Hash32>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    private Hash32(ReadOnlySpan<byte> bytes)
    {
        _first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _second = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _third = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _fourth = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>The word of 32 zero bytes.</summary>
    public static Hash32 Zero => default;

    /// <summary>Whether all 32 bytes are zero.</summary>
    public bool IsZero => this == default;

    /// <summary>Takes exactly 32 bytes, or throws <see cref="ArgumentException"/>.</summary>
    public static Hash32 FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            string message = string.Create(
                CultureInfo.InvariantCulture, $"A hash has {Length} bytes, not {bytes.Length}; pass all of it.");
            throw new ArgumentException(message, nameof(bytes));
        }

        return new Hash32(bytes);
    }

    /// <summary>Reads 0x and 64 digits of any case, or throws <see cref="FormatException"/>.</summary>
    public static Hash32 Parse(string text) =>
        TryParse(text, out Hash32 hash, out string? error) ? hash : throw new FormatException(error);

    /// <summary>Reads 0x and 64 digits of any case; the error names the value and the remedy.</summary>
    public static bool TryParse(string? text, out Hash32 hash, [NotNullWhen(false)] out string? error)
    {
        Span<byte> bytes = stackalloc byte[Length];
        error = Hex.DecodeFixed(text, "32-byte hash", bytes);
        hash = error is null ? new Hash32(bytes) : default;
        return error is null;
    }

    /// <summary>Writes the 32 bytes to the start of a span that is at least as long.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _fourth);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _third);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _second);
        BinaryPrimitives.WriteUInt64BigEndian(destination, _first);
    }

    /// <summary>A new array of the 32 bytes.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public int CompareTo(Hash32 other)
    {
        int first = _first.CompareTo(other._first);
        int second = first != 0 ? first : _second.CompareTo(other._second);
        int third = second != 0 ? second : _third.CompareTo(other._third);
        return third != 0 ? third : _fourth.CompareTo(other._fourth);
    }

    /// <inheritdoc/>
    public bool Equals(Hash32 other) =>
        _first == other._first && _second == other._second && _third == other._third && _fourth == other._fourth;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Hash32 other && Equals(other);

    /// <summary>A hash that is seeded per process.</summary>
    /// <remarks>Payers choose references, and a plain 64-bit fold would let them choose colliding ones.</remarks>
    public override int GetHashCode() => unchecked(HashCode.Combine(
        (uint)_first, (uint)(_first >> 32), (uint)_second, (uint)(_second >> 32),
        (uint)_third, (uint)(_third >> 32), (uint)_fourth, (uint)(_fourth >> 32)));

    /// <summary>0x and 64 lower-case digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Hex.Format(bytes);
    }

    /// <summary>Whether both are the same word.</summary>
    public static bool operator ==(Hash32 left, Hash32 right) => left.Equals(right);

    /// <summary>Whether the words differ.</summary>
    public static bool operator !=(Hash32 left, Hash32 right) => !left.Equals(right);

    /// <summary>Whether the left word sorts before the right.</summary>
    public static bool operator <(Hash32 left, Hash32 right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left word sorts after the right.</summary>
    public static bool operator >(Hash32 left, Hash32 right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left word does not sort after the right.</summary>
    public static bool operator <=(Hash32 left, Hash32 right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left word does not sort before the right.</summary>
    public static bool operator >=(Hash32 left, Hash32 right) => left.CompareTo(right) >= 0;
}
