using System.Text.Json;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>
/// Reads the result of <c>eth_getBlockReceipts</c> and hands over each log, and each receipt after its logs.
/// </summary>
/// <remarks>Every receipt claims the block that was asked, and they count from zero.</remarks>
internal sealed class ReceiptListReader(
    string method, Hash32 blockHash, StreamedLogHandler onLog, StreamedReceiptHandler onReceipt) : IResultReader
{
    private readonly TokenValue _value = new(method, "result");
    private readonly ReceiptObjectReader _receipt = new(method, onLog);
    private bool _isInArray;
    private bool _isInReceipt;
    private int _count;

    /// <inheritdoc/>
    public bool Take(ref Utf8JsonReader reader)
    {
        if (!_isInArray)
        {
            _value.Require(ref reader, JsonTokenType.StartArray, string.Empty, "an array");
            _isInArray = true;
            return false;
        }

        if (!_isInReceipt && reader.TokenType == JsonTokenType.EndArray)
        {
            return true;
        }

        _isInReceipt = !_receipt.Take(ref reader);
        if (!_isInReceipt)
        {
            HandOver(_receipt.Receipt);
        }

        return false;
    }

    /// <inheritdoc/>
    public void Complete(int index, bool isNull)
    {
        if (isNull)
        {
            throw new UnknownBlockException(blockHash);
        }
    }

    private void HandOver(in StreamedReceipt receipt)
    {
        if (receipt.BlockHash != blockHash)
        {
            throw MalformedResponseException.OfOtherQuestion(
                method, "result", "is not of the blockHash that was asked");
        }

        if (receipt.TransactionIndex != _count)
        {
            throw _value.Malformed("transactionIndex", "does not count the receipts of the block from zero");
        }

        onReceipt(receipt);
        _count++;
    }
}
