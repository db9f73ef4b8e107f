using System.Diagnostics;
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
        switch (_state)
        {
            case State.Start:
                Begin(ref reader);
                return false;
            case State.Name when reader.TokenType == JsonTokenType.EndObject:
                End();
                return true;
            case State.Name:
                TakeName(ref reader);
                return false;
            case State.Value:
                _state = TakeValue(ref reader) ? State.Name : State.Value;
                return false;
            default:
                throw new UnreachableException();
        }
    }

    private void Begin(ref Utf8JsonReader reader)
    {
        _value.Require(ref reader, JsonTokenType.StartObject, string.Empty, "an object");
        _names.Begin();
        _logs.Begin();
        _seen = default;
        Receipt = default;
        _state = State.Name;
    }

    private void TakeName(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> name = MemberNames.Unescape(ref reader, _scratch, method);
        _names.Add(name);
        _member = MemberOf(name);
        _seen |= _member;
        _state = State.Value;
    }

    /// <summary>Takes a token of the current member; true if the member ends with it.</summary>
    private bool TakeValue(ref Utf8JsonReader reader)
    {
        if (_member == ReceiptMember.Logs)
        {
            return _logs.Take(ref reader);
        }

        if (_member == ReceiptMember.Unknown)
        {
            return _skipped.Take(ref reader);
        }

        Receipt = With(ref reader);
        return true;
    }

    private StreamedReceipt With(ref Utf8JsonReader reader) => _member switch
    {
        ReceiptMember.TransactionHash =>
            Receipt with { TransactionHash = _value.Hash32(ref reader, "transactionHash") },
        ReceiptMember.BlockHash => Receipt with { BlockHash = _value.Hash32(ref reader, "blockHash") },
        ReceiptMember.TransactionIndex =>
            Receipt with { TransactionIndex = _value.Index(ref reader, "transactionIndex") },
        ReceiptMember.BlockNumber =>
            Receipt with { BlockNumber = new BlockNumber(_value.UInt64(ref reader, "blockNumber")) },
        ReceiptMember.Status => Receipt with { Succeeded = Succeeded(ref reader) },
        ReceiptMember.From => Receipt with { From = _value.Address(ref reader, "from") },
        ReceiptMember.GasUsed => Receipt with { GasUsed = _value.UInt64(ref reader, "gasUsed") },
        ReceiptMember.To => Receipt with
        {
            To = reader.TokenType == JsonTokenType.Null ? null : _value.Address(ref reader, "to"),
        },
        _ => throw new UnreachableException(),
    };

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

        _logs.RequireOf(Receipt);
        Receipt = Receipt with { LogCount = _logs.Count };
        _state = State.Start;
    }

    private static ReceiptMember MemberOf(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("transactionHash"u8) ? ReceiptMember.TransactionHash
        : name.SequenceEqual("transactionIndex"u8) ? ReceiptMember.TransactionIndex
        : name.SequenceEqual("blockHash"u8) ? ReceiptMember.BlockHash
        : name.SequenceEqual("blockNumber"u8) ? ReceiptMember.BlockNumber
        : name.SequenceEqual("status"u8) ? ReceiptMember.Status
        : name.SequenceEqual("from"u8) ? ReceiptMember.From
        : name.SequenceEqual("to"u8) ? ReceiptMember.To
        : name.SequenceEqual("gasUsed"u8) ? ReceiptMember.GasUsed
        : name.SequenceEqual("logs"u8) ? ReceiptMember.Logs
        : ReceiptMember.Unknown;
}
