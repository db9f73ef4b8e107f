using System.Text.Json;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>The members of a receipt that are read only to be hashed; the default is a receipt that has begun.</summary>
/// <remarks>One that is missing or not of its form is no fault of the receipt, but then it cannot be hashed.</remarks>
internal struct HashedMembers
{
    private ulong? _cumulativeGasUsed;
    private byte _type;
    private Hash32? _postState;
    private ulong? _depositNonce;
    private ulong? _depositReceiptVersion;
    private bool _isRefused;

    /// <summary>The receipt cannot be hashed.</summary>
    public void Refuse() => _isRefused = true;

    /// <summary>Takes a member that is one token; false if it is not of its form. A null is a member that is not there.</summary>
    public bool Take(ReceiptMember member, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        if (member == ReceiptMember.Root)
        {
            return TakeRoot(ref reader);
        }

        if (!TokenValue.TryUInt64(ref reader, out ulong number))
        {
            return false;
        }

        switch (member)
        {
            case ReceiptMember.CumulativeGasUsed:
                _cumulativeGasUsed = number;
                return true;
            case ReceiptMember.Type:
                _type = (byte)Math.Min(number, byte.MaxValue);
                return _type <= ConsensusReceipt.MaxType;
            case ReceiptMember.DepositNonce:
                _depositNonce = number;
                return true;
            default:
                _depositReceiptVersion = number;
                return true;
        }
    }

    /// <summary>What is hashed besides the logs; null if that is not known.</summary>
    public readonly ReceiptOutcome? Outcome(bool succeeded) =>
        _isRefused || _cumulativeGasUsed is not ulong gas || (_depositReceiptVersion is not null && _depositNonce is null)
            ? null
            : new ReceiptOutcome(_type, _postState, _postState is null && succeeded, gas, _depositNonce, _depositReceiptVersion);

    /// <remarks>A state root beats a status, as it does in go-ethereum, which writes both; without one it writes 0x.</remarks>
    private bool TakeRoot(ref Utf8JsonReader reader)
    {
        Span<byte> bytes = stackalloc byte[Hash32.Length];
        if (!TokenValue.TryDigits(ref reader, out ReadOnlySpan<byte> digits))
        {
            return false;
        }

        bool isRoot = Hex.TryDecode(digits, bytes);
        _postState = isRoot ? Hash32.FromBytes(bytes) : null;
        return isRoot || digits.IsEmpty;
    }
}
