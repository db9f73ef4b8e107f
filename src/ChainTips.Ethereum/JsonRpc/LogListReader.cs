using System.Text.Json;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Reads the result of <c>eth_getLogs</c> and hands over each log as soon as it is complete.</summary>
internal sealed class LogListReader(string method, StreamedLogHandler onLog) : IResultReader
{
    private readonly TokenValue _value = new(method, "result");
    private readonly LogObjectReader _log = new(method, "result");
    private bool _isInArray;
    private bool _isInLog;

    /// <summary>How many logs were read.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public bool Take(ref Utf8JsonReader reader)
    {
        if (!_isInArray)
        {
            _value.Require(ref reader, JsonTokenType.StartArray, string.Empty, "an array");
            _isInArray = true;
            return false;
        }

        if (!_isInLog && reader.TokenType == JsonTokenType.EndArray)
        {
            return true;
        }

        _isInLog = !_log.Take(ref reader);
        if (!_isInLog)
        {
            onLog(_log.Log(Count));
            Count++;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Complete(int index, bool isNull)
    {
        if (isNull)
        {
            throw MalformedResponseException.OfField(method, "result", "is not an array but 'null'");
        }
    }
}
