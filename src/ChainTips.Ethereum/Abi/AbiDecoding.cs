using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace ChainTips.Ethereum.Abi;

/// <summary>One run of <see cref="AbiDecoder"/> over its data.</summary>
/// <remarks>
/// Every word of a head or tail is paid for from a budget before anything is made of it, as often as it is read. Without
/// that, arrays of arrays whose offsets all name the same tail would grow with the power of their depth.
/// </remarks>
internal sealed class AbiDecoding(ReadOnlyMemory<byte> data)
{
    /// <summary>How often each word may be read on average, where encoders need once.</summary>
    private const int MaxSharing = 4;

    /// <summary>Words that even the shortest data may be read as.</summary>
    private const int MinBudget = 1024;

    private long _budget = ((long)data.Length / AbiWord.Length * MaxSharing) + MinBudget;
    private int _end;

    /// <summary>Why the data was refused.</summary>
    public AbiDecodeFailure Failure { get; private set; }

    /// <summary>Reads the whole encoding of a call's arguments.</summary>
    public bool TryReadArguments(AbiType.Tuple arguments, [NotNullWhen(true)] out AbiValue[]? values)
    {
        values = null;
        return TryOpen(start: 0, arguments.ContentSize, AbiDecodeFailure.HeadTooShort)
            && TryReadMembers(arguments.Members, start: 0, arguments.ContentSize, out values);
    }

    /// <summary>Refuses bytes behind everything that was read.</summary>
    public bool TryEnd() => _end == data.Length || Fail(AbiDecodeFailure.DataLeftOver);

    private bool TryReadMembers(
        IReadOnlyList<AbiType> types, int start, int headSize, [NotNullWhen(true)] out AbiValue[]? values)
    {
        AbiValue[] read = new AbiValue[types.Count];
        int position = start;
        values = null;
        for (int i = 0; i < read.Length; i++)
        {
            if (!TryReadMember(types[i], start, headSize, position, out AbiValue? value))
            {
                return false;
            }

            read[i] = value;
            position += types[i].HeadSize;
        }

        values = read;
        return true;
    }

    private bool TryReadElements(AbiType type, int count, int start, [NotNullWhen(true)] out AbiValue? list)
    {
        list = null;
        if (type.HeadSize == 0 && !TrySpend(count))
        {
            return false;
        }

        AbiValue[] read = new AbiValue[count];
        for (int i = 0; i < count; i++)
        {
            int position = start + (i * type.HeadSize);
            if (!TryReadMember(type, start, count * type.HeadSize, position, out AbiValue? value))
            {
                return false;
            }

            read[i] = value;
        }

        list = count == 0 ? AbiValue.List.Empty : new AbiValue.List(read);
        return true;
    }

    /// <summary>Reads a value whose head is inside a head that was opened.</summary>
    /// <param name="type">The type of the value.</param>
    /// <param name="start">Where the head begins, which is what offsets count from.</param>
    /// <param name="headSize">The size of the head.</param>
    /// <param name="position">Where the value's part of the head begins.</param>
    /// <param name="value">The value.</param>
    private bool TryReadMember(
        AbiType type, int start, int headSize, int position, [NotNullWhen(true)] out AbiValue? value)
    {
        value = null;
        if (!type.IsDynamic)
        {
            return TryReadStatic(type, position, out value);
        }

        if (!AbiWord.TryReadLength(WordAt(position), out int offset) || offset > data.Length - start)
        {
            return Fail(AbiDecodeFailure.OffsetOutOfBounds);
        }

        return offset < headSize
            ? Fail(AbiDecodeFailure.OffsetIntoHead)
            : TryReadTail(type, start + offset, out value);
    }

    private bool TryReadStatic(AbiType type, int position, [NotNullWhen(true)] out AbiValue? value)
    {
        switch (type)
        {
            case AbiType.Tuple tuple:
                bool isRead = TryReadMembers(tuple.Members, position, tuple.ContentSize, out AbiValue[]? members);
                value = isRead ? ListOf(members!) : null;
                return value is not null;
            case AbiType.FixedArray array:
                return TryReadElements(array.Element, array.Length, position, out value);
            default:
                AbiDecodeFailure failure = AbiWordReader.Read(type, data.Slice(position, AbiWord.Length), out value);
                return value is not null || Fail(failure);
        }
    }

    private bool TryReadTail(AbiType type, int start, [NotNullWhen(true)] out AbiValue? value)
    {
        value = null;
        switch (type)
        {
            case AbiType.Bytes:
                return TryReadBytes(start, out value);
            case AbiType.Text:
                return TryReadText(start, out value);
            case AbiType.Array array:
                return TryReadCount(start, array.Element.HeadSize, out int count)
                    && TryReadElements(array.Element, count, start + AbiWord.Length, out value);
            case AbiType.FixedArray array:
                return TryOpen(start, array.ContentSize, AbiDecodeFailure.TailTooShort)
                    && TryReadElements(array.Element, array.Length, start, out value);
            default:
                return TryOpen(start, type.ContentSize, AbiDecodeFailure.TailTooShort)
                    && TryReadStatic(type, start, out value);
        }
    }

    private bool TryReadBytes(int start, [NotNullWhen(true)] out AbiValue? value)
    {
        value = null;
        if (!TryReadCount(start, unitSize: 1, out int length))
        {
            return false;
        }

        ReadOnlyMemory<byte> padded = data.Slice(start + AbiWord.Length, (int)AbiWord.Pad(length));
        if (padded.Span[length..].ContainsAnyExcept((byte)0))
        {
            return Fail(AbiDecodeFailure.PaddingNotZero);
        }

        value = new AbiValue.Bytes(padded[..length]);
        return true;
    }

    private bool TryReadText(int start, [NotNullWhen(true)] out AbiValue? value)
    {
        value = null;
        if (!TryReadBytes(start, out AbiValue? bytes))
        {
            return false;
        }

        ReadOnlySpan<byte> utf8 = ((AbiValue.Bytes)bytes).Value.Span;
        if (!Utf8.IsValid(utf8))
        {
            return Fail(AbiDecodeFailure.InvalidUtf8);
        }

        value = new AbiValue.Text(Encoding.UTF8.GetString(utf8));
        return true;
    }

    /// <summary>Reads how many bytes or elements follow, and opens the place that they take.</summary>
    private bool TryReadCount(int start, int unitSize, out int count)
    {
        count = 0;
        if (!TryOpen(start, AbiWord.Length, AbiDecodeFailure.TailTooShort))
        {
            return false;
        }

        return AbiWord.TryReadLength(WordAt(start), out count)
            ? TryOpen(start + AbiWord.Length, AbiWord.Pad((long)count * unitSize), AbiDecodeFailure.TailTooShort)
            : Fail(AbiDecodeFailure.TailTooShort);
    }

    /// <summary>Makes sure that a part of the data is there, and pays for it.</summary>
    private bool TryOpen(int start, long size, AbiDecodeFailure failure)
    {
        if (size > data.Length - start)
        {
            return Fail(failure);
        }

        _end = Math.Max(_end, start + (int)size);
        return TrySpend(size / AbiWord.Length);
    }

    private bool TrySpend(long words)
    {
        _budget -= words;
        return _budget >= 0 || Fail(AbiDecodeFailure.TailsSharedTooOften);
    }

    private ReadOnlySpan<byte> WordAt(int position) => data.Span.Slice(position, AbiWord.Length);

    private bool Fail(AbiDecodeFailure failure)
    {
        Failure = failure;
        return false;
    }

    private static AbiValue.List ListOf(AbiValue[] items) =>
        items.Length == 0 ? AbiValue.List.Empty : new AbiValue.List(items);
}
