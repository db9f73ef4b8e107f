using System.Buffers.Binary;
using System.Text.Json;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Reads one header after the other from tokens, and recomputes the hash of each.</summary>
/// <remarks>
/// What the gateway reads must be there and of its form. What is only hashed may be missing or of another form: the header
/// then has no recomputed hash, and it is for the caller to say whether that will do.
/// </remarks>
internal sealed class HeaderObjectReader(string method)
{
    private readonly TokenValue _value = new(method, "result");
    private readonly MemberNames _names = new(method);
    private readonly byte[] _scratch = new byte[MemberNames.MostNameBytes];
    private readonly HeaderFields _fields = new();
    private readonly List<Hash32> _transactions = [];
    private SkippedValue _skipped;
    private State _state;
    private HeaderField _field;
    private uint _seen;
    private Hash32 _hash;
    private bool _isSound;

    private enum State
    {
        Start,
        Name,
        Value,
        Transaction,
    }

    /// <summary>The header that was read last.</summary>
    public BlockHeader? Header { get; private set; }

    /// <summary>Takes one token; true if the header ends with it.</summary>
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
            case State.Transaction:
                TakeTransaction(ref reader);
                return false;
            default:
                TakeValue(ref reader);
                return false;
        }
    }

    private void Begin(ref Utf8JsonReader reader)
    {
        _value.Require(ref reader, JsonTokenType.StartObject, string.Empty, "an object");
        _names.Begin();
        _fields.Begin();
        _transactions.Clear();
        _seen = 0;
        _isSound = true;
        _state = State.Name;
    }

    private void TakeName(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> name = MemberNames.Unescape(ref reader, _scratch, method);
        _field = HeaderFields.FieldOf(name);
        uint bit = 1u << (int)_field;
        if (_field == HeaderField.Unknown)
        {
            _names.Add(name);
        }
        else if ((_seen & bit) != 0)
        {
            throw MemberNames.Twice(method);
        }

        _seen |= bit;
        _state = State.Value;
    }

    private void TakeValue(ref Utf8JsonReader reader)
    {
        _state = State.Name;
        switch (_field)
        {
            case HeaderField.Hash:
                _hash = _value.Hash32(ref reader, "hash");
                break;
            case HeaderField.Transactions:
                _value.Require(ref reader, JsonTokenType.StartArray, "transactions", "an array");
                _state = State.Transaction;
                break;
            case HeaderField.Unknown:
                _state = _skipped.Take(ref reader) ? State.Name : State.Value;
                break;
            default:
                TakeField(ref reader);
                break;
        }
    }

    /// <remarks>A null is a field of a fork that the block does not have.</remarks>
    private void TakeField(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null && !IsRead(_field))
        {
            return;
        }

        if (TokenValue.TryDigits(ref reader, out ReadOnlySpan<byte> digits) && _fields.TrySet(_field, digits))
        {
            return;
        }

        if (IsRead(_field))
        {
            throw _value.Unlike(ref reader, NameOf(_field), FormOf(_field));
        }

        _isSound = false;
        _state = _skipped.Take(ref reader) ? State.Name : State.Value;
    }

    private void TakeTransaction(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _state = State.Name;
            return;
        }

        _transactions.Add(_value.Hash32(ref reader, "transactions"));
    }

    private void End()
    {
        _state = State.Start;
        HeaderField missing = Array.Find(Required, field => (_seen & (1u << (int)field)) == 0);
        if ((_seen & (1u << (int)missing)) == 0)
        {
            throw _value.Malformed(NameOf(missing), "is missing");
        }

        Header = new BlockHeader(
            new BlockNumber(Number(HeaderField.Number)),
            _hash,
            Hash32.FromBytes(_fields[HeaderField.ParentHash]),
            Number(HeaderField.Timestamp),
            LogsBloom.FromBytes(_fields[HeaderField.LogsBloom]),
            Hash32.FromBytes(_fields[HeaderField.ReceiptsRoot]),
            [.. _transactions])
        {
            ComputedHash = _isSound ? _fields.ComputeHash() : null,
        };
    }

    private static readonly HeaderField[] Required =
    [
        HeaderField.Number, HeaderField.Hash, HeaderField.ParentHash, HeaderField.Timestamp, HeaderField.LogsBloom,
        HeaderField.ReceiptsRoot, HeaderField.Transactions,
    ];

    private ulong Number(HeaderField field)
    {
        ReadOnlySpan<byte> bytes = _fields[field];
        if (bytes.Length > sizeof(ulong))
        {
            throw _value.Malformed(NameOf(field), "is not a hexadecimal quantity below 2^64");
        }

        Span<byte> word = stackalloc byte[sizeof(ulong)];
        word.Clear();
        bytes.CopyTo(word[(sizeof(ulong) - bytes.Length)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(word);
    }

    private static bool IsRead(HeaderField field) => Array.IndexOf(Required, field) >= 0;

    private static string NameOf(HeaderField field)
    {
        string name = field.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static string FormOf(HeaderField field) => HeaderFields.LengthOf(field) switch
    {
        0 => "a hexadecimal quantity below 2^64",
        int length => $"0x and {2 * length} hexadecimal digits",
    };
}
