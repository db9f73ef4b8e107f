using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Makes receipts with their logs of what is handed over piece by piece.</summary>
internal sealed class ReceiptCollector
{
    private readonly List<TransactionReceipt> _receipts = [];
    private readonly List<ChainLog> _logs = [];

    /// <summary>The receipts so far.</summary>
    public IReadOnlyList<TransactionReceipt> Receipts => _receipts;

    /// <summary>Adds a log of the receipt that comes next.</summary>
    public void Add(in StreamedLog log)
    {
        Hash32[] topics = log.Topics.ToArray();
        _logs.Add(new ChainLog(log.Address, topics, log.Data.ToArray(), log.Position) { LogIndex = log.LogIndex });
    }

    /// <summary>Adds a receipt with the logs before it.</summary>
    public void Add(in StreamedReceipt receipt)
    {
        _receipts.Add(receipt.With([.. _logs]));
        _logs.Clear();
    }
}
