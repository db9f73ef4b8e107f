using System.Diagnostics;
using System.Numerics;
using System.Text.Json;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// Reads one log after the other from tokens into the same fields, without memory of its own for each.
/// </summary>
internal sealed class LogObjectReader(string method, string owner)
{
    private const int MaxTopics = 4;

    private readonly TokenValue _value = new(method, owner);
    private readonly MemberNames _names = new(method);
    private readonly byte[] _scratch = new byte[MemberNames.MostNameBytes];
    private readonly Hash32[] _topics = new Hash32[MaxTopics];
    private SkippedValue _skipped;
    private State _state;
    private LogMember _member;
    private LogMember _seen;
    private byte[] _data = new byte[256];
    private int _dataLength;
    private int _topicCount;
    private Address _address;
    private BlockNumber _blockNumber;
    private Hash32 _blockHash;
    private Hash32 _transactionHash;
    private ulong _logIndex;
    private ulong _blockTimestamp;

    private enum State
    {
        Start,
        Name,
        Value,
        Topic,
    }

    /// <summary>The log that was read last.</summary>
    public StreamedLog Log(int position) => new()
    {
        Address = _address,
        Topics = _topics.AsSpan(0, _topicCount),
        Data = _data.AsSpan(0, _dataLength),
        BlockNumber = _blockNumber,
        BlockHash = _blockHash,
        TransactionHash = _transactionHash,
        LogIndex = _logIndex,
        BlockTimestamp = _blockTimestamp,
        Position = position,
    };

    /// <summary>Takes one token; true if the log ends with it.</summary>
    public bool Take(ref Utf8JsonReader reader)
    {
        switch (_state)
        {
            case State.Start:
                Begin(ref reader);
                return false;
            case State.Name when reader.TokenType == JsonTokenType.EndObject:
                RequireAll();
                _state = State.Start;
                return true;
            case State.Name:
                TakeName(ref reader);
                return false;
            case State.Value:
                TakeValue(ref reader);
                return false;
            case State.Topic:
                TakeTopic(ref reader);
                return false;
            default:
                throw new UnreachableException();
        }
    }

    private void Begin(ref Utf8JsonReader reader)
    {
        _value.Require(ref reader, JsonTokenType.StartObject, string.Empty, "an object");
        _names.Begin();
        _seen = default;
        _blockTimestamp = 0;
        _state = State.Name;
    }

    private void TakeName(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> name = MemberNames.Unescape(ref reader, _scratch, method);
        _member = MemberOf(name);
        if (_member == LogMember.Unknown)
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

    private void TakeValue(ref Utf8JsonReader reader)
    {
        _state = State.Name;
        switch (_member)
        {
            case LogMember.Address:
                _address = _value.Address(ref reader, "address");
                break;
            case LogMember.Topics:
                _value.Require(ref reader, JsonTokenType.StartArray, "topics", "an array");
                _topicCount = 0;
                _state = State.Topic;
                break;
            case LogMember.Data:
                _dataLength = _value.Bytes(ref reader, "data", ref _data);
                break;
            case LogMember.BlockNumber:
                _blockNumber = new BlockNumber(_value.UInt64(ref reader, "blockNumber"));
                break;
            case LogMember.BlockHash:
                _blockHash = _value.Hash32(ref reader, "blockHash");
                break;
            case LogMember.TransactionHash:
                _transactionHash = _value.Hash32(ref reader, "transactionHash");
                break;
            case LogMember.LogIndex:
                _logIndex = _value.UInt64(ref reader, "logIndex");
                break;
            case LogMember.Removed:
                RequireNotRemoved(ref reader);
                break;
            case LogMember.BlockTimestamp when reader.TokenType == JsonTokenType.String:
                _blockTimestamp = TokenValue.TryUInt64(ref reader, out ulong time) ? time : 0;
                break;
            default:
                _state = _skipped.Take(ref reader) ? State.Name : State.Value;
                break;
        }
    }

    private void TakeTopic(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _state = State.Name;
            return;
        }

        Hash32 topic = _value.Hash32(ref reader, "topics");
        if (_topicCount == MaxTopics)
        {
            throw _value.Malformed("topics", "has more than four words");
        }

        _topics[_topicCount++] = topic;
    }

    private void RequireNotRemoved(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Null && _value.Boolean(ref reader, "removed"))
        {
            throw _value.Malformed("removed", "says that the log was reverted");
        }
    }

    private void RequireAll()
    {
        LogMember missing = LogMember.Required & ~_seen;
        if (missing != 0)
        {
            LogMember first = (LogMember)(1 << BitOperations.TrailingZeroCount((int)missing));
            string name = first.ToString();
            throw _value.Malformed(char.ToLowerInvariant(name[0]) + name[1..], "is missing");
        }
    }

    private static LogMember MemberOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("data"u8) => LogMember.Data,
        6 when name.SequenceEqual("topics"u8) => LogMember.Topics,
        7 when name.SequenceEqual("address"u8) => LogMember.Address,
        7 when name.SequenceEqual("removed"u8) => LogMember.Removed,
        8 when name.SequenceEqual("logIndex"u8) => LogMember.LogIndex,
        9 when name.SequenceEqual("blockHash"u8) => LogMember.BlockHash,
        11 when name.SequenceEqual("blockNumber"u8) => LogMember.BlockNumber,
        14 when name.SequenceEqual("blockTimestamp"u8) => LogMember.BlockTimestamp,
        15 when name.SequenceEqual("transactionHash"u8) => LogMember.TransactionHash,
        16 when name.SequenceEqual("transactionIndex"u8) => LogMember.TransactionIndex,
        _ => LogMember.Unknown,
    };
}
