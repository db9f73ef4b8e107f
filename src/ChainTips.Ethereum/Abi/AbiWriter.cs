using System.Buffers;
using System.Text;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Abi;

/// <summary>Writes arguments one after another in the Solidity ABI encoding, dynamic ones as offset and tail.</summary>
/// <remarks>
/// A static tuple is written as its members; arrays are not supported. An instance is not thread-safe.
/// </remarks>
public sealed class AbiWriter
{
    private readonly ArrayBufferWriter<byte> _head = new();
    private readonly ArrayBufferWriter<byte> _tail = new();
    private readonly List<DynamicArgument> _dynamicArguments = [];

    /// <summary>Writes an <c>address</c>.</summary>
    public AbiWriter Write(Address value)
    {
        value.CopyTo(AppendWord(_head)[(AbiWord.Length - Address.Length)..]);
        return this;
    }

    /// <summary>Writes a <c>uint256</c>, or a narrower unsigned integer that the caller knows to fit.</summary>
    public AbiWriter Write(UInt256 value)
    {
        value.WriteBigEndian(AppendWord(_head));
        return this;
    }

    /// <summary>Writes a <c>bytes32</c>.</summary>
    public AbiWriter Write(Hash32 value)
    {
        value.CopyTo(AppendWord(_head));
        return this;
    }

    /// <summary>Writes a <c>bool</c>.</summary>
    public AbiWriter Write(bool value) => Write((UInt256)(value ? 1UL : 0UL));

    /// <summary>Writes a <c>string</c> as its UTF-8 bytes.</summary>
    public AbiWriter WriteString(string value) => WriteBytes(Encoding.UTF8.GetBytes(value));

    /// <summary>Writes dynamic <c>bytes</c>.</summary>
    public AbiWriter WriteBytes(ReadOnlyMemory<byte> value)
    {
        _dynamicArguments.Add(new DynamicArgument(_head.WrittenCount, _tail.WrittenCount));
        AppendWord(_head);
        ((UInt256)(ulong)value.Length).WriteBigEndian(AppendWord(_tail));

        int padded = checked((int)AbiWord.Pad(value.Length));
        Span<byte> content = _tail.GetSpan(padded)[..padded];
        value.Span.CopyTo(content);
        content[value.Length..].Clear();
        _tail.Advance(padded);
        return this;
    }

    /// <summary>The encoding so far, as <c>abi.encode</c> of Solidity gives it.</summary>
    public byte[] ToArray() => Assemble([]);

    /// <summary>Call data: the selector of a canonical signature, then the encoding so far.</summary>
    public byte[] ToCall(string signature) => Assemble(AbiSignature.Selector(signature));

    private byte[] Assemble(ReadOnlySpan<byte> selector)
    {
        int headLength = _head.WrittenCount;
        byte[] encoding = new byte[checked(selector.Length + headLength + _tail.WrittenCount)];
        selector.CopyTo(encoding);
        Span<byte> arguments = encoding.AsSpan(selector.Length);
        _head.WrittenSpan.CopyTo(arguments);
        _tail.WrittenSpan.CopyTo(arguments[headLength..]);
        foreach (DynamicArgument argument in _dynamicArguments)
        {
            UInt256 offset = (ulong)(headLength + argument.TailOffset);
            offset.WriteBigEndian(arguments[argument.HeadOffset..]);
        }

        return encoding;
    }

    private static Span<byte> AppendWord(ArrayBufferWriter<byte> writer)
    {
        Span<byte> word = writer.GetSpan(AbiWord.Length)[..AbiWord.Length];
        word.Clear();
        writer.Advance(AbiWord.Length);
        return word;
    }

    /// <summary>Where the offset of a dynamic argument is to be written, and where its tail begins.</summary>
    private readonly record struct DynamicArgument(int HeadOffset, int TailOffset);
}
