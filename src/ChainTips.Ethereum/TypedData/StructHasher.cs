using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.TypedData;

/// <summary>
/// Computes the <c>hashStruct</c> of EIP-712 for a type that the program knows, without allocating: write the members
/// in the order of the type.
/// </summary>
public ref struct StructHasher
{
    private readonly Span<byte> _encoding;
    private int _length;

    /// <summary>Begins with the hash of the encoded type.</summary>
    /// <param name="typeHash">The hash of the text that EIP-712 calls <c>encodeType</c>.</param>
    /// <param name="buffer">Room for the encoding: <see cref="SizeOf"/> bytes.</param>
    public StructHasher(Hash32 typeHash, Span<byte> buffer)
    {
        _encoding = buffer;
        Write(typeHash);
    }

    /// <summary>The bytes that a struct of so many members needs.</summary>
    public static int SizeOf(int members) => (1 + members) * Hash32.Length;

    /// <summary>Writes a <c>bytes32</c>, or the hash of a nested struct or an array.</summary>
    public void Write(Hash32 value) => value.CopyTo(NextWord());

    /// <summary>Writes a <c>uint256</c>, or a narrower unsigned integer that the caller knows to fit.</summary>
    public void Write(UInt256 value) => value.WriteBigEndian(NextWord());

    /// <summary>Writes an <c>address</c>.</summary>
    public void Write(Address value)
    {
        Span<byte> word = NextWord();
        word.Clear();
        value.CopyTo(word[(Hash32.Length - Address.Length)..]);
    }

    /// <summary>Writes a <c>bool</c>.</summary>
    public void Write(bool value) => Write((UInt256)(value ? 1UL : 0UL));

    /// <summary>Writes a <c>string</c>: the hash of its UTF-8 bytes.</summary>
    public void WriteString(string value) => Write(Keccak256.HashUtf8(value));

    /// <summary>Writes <c>bytes</c>: their hash.</summary>
    public void WriteBytes(ReadOnlySpan<byte> value) => Write(Keccak256.Hash(value));

    /// <summary>The hash of the type and the members written so far.</summary>
    public readonly Hash32 ToHash() => Keccak256.Hash(_encoding[.._length]);

    private Span<byte> NextWord()
    {
        Span<byte> word = _encoding.Slice(_length, Hash32.Length);
        _length += Hash32.Length;
        return word;
    }
}
