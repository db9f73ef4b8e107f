using System.Text.Json;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Reads the logs of one receipt after the other and checks that they belong together.</summary>
internal sealed class ReceiptLogsReader(string method, StreamedLogHandler onLog)
{
    private readonly TokenValue _value = new(method, "result");
    private readonly TokenValue _logValue = new(method, "logs");
    private readonly LogObjectReader _log = new(method, "logs");
    private bool _isInArray;
    private bool _isInLog;
    private Hash32 _blockHash;
    private Hash32 _transactionHash;
    private ulong _lastIndex;

    /// <summary>How many logs the receipt has.</summary>
    public int Count { get; private set; }

    /// <summary>The next receipt begins.</summary>
    public void Begin()
    {
        _isInArray = false;
        Count = 0;
    }

    /// <summary>Takes one token; true if the list ends with it.</summary>
    public bool Take(ref Utf8JsonReader reader)
    {
        if (!_isInArray)
        {
            _value.Require(ref reader, JsonTokenType.StartArray, "logs", "an array");
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
            HandOver(_log.Log(Count));
        }

        return false;
    }

    /// <summary>Refuses a receipt whose logs name another block or transaction.</summary>
    public void RequireOf(in StreamedReceipt receipt)
    {
        if (Count > 0)
        {
            RequireSame("blockHash", _blockHash, receipt.BlockHash, "the block of the receipt");
            RequireSame(
                "transactionHash", _transactionHash, receipt.TransactionHash, "the transaction of the receipt");
        }
    }

    private void HandOver(in StreamedLog log)
    {
        if (Count == 0)
        {
            _blockHash = log.BlockHash;
            _transactionHash = log.TransactionHash;
        }
        else if (_lastIndex == ulong.MaxValue || log.LogIndex != _lastIndex + 1)
        {
            throw _value.Malformed("logs", "has logs whose logIndex does not rise by one");
        }

        RequireSame("blockHash", log.BlockHash, _blockHash, "the block of the log before");
        RequireSame("transactionHash", log.TransactionHash, _transactionHash, "the transaction of the log before");
        _lastIndex = log.LogIndex;
        onLog(log);
        Count++;
    }

    private void RequireSame(string name, Hash32 found, Hash32 expected, string ownerOfExpected)
    {
        if (found != expected)
        {
            throw _logValue.Malformed(name, $"is {found} and not {expected}, {ownerOfExpected}");
        }
    }
}
