using System.Globalization;
using System.Text;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Abi;

/// <summary>
/// Says in words why a call was reverted; the words are safe for a log or a page whatever the contract sent.
/// </summary>
public static class RevertReason
{
    /// <summary>Longest text that a description has, in UTF-16 characters.</summary>
    public const int MaxLength = 400;

    private static readonly AbiError Message = AbiError.Parse("Error(string)");
    private static readonly AbiError Panic = AbiError.Parse("Panic(uint256)");

    /// <summary>Describes the data of a revert that is a message, a panic, empty, or of a contract that is not known.</summary>
    public static string Describe(ReadOnlyMemory<byte> revertData) => Describe(revertData, []);

    /// <summary>Describes the data of a revert.</summary>
    /// <param name="revertData">What the call returned.</param>
    /// <param name="knownErrors">Custom errors that the contract may have sent.</param>
    public static string Describe(ReadOnlyMemory<byte> revertData, IReadOnlyList<AbiError> knownErrors)
    {
        ReadOnlySpan<byte> data = revertData.Span;
        if (data.IsEmpty)
        {
            return "reverted without a reason";
        }

        if (Message.IsIn(data) && Message.TryDecode(revertData, out IReadOnlyList<AbiValue>? message, out _))
        {
            return $"reverted: {AbiText.Describe(message[0], MaxLength - "reverted: ".Length)}";
        }

        if (Panic.IsIn(data) && Panic.TryDecode(revertData, out IReadOnlyList<AbiValue>? code, out _))
        {
            return SolidityPanic.Describe(((AbiValue.Number)code[0]).Value);
        }

        AbiError? known = knownErrors.FirstOrDefault(error => error.IsIn(revertData.Span));
        return known is not null && known.TryDecode(revertData, out IReadOnlyList<AbiValue>? values, out _)
            ? DescribeError(known, values)
            : DescribeUnknown(data);
    }

    private static string DescribeError(AbiError error, IReadOnlyList<AbiValue> values)
    {
        StringBuilder text = new(error.Name, MaxLength);
        text.Append('(');
        for (int i = 0; i < values.Count && text.Length < MaxLength; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            text.Append(error.Parameters[i].Name).Append(error.Parameters[i].Name.Length == 0 ? "" : ": ");
            text.Append(AbiText.Describe(values[i], Math.Max(0, MaxLength - text.Length)));
        }

        text.Append(')');
        return AbiText.Shorten(text.ToString(), MaxLength);
    }

    private static string DescribeUnknown(ReadOnlySpan<byte> data)
    {
        string length = data.Length.ToString(CultureInfo.InvariantCulture);
        return data.Length < AbiSignature.SelectorLength
            ? $"reverted with {Hex.Format(data)}, too short for an error"
            : $"reverted with unknown or malformed error {Hex.Format(data[..AbiSignature.SelectorLength])} in {length} bytes";
    }
}
