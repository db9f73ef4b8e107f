using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace ChainTips.Ethereum.Primitives;

/// <summary>An unsigned 256-bit number, the integer of the EVM; the default value is <see cref="Zero"/>.</summary>
/// <remarks>
/// It carries numbers and does no arithmetic: amounts are narrowed to 128 bits before they are added.
/// </remarks>
public readonly struct UInt256 : IEquatable<UInt256>, IComparable<UInt256>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 32;

    /// <summary>Decimal digits of the largest value.</summary>
    private const int MaxDigits = 78;

    private readonly UInt128 _upper;
    private readonly UInt128 _lower;

    private UInt256(UInt128 upper, UInt128 lower)
    {
        _upper = upper;
        _lower = lower;
    }

    /// <summary>The number 0.</summary>
    public static UInt256 Zero => default;

    /// <summary>The number 2²⁵⁶ − 1, which tokens use for an unlimited allowance.</summary>
    public static UInt256 MaxValue => new(UInt128.MaxValue, UInt128.MaxValue);

    /// <summary>
    /// Takes up to 32 bytes, most significant first (none is zero), or throws <see cref="ArgumentException"/>.
    /// </summary>
    public static UInt256 FromBigEndian(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Length)
        {
            string message = string.Create(
                CultureInfo.InvariantCulture, $"A UInt256 has at most {Length} bytes, not {bytes.Length}; pass fewer.");
            throw new ArgumentException(message, nameof(bytes));
        }

        Span<byte> word = stackalloc byte[Length];
        word.Clear();
        bytes.CopyTo(word[(Length - bytes.Length)..]);
        return new UInt256(
            BinaryPrimitives.ReadUInt128BigEndian(word), BinaryPrimitives.ReadUInt128BigEndian(word[16..]));
    }

    /// <summary>Reads decimal text of ASCII digits only, or throws <see cref="FormatException"/>.</summary>
    public static UInt256 Parse(string text) =>
        TryParse(text, out UInt256 value, out string? error) ? value : throw new FormatException(error);

    /// <summary>
    /// Reads decimal text of ASCII digits only, below 2²⁵⁶; the error names the value and the remedy.
    /// </summary>
    public static bool TryParse(string? text, out UInt256 value, [NotNullWhen(false)] out string? error)
    {
        value = default;
        if (string.IsNullOrEmpty(text) || text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            error = $"The number {Excerpt.Quote(text)} is not a whole decimal number; write digits 0-9 only.";
            return false;
        }

        // The length is checked first, because parsing a huge text takes quadratic time.
        ReadOnlySpan<char> digits = text.AsSpan().TrimStart('0');
        BigInteger number = digits.Length > MaxDigits
            ? BigInteger.MinusOne
            : BigInteger.Parse("0" + digits.ToString(), NumberStyles.None, CultureInfo.InvariantCulture);
        if (number.Sign < 0 || number.GetByteCount(isUnsigned: true) > Length)
        {
            error = $"The number {Excerpt.Quote(text)} does not fit in 256 bits; write one below 2^256.";
            return false;
        }

        value = FromBigEndian(number.ToByteArray(isUnsigned: true, isBigEndian: true));
        error = null;
        return true;
    }

    /// <summary>Writes 32 bytes, most significant first, to the start of a span that is at least as long.</summary>
    public void WriteBigEndian(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], _lower);
        BinaryPrimitives.WriteUInt128BigEndian(destination, _upper);
    }

    /// <summary>Narrows the number; false, and zero, if it is 2¹²⁸ or more.</summary>
    public bool TryToUInt128(out UInt128 value)
    {
        value = _upper == UInt128.Zero ? _lower : UInt128.Zero;
        return _upper == UInt128.Zero;
    }

    /// <inheritdoc/>
    public int CompareTo(UInt256 other)
    {
        int upper = _upper.CompareTo(other._upper);
        return upper != 0 ? upper : _lower.CompareTo(other._lower);
    }

    /// <inheritdoc/>
    public bool Equals(UInt256 other) => _upper == other._upper && _lower == other._lower;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UInt256 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_upper, _lower);

    /// <summary>The decimal digits, without sign or grouping.</summary>
    public override string ToString()
    {
        if (_upper == UInt128.Zero)
        {
            return _lower.ToString(CultureInfo.InvariantCulture);
        }

        Span<byte> bytes = stackalloc byte[Length];
        WriteBigEndian(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Widens a 64-bit number.</summary>
    public static implicit operator UInt256(ulong value) => new(UInt128.Zero, value);

    /// <summary>Widens a 128-bit number.</summary>
    public static implicit operator UInt256(UInt128 value) => new(UInt128.Zero, value);

    /// <summary>Whether the numbers are equal.</summary>
    public static bool operator ==(UInt256 left, UInt256 right) => left.Equals(right);

    /// <summary>Whether the numbers differ.</summary>
    public static bool operator !=(UInt256 left, UInt256 right) => !left.Equals(right);

    /// <summary>Whether the left number is less.</summary>
    public static bool operator <(UInt256 left, UInt256 right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left number is greater.</summary>
    public static bool operator >(UInt256 left, UInt256 right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left number is less or equal.</summary>
    public static bool operator <=(UInt256 left, UInt256 right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left number is greater or equal.</summary>
    public static bool operator >=(UInt256 left, UInt256 right) => left.CompareTo(right) >= 0;
}
