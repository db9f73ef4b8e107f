using System.Numerics;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Reads one receipt after the other from tokens, and hands over its logs while it does.</summary>
/// <remarks>Its logs all claim its own block and transaction and have consecutive indexes.</remarks>
internal sealed class ReceiptObjectReader(string method, StreamedLogHandler onLog)
{
    private readonly TokenValue _value = new(method, "result");
    private readonly MemberNames _names = new(method);
    private readonly byte[] _scratch = new byte[MemberNames.MostNameBytes];
    private readonly ReceiptLogsReader _logs = new(method, onLog);
    private SkippedValue _skipped;
    private State _state;
    private ReceiptMember _member;
    private ReceiptMember _seen;
    private Hash32 _transactionHash;
    private Hash32 _blockHash;
    private int _transactionIndex;
    private ulong _blockNumber;
    private bool _succeeded;
    private Address _from;
    private Address? _to;
    private ulong _gasUsed;
    private HashedMembers _hashed;

    private enum State
    {
        Start,
        Name,
        Value,
    }

    /// <summary>The receipt that was read last.</summary>
    public StreamedReceipt Receipt { get; private set; }

    /// <summary>Takes one token; true if the receipt ends with it.</summary>
    public bool Take(ref Utf8JsonReader reader)
    {
        if (_state == State.Start)
        {
            Begin(ref reader);
            return false;
        }

        if (_state == State.Value)
        {
            _state = TakeValue(ref reader) ? State.Name : State.Value;
            return false;
        }

        bool isEnd = reader.TokenType == JsonTokenType.EndObject;
        if (isEnd)
        {
            End();
        }
        else
        {
            TakeName(ref reader);
        }

        return isEnd;
    }

    private void Begin(ref Utf8JsonReader reader)
    {
        _value.Require(ref reader, JsonTokenType.StartObject, string.Empty, "an object");
        _names.Begin();
        _logs.Begin();
        _seen = default;
        _to = null;
        _hashed = default;
        _state = State.Name;
    }

    private void TakeName(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> name = MemberNames.Unescape(ref reader, _scratch, method);
        _member = MemberOf(name);
        if (_member == ReceiptMember.Unknown)
        {
            _names.Add(name);
        }
        else if ((_seen & _member) != 0)
        {
            throw MemberNames.Twice(method);
        }

        _seen |= _member;
        _state = State.Value;
    }

    /// <summary>Takes a token of the current member; true if the member ends with it.</summary>
    private bool TakeValue(ref Utf8JsonReader reader)
    {
        switch (_member)
        {
            case ReceiptMember.Logs:
                return _logs.Take(ref reader);
            case ReceiptMember.TransactionHash:
                _transactionHash = _value.Hash32(ref reader, "transactionHash");
                return true;
            case ReceiptMember.BlockHash:
                _blockHash = _value.Hash32(ref reader, "blockHash");
                return true;
            case ReceiptMember.TransactionIndex:
                _transactionIndex = _value.Index(ref reader, "transactionIndex");
                return true;
            case ReceiptMember.BlockNumber:
                _blockNumber = _value.UInt64(ref reader, "blockNumber");
                return true;
            case ReceiptMember.From:
                _from = _value.Address(ref reader, "from");
                return true;
            case ReceiptMember.To:
                _to = reader.TokenType == JsonTokenType.Null ? null : _value.Address(ref reader, "to");
                return true;
            default:
                return TakeOutcome(ref reader);
        }
    }

    private bool TakeOutcome(ref Utf8JsonReader reader)
    {
        switch (_member)
        {
            case ReceiptMember.Status:
                _succeeded = Succeeded(ref reader);
                return true;
            case ReceiptMember.GasUsed:
                _gasUsed = _value.UInt64(ref reader, "gasUsed");
                return true;
            case ReceiptMember.CumulativeGasUsed or ReceiptMember.Type or ReceiptMember.Root
                or ReceiptMember.DepositNonce or ReceiptMember.DepositReceiptVersion when !_hashed.Take(_member, ref reader):
                _hashed.Refuse();
                return _skipped.Take(ref reader);
            case ReceiptMember.Unknown or ReceiptMember.LogsBloom or ReceiptMember.ContractAddress or ReceiptMember.EffectiveGasPrice:
                return _skipped.Take(ref reader);
            default:
                return true;
        }
    }

    private bool Succeeded(ref Utf8JsonReader reader) => _value.UInt64(ref reader, "status") switch
    {
        0 => false,
        1 => true,
        _ => throw _value.Malformed("status", "is neither 0x0 nor 0x1"),
    };

    private void End()
    {
        ReceiptMember missing = ReceiptMember.Required & ~_seen;
        if (missing != 0)
        {
            string name = ((ReceiptMember)(1 << BitOperations.TrailingZeroCount((int)missing))).ToString();
            throw _value.Malformed(char.ToLowerInvariant(name[0]) + name[1..], "is missing");
        }

        Receipt = new StreamedReceipt(
            _transactionHash, _transactionIndex, _blockHash, new BlockNumber(_blockNumber), _succeeded, _from, _to, _gasUsed, _logs.Count)
        {
            Outcome = _hashed.Outcome(_succeeded),
        };
        _logs.RequireOf(Receipt);
        _state = State.Start;
    }

    private static ReceiptMember MemberOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name.SequenceEqual("to"u8) => ReceiptMember.To,
        4 when name.SequenceEqual("from"u8) => ReceiptMember.From,
        4 when name.SequenceEqual("logs"u8) => ReceiptMember.Logs,
        4 when name.SequenceEqual("type"u8) => ReceiptMember.Type,
        4 when name.SequenceEqual("root"u8) => ReceiptMember.Root,
        6 when name.SequenceEqual("status"u8) => ReceiptMember.Status,
        7 when name.SequenceEqual("gasUsed"u8) => ReceiptMember.GasUsed,
        9 when name.SequenceEqual("blockHash"u8) => ReceiptMember.BlockHash,
        9 when name.SequenceEqual("logsBloom"u8) => ReceiptMember.LogsBloom,
        11 when name.SequenceEqual("blockNumber"u8) => ReceiptMember.BlockNumber,
        12 when name.SequenceEqual("depositNonce"u8) => ReceiptMember.DepositNonce,
        15 when name.SequenceEqual("transactionHash"u8) => ReceiptMember.TransactionHash,
        15 when name.SequenceEqual("contractAddress"u8) => ReceiptMember.ContractAddress,
        16 when name.SequenceEqual("transactionIndex"u8) => ReceiptMember.TransactionIndex,
        17 when name.SequenceEqual("cumulativeGasUsed"u8) => ReceiptMember.CumulativeGasUsed,
        17 when name.SequenceEqual("effectiveGasPrice"u8) => ReceiptMember.EffectiveGasPrice,
        21 when name.SequenceEqual("depositReceiptVersion"u8) => ReceiptMember.DepositReceiptVersion,
        _ => ReceiptMember.Unknown,
    };
}
