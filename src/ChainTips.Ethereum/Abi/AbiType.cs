using System.Text;

namespace ChainTips.Ethereum.Abi;

/// <summary>A type of the Solidity ABI specification; types with the same canonical name are equal.</summary>
/// <remarks>
/// <c>fixed</c> and <c>ufixed</c> are missing, because Solidity can declare but not use them. Tuples without members and
/// <c>T[0]</c> are types, because the specification has them (n ≥ 0 and M ≥ 0), although the compiler refuses them.
/// </remarks>
public abstract class AbiType : IEquatable<AbiType>
{
    /// <summary>How many tuples and arrays may be inside one another.</summary>
    /// <remarks>Reading is recursive: without a bound, a type of brackets only would exhaust the stack.</remarks>
    public const int MaxDepth = 64;

    private string? _name;

    private AbiType(bool isDynamic, long contentSize, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new FormatException($"The type is more than {MaxDepth} tuples and arrays deep; write a flatter one.");
        }

        if (contentSize > int.MaxValue)
        {
            throw new FormatException("The type takes more than 2^31 bytes, more than any data; write shorter arrays.");
        }

        IsDynamic = isDynamic;
        ContentSize = (int)contentSize;
        Depth = depth;
    }

    /// <summary>Whether a value stands in a tail, and only the tail's offset in the head.</summary>
    public bool IsDynamic { get; }

    /// <summary>Bytes that a value takes in the head of what it is part of.</summary>
    public int HeadSize => IsDynamic ? AbiWord.Length : ContentSize;

    /// <summary>The name that signatures are hashed with, such as <c>(address,uint256)[2][]</c>.</summary>
    public string Name => _name ??= AppendName(new StringBuilder()).ToString();

    /// <summary>Bytes of the head of a tuple's members or a fixed array's elements, or of the value itself.</summary>
    internal int ContentSize { get; }

    /// <summary>How many tuples and arrays are inside one another here.</summary>
    internal int Depth { get; }

    /// <summary>Reads a type such as <c>uint</c> or <c>(address to, bytes)[2][]</c>; names of members are dropped.</summary>
    /// <exception cref="FormatException">The text is no type; the message says why.</exception>
    public static AbiType Parse(string text) => AbiTypeParser.ParseType(text);

    /// <inheritdoc/>
    public bool Equals(AbiType? other) => other is not null && (ReferenceEquals(this, other) || Name == other.Name);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AbiType);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The canonical name.</summary>
    public override string ToString() => Name;

    private protected abstract StringBuilder AppendName(StringBuilder name);

    /// <summary><c>uint8</c> to <c>uint256</c> and <c>int8</c> to <c>int256</c>.</summary>
    public sealed class Number : AbiType
    {
        /// <summary>Takes a width of 8 to 256 bits in steps of 8, or throws <see cref="FormatException"/>.</summary>
        public Number(int bits, bool isSigned)
            : base(isDynamic: false, AbiWord.Length, depth: 0)
        {
            if (bits is < 8 or > 256 || bits % 8 != 0)
            {
                throw new FormatException(
                    $"An integer of {bits} bits is no type of the ABI; write 8 to 256, a multiple of 8.");
            }

            Bits = bits;
            IsSigned = isSigned;
        }

        /// <summary>The width.</summary>
        public int Bits { get; }

        /// <summary>Whether it is an <c>int</c>, in two's complement.</summary>
        public bool IsSigned { get; }

        private protected override StringBuilder AppendName(StringBuilder name) =>
            name.Append(IsSigned ? "int" : "uint").Append(Bits);
    }

    /// <summary><c>address</c>.</summary>
    public sealed class Account() : AbiType(isDynamic: false, AbiWord.Length, depth: 0)
    {
        private protected override StringBuilder AppendName(StringBuilder name) => name.Append("address");
    }

    /// <summary><c>bool</c>.</summary>
    public sealed class Bool() : AbiType(isDynamic: false, AbiWord.Length, depth: 0)
    {
        private protected override StringBuilder AppendName(StringBuilder name) => name.Append("bool");
    }

    /// <summary><c>bytes1</c> to <c>bytes32</c>.</summary>
    public sealed class FixedBytes : AbiType
    {
        /// <summary>Takes a length of 1 to 32, or throws <see cref="FormatException"/>.</summary>
        public FixedBytes(int length)
            : base(isDynamic: false, AbiWord.Length, depth: 0) =>
            Length = length is >= 1 and <= AbiWord.Length
                ? length
                : throw new FormatException($"bytes{length} is no type of the ABI; write bytes1 to bytes32, or bytes.");

        /// <summary>How many bytes.</summary>
        public int Length { get; }

        private protected override StringBuilder AppendName(StringBuilder name) => name.Append("bytes").Append(Length);
    }

    /// <summary><c>function</c>: an address and a selector, encoded as <c>bytes24</c>.</summary>
    public sealed class FunctionPointer() : AbiType(isDynamic: false, AbiWord.Length, depth: 0)
    {
        /// <summary>Length in bytes.</summary>
        public const int Length = 24;

        private protected override StringBuilder AppendName(StringBuilder name) => name.Append("function");
    }

    /// <summary><c>bytes</c> of any length.</summary>
    public sealed class Bytes() : AbiType(isDynamic: true, AbiWord.Length, depth: 0)
    {
        private protected override StringBuilder AppendName(StringBuilder name) => name.Append("bytes");
    }

    /// <summary><c>string</c>, encoded as the <c>bytes</c> of its UTF-8.</summary>
    public sealed class Text() : AbiType(isDynamic: true, AbiWord.Length, depth: 0)
    {
        private protected override StringBuilder AppendName(StringBuilder name) => name.Append("string");
    }

    /// <summary>A tuple, which is also how a struct is encoded.</summary>
    /// <param name="members">The types of the members.</param>
    public sealed class Tuple(IReadOnlyList<AbiType> members) : AbiType(
        members.Any(member => member.IsDynamic),
        members.Sum(member => (long)member.HeadSize),
        1 + members.Select(member => member.Depth).DefaultIfEmpty(0).Max())
    {
        /// <summary>The types of the members.</summary>
        public IReadOnlyList<AbiType> Members { get; } = members;

        private protected override StringBuilder AppendName(StringBuilder name)
        {
            name.Append('(');
            for (int i = 0; i < Members.Count; i++)
            {
                Members[i].AppendName(i == 0 ? name : name.Append(','));
            }

            return name.Append(')');
        }
    }

    /// <summary><c>T[k]</c>; dynamic if T is, even where k is 0.</summary>
    /// <param name="element">The type of the elements.</param>
    /// <param name="length">How many there are, 0 or more.</param>
    public sealed class FixedArray(AbiType element, int length)
        : AbiType(element.IsDynamic, (long)element.HeadSize * length, element.Depth + 1)
    {
        /// <summary>The type of the elements.</summary>
        public AbiType Element { get; } = element;

        /// <summary>How many there are.</summary>
        public int Length { get; } = length >= 0
            ? length
            : throw new FormatException($"An array of {length} elements is no type of the ABI; write 0 or more.");

        private protected override StringBuilder AppendName(StringBuilder name) =>
            Element.AppendName(name).Append('[').Append(Length).Append(']');
    }

    /// <summary><c>T[]</c>, whose length stands before its elements.</summary>
    /// <param name="element">The type of the elements.</param>
    public sealed class Array(AbiType element) : AbiType(isDynamic: true, AbiWord.Length, element.Depth + 1)
    {
        /// <summary>The type of the elements.</summary>
        public AbiType Element { get; } = element;

        private protected override StringBuilder AppendName(StringBuilder name) => Element.AppendName(name).Append("[]");
    }
}
