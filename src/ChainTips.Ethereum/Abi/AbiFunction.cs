using System.Diagnostics.CodeAnalysis;

namespace ChainTips.Ethereum.Abi;

/// <summary>A function of a contract: how it is called, and what it answers.</summary>
public sealed class AbiFunction
{
    private readonly byte[] _selector;
    private readonly AbiType[] _inputTypes;
    private readonly AbiType[] _outputTypes;

    private AbiFunction(AbiDeclaration declaration)
    {
        _selector = declaration.Selector;
        _inputTypes = [.. declaration.Parameters.Select(parameter => parameter.Type)];
        _outputTypes = [.. declaration.Results.Select(result => result.Type)];
        Name = declaration.Name;
        Inputs = declaration.Parameters;
        Outputs = declaration.Results;
        Signature = declaration.Signature;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What it takes.</summary>
    public IReadOnlyList<AbiParameter> Inputs { get; }

    /// <summary>What it answers; empty where the text does not say.</summary>
    public IReadOnlyList<AbiParameter> Outputs { get; }

    /// <summary>The canonical signature, such as <c>transfer(address,uint256)</c>.</summary>
    public string Signature { get; }

    /// <summary>The 4 bytes that select it.</summary>
    public ReadOnlyMemory<byte> Selector => _selector;

    /// <summary>
    /// Reads a declaration such as <c>function balanceOf(address owner) view returns (uint)</c>, where all but the name and
    /// the types may be missing.
    /// </summary>
    /// <exception cref="FormatException">The text is no such declaration; the message says why.</exception>
    public static AbiFunction Parse(string text) =>
        new(AbiDeclaration.Parse(text, "function").RequireNoneIndexed());

    /// <summary>The data of a call; <see cref="FormatException"/> if the values are not those of the parameters.</summary>
    public byte[] EncodeCall(IReadOnlyList<AbiValue> values) => AbiEncoder.Encode(_selector, _inputTypes, values);

    /// <summary>The arguments of a call with this selector.</summary>
    public bool TryDecodeCall(
        ReadOnlyMemory<byte> callData,
        [NotNullWhen(true)] out IReadOnlyList<AbiValue>? values,
        out AbiDecodeFailure failure)
    {
        values = null;
        failure = AbiDecodeFailure.SignatureMismatch;
        return callData.Span.StartsWith(_selector)
            && AbiDecoder.TryDecode(_inputTypes, callData[_selector.Length..], out values, out failure);
    }

    /// <summary>The values of an answer.</summary>
    public bool TryDecodeResult(
        ReadOnlyMemory<byte> data,
        [NotNullWhen(true)] out IReadOnlyList<AbiValue>? values,
        out AbiDecodeFailure failure) =>
        AbiDecoder.TryDecode(_outputTypes, data, out values, out failure);
}
