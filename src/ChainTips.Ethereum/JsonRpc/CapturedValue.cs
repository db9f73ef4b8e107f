using System.Buffers;
using System.Text.Json;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Keeps the JSON text of one small value, whose tokens may come from several buffers.</summary>
internal sealed class CapturedValue(string method)
{
    private const int MostBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _text = new();
    private SkippedValue _extent;
    private bool _needsComma;

    /// <summary>The text so far.</summary>
    public ReadOnlyMemory<byte> Text => _text.WrittenMemory;

    /// <summary>Takes one token; true if the value ends with it.</summary>
    public bool Take(ref Utf8JsonReader reader)
    {
        JsonTokenType type = reader.TokenType;
        bool isEnd = type is JsonTokenType.EndObject or JsonTokenType.EndArray;
        bool isString = type is JsonTokenType.String or JsonTokenType.PropertyName;
        Write(_needsComma && !isEnd ? ","u8 : default);
        Write(isString ? "\""u8 : default);
        Write(reader.ValueSpan);
        Write(isString ? "\""u8 : default);
        Write(type == JsonTokenType.PropertyName ? ":"u8 : default);
        _needsComma = type is not (JsonTokenType.PropertyName or JsonTokenType.StartObject or JsonTokenType.StartArray);
        if (_text.WrittenCount > MostBytes)
        {
            throw MalformedResponseException.OfAnswer(method, "has an error member of more than 64 KiB");
        }

        return _extent.Take(ref reader);
    }

    private void Write(ReadOnlySpan<byte> bytes) => _text.Write(bytes);
}
