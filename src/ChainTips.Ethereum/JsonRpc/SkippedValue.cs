using System.Text.Json;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Passes over one value whatever it is; the default value has not begun.</summary>
internal struct SkippedValue
{
    private int _depth;
    private bool _isInside;

    /// <summary>Takes one token; true if the value ends with it.</summary>
    public bool Take(ref Utf8JsonReader reader)
    {
        bool isStart = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        if (!_isInside)
        {
            _isInside = isStart;
            _depth = reader.CurrentDepth;
            return !isStart;
        }

        bool isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
        _isInside = !(isEnd && reader.CurrentDepth == _depth);
        return !_isInside;
    }
}
