using System.Diagnostics.CodeAnalysis;

namespace ChainTips.Ethereum.Abi;

/// <summary>A custom error of a contract, encoded in the data of a revert as a call is.</summary>
public sealed class AbiError
{
    private readonly byte[] _selector;
    private readonly AbiType[] _types;

    private AbiError(AbiDeclaration declaration)
    {
        _selector = declaration.Selector;
        _types = [.. declaration.Parameters.Select(parameter => parameter.Type)];
        Name = declaration.Name;
        Parameters = declaration.Parameters;
        Signature = declaration.Signature;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What it tells.</summary>
    public IReadOnlyList<AbiParameter> Parameters { get; }

    /// <summary>The canonical signature, such as <c>AmountIsZero(uint256)</c>.</summary>
    public string Signature { get; }

    /// <summary>The 4 bytes that the data of the revert begins with.</summary>
    public ReadOnlyMemory<byte> Selector => _selector;

    /// <summary>
    /// Reads a declaration such as <c>error AmountIsZero(uint amount)</c>, where keyword and names may be missing.
    /// </summary>
    /// <exception cref="FormatException">The text is no such declaration; the message says why.</exception>
    public static AbiError Parse(string text) => new(AbiDeclaration.Parse(text, "error").RequireNoneIndexed());

    /// <summary>Whether the data of a revert is of this error.</summary>
    public bool IsIn(ReadOnlySpan<byte> revertData) => revertData.StartsWith(_selector);

    /// <summary>The values in the data of a revert.</summary>
    public bool TryDecode(
        ReadOnlyMemory<byte> revertData,
        [NotNullWhen(true)] out IReadOnlyList<AbiValue>? values,
        out AbiDecodeFailure failure)
    {
        values = null;
        failure = AbiDecodeFailure.SignatureMismatch;
        return IsIn(revertData.Span)
            && AbiDecoder.TryDecode(_types, revertData[_selector.Length..], out values, out failure);
    }
}
