using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Keeps the logs of the receipt that is being read, until it is known whether the receipt is wanted.</summary>
internal sealed class LogScratch
{
    private readonly List<Entry> _logs = [];
    private readonly List<Hash32> _topics = [];
    private byte[] _data = new byte[1024];
    private int _dataLength;

    /// <summary>Adds a log.</summary>
    public void Add(in StreamedLog log)
    {
        int needed = checked(_dataLength + log.Data.Length);
        if (needed > _data.Length)
        {
            Array.Resize(ref _data, (int)Math.Max(needed, Math.Min(2L * _data.Length, Array.MaxLength)));
        }

        log.Data.CopyTo(_data.AsSpan(_dataLength));
        _logs.Add(new Entry(log.Address, _topics.Count, log.Topics.Length, _dataLength, log.Data.Length, log.LogIndex));
        _topics.AddRange(log.Topics);
        _dataLength = needed;
    }

    /// <summary>Forgets the logs and keeps the memory.</summary>
    public void Clear()
    {
        _logs.Clear();
        _topics.Clear();
        _dataLength = 0;
    }

    /// <summary>The logs with memory of their own.</summary>
    public ChainLog[] ToLogs()
    {
        ReadOnlyMemory<byte> data = _data.AsSpan(0, _dataLength).ToArray();
        ChainLog[] logs = new ChainLog[_logs.Count];
        for (int i = 0; i < logs.Length; i++)
        {
            Entry log = _logs[i];
            Hash32[] topics = new Hash32[log.TopicCount];
            _topics.CopyTo(log.FirstTopic, topics, 0, log.TopicCount);
            logs[i] = new ChainLog(log.Address, topics, data.Slice(log.DataStart, log.DataLength), i) { LogIndex = log.LogIndex };
        }

        return logs;
    }

    private readonly record struct Entry(
        Address Address, int FirstTopic, int TopicCount, int DataStart, int DataLength, ulong LogIndex);
}
