using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.JsonRpc;

/// <summary>Logs of one event.</summary>
/// <param name="Contract">The contract that emits them; null for any.</param>
/// <param name="Topic">The first topic: the hash of the event's signature.</param>
public readonly record struct LogPattern(Address? Contract, Hash32 Topic);

/// <summary>Which logs are looked for: a receipt is of interest if one of its logs is among them.</summary>
/// <param name="patterns">The events, at least one.</param>
public sealed class LogSelection(params LogPattern[] patterns)
{
    /// <summary>Every log with a first topic, whoever emits it.</summary>
    public static LogSelection Of(Hash32 topic) => new(new LogPattern(null, topic));

    /// <summary>Whether a log is looked for.</summary>
    /// <param name="contract">The contract that emitted it.</param>
    /// <param name="topic">Its first topic.</param>
    public bool Includes(Address contract, Hash32 topic)
    {
        foreach (LogPattern pattern in patterns)
        {
            if (topic == pattern.Topic && (pattern.Contract is null || pattern.Contract == contract))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc cref="Includes(Address, Hash32)"/>
    public bool Includes(ChainLog log) => log.Topics.Count > 0 && Includes(log.Address, log.Topics[0]);

    /// <summary>Whether a receipt has a log that is looked for.</summary>
    public bool Includes(TransactionReceipt receipt) =>
        receipt.Logs.Any(Includes);

    /// <summary>False if a block has none of these logs for certain, by the bloom of its header; true if it may.</summary>
    public bool MayBeIn(LogsBloom bloom) => Array.Exists(
        patterns, pattern => bloom.MayContain(pattern.Topic) && (pattern.Contract is not Address contract || bloom.MayContain(contract)));
}
