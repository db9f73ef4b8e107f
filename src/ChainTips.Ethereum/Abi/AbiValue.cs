using System.Numerics;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Abi;

/// <summary>A value of some <see cref="AbiType"/>; values with equal content are equal.</summary>
public abstract record AbiValue
{
    private AbiValue()
    {
    }

    /// <summary>Of an integer type of any width.</summary>
    /// <param name="Value">The number, which must be in the range of the type when it is encoded.</param>
    /// <remarks>The only integer of .NET that holds both a <c>uint256</c> and an <c>int256</c>.</remarks>
    public sealed record Number(BigInteger Value) : AbiValue;

    /// <summary>Of <c>bool</c>.</summary>
    /// <param name="Value">The truth.</param>
    public sealed record Bool(bool Value) : AbiValue
    {
        internal static Bool True { get; } = new(true);

        internal static Bool False { get; } = new(false);
    }

    /// <summary>Of <c>address</c>.</summary>
    /// <param name="Value">The address.</param>
    public sealed record Account(Address Value) : AbiValue;

    /// <summary>Of <c>string</c>.</summary>
    /// <param name="Value">The text.</param>
    public sealed record Text(string Value) : AbiValue;

    /// <summary>Of <c>bytes</c>, <c>bytes1</c> to <c>bytes32</c>, and <c>function</c>.</summary>
    /// <param name="Value">The bytes, as many as the type says.</param>
    public sealed record Bytes(ReadOnlyMemory<byte> Value) : AbiValue
    {
        /// <inheritdoc/>
        public bool Equals(Bytes? other) => other is not null && Value.Span.SequenceEqual(other.Value.Span);

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            HashCode hash = default;
            hash.AddBytes(Value.Span);
            return hash.ToHashCode();
        }
    }

    /// <summary>Of a tuple or an array.</summary>
    /// <param name="Items">The members or elements in order.</param>
    public sealed record List(IReadOnlyList<AbiValue> Items) : AbiValue
    {
        internal static List Empty { get; } = new([]);

        /// <inheritdoc/>
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            HashCode hash = default;
            foreach (AbiValue item in Items)
            {
                hash.Add(item);
            }

            return hash.ToHashCode();
        }
    }

    /// <summary>Of an indexed parameter whose type does not fit in a topic: only its hash is in the log.</summary>
    /// <param name="Hash">The Keccak-256 hash; it cannot be turned back, nor encoded.</param>
    public sealed record Hashed(Hash32 Hash) : AbiValue;
}
