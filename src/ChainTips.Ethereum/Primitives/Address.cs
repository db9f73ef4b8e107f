using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ChainTips.Ethereum.Hashing;

namespace ChainTips.Ethereum.Primitives;

/// <summary>A 20-byte account of the chain; the default value is <see cref="Zero"/>.</summary>
/// <remarks>Ordered by its bytes, first byte first. Text is checked and written as EIP-55 describes.</remarks>
public readonly struct Address : IEquatable<Address>, IComparable<Address>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 20;

    private readonly ulong _first;
    private readonly ulong _middle;
    private readonly uint _last;

    private Address(ReadOnlySpan<byte> bytes)
    {
        _first = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _middle = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _last = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
    }

    /// <summary>The address of 20 zero bytes, which tokens use for minting and burning.</summary>
    public static Address Zero => default;

    /// <summary>Whether all 20 bytes are zero.</summary>
    public bool IsZero => this == default;

    /// <summary>Takes exactly 20 bytes, or throws <see cref="ArgumentException"/>.</summary>
    public static Address FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            string message = string.Create(
                CultureInfo.InvariantCulture, $"An address has {Length} bytes, not {bytes.Length}; pass all of it.");
            throw new ArgumentException(message, nameof(bytes));
        }

        return new Address(bytes);
    }

    /// <summary>
    /// Reads 0x and 40 digits; mixed case must be the EIP-55 checksum, else <see cref="FormatException"/>.
    /// </summary>
    public static Address Parse(string text) =>
        TryParse(text, out Address address, out string? error) ? address : throw new FormatException(error);

    /// <summary>
    /// Reads 0x and 40 digits; mixed case must be the EIP-55 checksum. The error names the value and the remedy.
    /// </summary>
    public static bool TryParse(string? text, out Address address, [NotNullWhen(false)] out string? error)
    {
        address = default;
        Span<byte> bytes = stackalloc byte[Length];
        error = Hex.DecodeFixed(text, "address", bytes);
        if (error is not null)
        {
            return false;
        }

        Address decoded = new(bytes);
        if (IsMixedCase(text.AsSpan(2)) && decoded.ToString() is string checksummed && checksummed != text)
        {
            error = $"The address {Excerpt.Quote(text)} fails its EIP-55 checksum, so a character may be mistyped; "
                + $"compare it with its source, and if every digit is right write '{checksummed}'.";
            return false;
        }

        address = decoded;
        return true;
    }

    /// <summary>Writes the 20 bytes to the start of a span that is at least as long.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], _last);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _middle);
        BinaryPrimitives.WriteUInt64BigEndian(destination, _first);
    }

    /// <summary>A new array of the 20 bytes.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public int CompareTo(Address other)
    {
        int first = _first.CompareTo(other._first);
        int order = first != 0 ? first : _middle.CompareTo(other._middle);
        return order != 0 ? order : _last.CompareTo(other._last);
    }

    /// <inheritdoc/>
    public bool Equals(Address other) => _first == other._first && _middle == other._middle && _last == other._last;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Address other && Equals(other);

    /// <summary>A hash that is seeded per process.</summary>
    /// <remarks>Strangers choose addresses, and a plain 64-bit fold would let them choose colliding ones.</remarks>
    public override int GetHashCode() => unchecked(
        HashCode.Combine((uint)_first, (uint)(_first >> 32), (uint)_middle, (uint)(_middle >> 32), _last));

    /// <summary>0x and 40 digits with the EIP-55 checksum.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Eip55.Format(bytes);
    }

    /// <summary>Whether both are the same account.</summary>
    public static bool operator ==(Address left, Address right) => left.Equals(right);

    /// <summary>Whether the accounts differ.</summary>
    public static bool operator !=(Address left, Address right) => !left.Equals(right);

    /// <summary>Whether the left address sorts before the right.</summary>
    public static bool operator <(Address left, Address right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left address sorts after the right.</summary>
    public static bool operator >(Address left, Address right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left address does not sort after the right.</summary>
    public static bool operator <=(Address left, Address right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left address does not sort before the right.</summary>
    public static bool operator >=(Address left, Address right) => left.CompareTo(right) >= 0;

    private static bool IsMixedCase(ReadOnlySpan<char> digits) =>
        digits.IndexOfAnyInRange('a', 'f') >= 0 && digits.IndexOfAnyInRange('A', 'F') >= 0;
}
