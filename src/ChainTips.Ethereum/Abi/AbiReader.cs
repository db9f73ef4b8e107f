using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Abi;

/// <summary>
/// Reads arguments one after another from foreign data in the Solidity ABI encoding, without exceptions.
/// </summary>
/// <remarks>
/// Only the canonical encoding is accepted: the one that <see cref="AbiWriter"/> and Solidity write. The first refusal
/// is kept in <see cref="Failure"/> and all later reads fail. The caller ends with <see cref="AtEnd"/>.
/// </remarks>
public ref struct AbiReader
{
    private readonly ReadOnlySpan<byte> _data;
    private int _position;
    private int _headEnd;
    private int _tailEnd;
    private bool _hasTails;

    /// <summary>Starts at the first word of the data, which is without selector.</summary>
    public AbiReader(ReadOnlySpan<byte> data)
    {
        _data = data;
        _headEnd = data.Length;
        _tailEnd = data.Length;
    }

    /// <summary>Why the first read that failed did so.</summary>
    public AbiDecodeFailure Failure { get; private set; }

    /// <summary>Whether no read failed and every byte of head and tails has been read.</summary>
    public readonly bool AtEnd =>
        Failure == AbiDecodeFailure.None && _position == _headEnd && _tailEnd == _data.Length;

    /// <summary>Reads an <c>address</c>, whose upper 12 bytes must be zero.</summary>
    public bool TryReadAddress(out Address value)
    {
        value = default;
        if (!TryReadWord(out ReadOnlySpan<byte> word))
        {
            return false;
        }

        if (!AbiWord.IsAddress(word))
        {
            return Fail(AbiDecodeFailure.AddressTooLarge);
        }

        value = Address.FromBytes(word[^Address.Length..]);
        return true;
    }

    /// <summary>Reads a <c>uint256</c>.</summary>
    public bool TryReadUInt256(out UInt256 value)
    {
        bool read = TryReadWord(out ReadOnlySpan<byte> word);
        value = read ? AbiWord.ReadUInt256(word) : default;
        return read;
    }

    /// <summary>Reads a <c>bytes32</c>.</summary>
    public bool TryReadHash32(out Hash32 value)
    {
        bool read = TryReadWord(out ReadOnlySpan<byte> word);
        value = read ? Hash32.FromBytes(word) : default;
        return read;
    }

    /// <summary>Reads a <c>bool</c>, which must be 0 or 1.</summary>
    public bool TryReadBool(out bool value)
    {
        value = false;
        if (!TryReadWord(out ReadOnlySpan<byte> word))
        {
            return false;
        }

        if (word[..^1].ContainsAnyExcept((byte)0) || word[^1] > 1)
        {
            return Fail(AbiDecodeFailure.BoolOutOfRange);
        }

        value = word[^1] == 1;
        return true;
    }

    /// <summary>Reads a <c>string</c>, which must be valid UTF-8 in a canonical tail.</summary>
    public bool TryReadString([NotNullWhen(true)] out string? value)
    {
        value = null;
        if (!TryReadBytes(out ReadOnlySpan<byte> utf8))
        {
            return false;
        }

        if (!Utf8.IsValid(utf8))
        {
            return Fail(AbiDecodeFailure.InvalidUtf8);
        }

        value = Encoding.UTF8.GetString(utf8);
        return true;
    }

    /// <summary>Reads dynamic <c>bytes</c> in a canonical tail as a slice of the data.</summary>
    public bool TryReadBytes(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryReadWord(out ReadOnlySpan<byte> offsetWord))
        {
            return false;
        }

        if (!AbiWord.TryReadLength(offsetWord, out int offset) || !TryOpenTail(offset))
        {
            return Fail(AbiDecodeFailure.OffsetNotCanonical);
        }

        int start = offset + AbiWord.Length;
        if (!AbiWord.TryReadLength(_data.Slice(offset, AbiWord.Length), out int length)
            || start + AbiWord.Pad(length) > _data.Length)
        {
            return Fail(AbiDecodeFailure.TailTooShort);
        }

        _tailEnd = start + (int)AbiWord.Pad(length);
        if (_data[(start + length).._tailEnd].ContainsAnyExcept((byte)0))
        {
            return Fail(AbiDecodeFailure.PaddingNotZero);
        }

        value = _data.Slice(start, length);
        return true;
    }

    /// <summary>The first tail ends the head, and every other tail begins where the one before it ended.</summary>
    private bool TryOpenTail(int offset)
    {
        bool isCanonical = _hasTails
            ? offset == _tailEnd
            : offset >= _position && offset % AbiWord.Length == 0;
        if (!isCanonical || offset > _data.Length - AbiWord.Length)
        {
            return false;
        }

        if (!_hasTails)
        {
            _hasTails = true;
            _headEnd = offset;
        }

        return true;
    }

    private bool TryReadWord(out ReadOnlySpan<byte> word)
    {
        word = default;
        if (Failure != AbiDecodeFailure.None)
        {
            return false;
        }

        if (_headEnd - _position < AbiWord.Length)
        {
            return Fail(AbiDecodeFailure.HeadTooShort);
        }

        word = _data.Slice(_position, AbiWord.Length);
        _position += AbiWord.Length;
        return true;
    }

    private bool Fail(AbiDecodeFailure failure)
    {
        Failure = failure;
        return false;
    }
}
