using System.Diagnostics;
using System.Text.Json;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// Opens JSON-RPC 2.0 answers token by token, one after the other, with the rules of <see cref="JsonRpcEnvelope"/>; members
/// in any order.
/// </summary>
/// <param name="method">The method that was called, for messages.</param>
/// <param name="firstId">The id of the first call.</param>
/// <param name="count">How many calls there are, with consecutive ids.</param>
/// <param name="result">What reads the results.</param>
internal sealed class AnswerReader(string method, long firstId, int count, IResultReader result) : ITokenReader
{
    private readonly byte[] _scratch = new byte[MemberNames.MostNameBytes];
    private readonly MemberNames _names = new(method);
    private CapturedValue? _error;
    private SkippedValue _skipped;
    private State _state = State.Start;
    private long _id;
    private bool _isVersion2;
    private bool _hasError;
    private Result _result;

    private enum State
    {
        Start,
        Name,
        Version,
        Id,
        Result,
        InResult,
        Error,
        InError,
        Other,
        End,
    }

    private enum Result
    {
        Absent,
        Null,
        Present,
    }

    /// <summary>Whether the answer that was begun has ended.</summary>
    public bool IsAtEnd => _state == State.End;

    /// <inheritdoc/>
    public void Take(ref Utf8JsonReader reader)
    {
        switch (_state)
        {
            case State.Start:
                Begin(reader.TokenType);
                break;
            case State.Name:
                TakeName(ref reader);
                break;
            case State.Version:
                _isVersion2 = IsVersion2(ref reader);
                TakeOther(ref reader);
                break;
            case State.Id:
                _id = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long value) ? value : 0;
                TakeOther(ref reader);
                break;
            case State.Result or State.InResult:
                TakeResult(ref reader);
                break;
            case State.Error or State.InError:
                TakeError(ref reader);
                break;
            case State.Other:
                TakeOther(ref reader);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Checks the answer as a whole, once its last byte was read, and gets ready for the next.</summary>
    /// <returns>The place of the call that it answers.</returns>
    public int Complete()
    {
        DemandNoError();
        string? fault = _id <= 0 ? "has no id that we gave"
            : _id < firstId || _id >= firstId + count ? count == 1 ? "has the id of another call" : "has an id that was not asked in this batch"
            : !_isVersion2 ? "is not marked as JSON-RPC 2.0"
            : _result == Result.Absent ? "has neither result nor error"
            : null;
        if (fault is not null)
        {
            throw MalformedResponseException.OfAnswer(method, fault);
        }

        int index = (int)(_id - firstId);
        result.Complete(index, _result == Result.Null);
        _state = State.Start;
        return index;
    }

    /// <summary>Throws the error that the answer is, whatever its id.</summary>
    public void DemandNoError()
    {
        if (_hasError)
        {
            ThrowError();
        }
    }

    private void Begin(JsonTokenType type)
    {
        if (type != JsonTokenType.StartObject)
        {
            throw MalformedResponseException.OfAnswer(method, "is not a JSON object");
        }

        _names.Begin();
        _id = 0;
        _isVersion2 = false;
        _hasError = false;
        _error = null;
        _result = Result.Absent;
        _state = State.Name;
    }

    private void TakeName(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            _state = State.End;
            return;
        }

        ReadOnlySpan<byte> name = MemberNames.Unescape(ref reader, _scratch, method);
        _names.Add(name);
        _state = name.SequenceEqual("jsonrpc"u8) ? State.Version
            : name.SequenceEqual("id"u8) ? State.Id
            : name.SequenceEqual("result"u8) ? State.Result
            : name.SequenceEqual("error"u8) ? State.Error
            : State.Other;
    }

    private void TakeOther(ref Utf8JsonReader reader) => _state = _skipped.Take(ref reader) ? State.Name : State.Other;

    /// <remarks>A null is no fault yet, for an error may stand beside it.</remarks>
    private void TakeResult(ref Utf8JsonReader reader)
    {
        if (_state == State.Result && reader.TokenType == JsonTokenType.Null)
        {
            _result = Result.Null;
            _state = State.Name;
            return;
        }

        _result = Result.Present;
        _state = result.Take(ref reader) ? State.Name : State.InResult;
    }

    private void TakeError(ref Utf8JsonReader reader)
    {
        _hasError |= _state == State.Error && reader.TokenType != JsonTokenType.Null;
        _state = (_error ??= new CapturedValue(method)).Take(ref reader) ? State.Name : State.InError;
    }

    /// <remarks>Half of a surrogate pair, escaped, is no text to the platform, so it is not compared.</remarks>
    private static bool IsVersion2(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("2.0"u8);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private void ThrowError()
    {
        if (_result == Result.Present)
        {
            throw MalformedResponseException.OfAnswer(method, JsonRpcEnvelope.NoErrorObject);
        }

        JsonDocumentOptions strict = new() { AllowDuplicateProperties = false };
        try
        {
            using JsonDocument error = JsonDocument.Parse(_error!.Text, strict);
            throw JsonRpcEnvelope.ErrorOf(method, error.RootElement, null, null);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw MalformedResponseException.OfAnswer(method, "is not one strict JSON value", exception);
        }
    }
}
