using System.Diagnostics.CodeAnalysis;

namespace ChainTips.Ethereum.Abi;

/// <summary>Decodes foreign data in the Solidity ABI encoding, strictly and without exceptions.</summary>
/// <remarks>
/// <para>
/// Refused is what <c>abi.decode</c> of Solidity (ABI coder v2) refuses: data that ends too early, lengths and offsets
/// past the end, dirty bits above an integer, address or bool or behind a <c>bytesN</c>. Refused beyond that is what no
/// encoder writes: tails inside the head that names them, tails that are not filled up with zeros to whole words, strings
/// that are not UTF-8.
/// </para>
/// <para>
/// Accepted as Solidity does, because the specification asks for it only in "strict mode": tails in any order, apart
/// from one another, shared, not at a multiple of 32, and bytes after the last one.
/// </para>
/// </remarks>
public static class AbiDecoder
{
    /// <summary>Decodes one value per type. Values of bytes are slices of the data, not copies.</summary>
    /// <param name="types">The types.</param>
    /// <param name="data">The encoding, without a selector.</param>
    /// <param name="values">The values, if it was accepted.</param>
    /// <param name="failure">Why it was refused, else <see cref="AbiDecodeFailure.None"/>.</param>
    public static bool TryDecode(
        IReadOnlyList<AbiType> types,
        ReadOnlyMemory<byte> data,
        [NotNullWhen(true)] out IReadOnlyList<AbiValue>? values,
        out AbiDecodeFailure failure)
    {
        AbiDecoding decoding = new(data);
        bool isRead = decoding.TryReadArguments(new AbiType.Tuple(types), out AbiValue[]? read);
        values = read;
        failure = decoding.Failure;
        return isRead;
    }

    /// <summary>Decodes as <see cref="TryDecode"/>, and refuses bytes after the last tail.</summary>
    /// <param name="types">The types.</param>
    /// <param name="data">The encoding, without a selector.</param>
    /// <param name="values">The values, if it was accepted.</param>
    /// <param name="failure">Why it was refused, else <see cref="AbiDecodeFailure.None"/>.</param>
    public static bool TryDecodeToEnd(
        IReadOnlyList<AbiType> types,
        ReadOnlyMemory<byte> data,
        [NotNullWhen(true)] out IReadOnlyList<AbiValue>? values,
        out AbiDecodeFailure failure)
    {
        AbiDecoding decoding = new(data);
        bool isRead = decoding.TryReadArguments(new AbiType.Tuple(types), out AbiValue[]? read) && decoding.TryEnd();
        values = isRead ? read : null;
        failure = decoding.Failure;
        return isRead && values is not null;
    }
}
