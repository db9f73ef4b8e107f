using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Rlp;

namespace ChainTips.Ethereum.Proofs;

/// <summary>Reads the encoding that <see cref="ConsensusReceipt.Encode"/> writes, and no other.</summary>
internal static class ReceiptDecoder
{
    public static bool TryDecode(
        ReadOnlySpan<byte> encoding,
        [NotNullWhen(true)] out ConsensusReceipt? receipt,
        [NotNullWhen(false)] out string? error)
    {
        receipt = null;
        bool isTyped = encoding is [>= 1 and <= ConsensusReceipt.MaxType, ..];
        RlpReader reader = new(isTyped ? encoding[1..] : encoding);
        if (!reader.TryReadList(out RlpReader fields) || !reader.TryEnd())
        {
            error = Refuse(reader.Failure);
            return false;
        }

        receipt = ReadFields(ref fields, isTyped ? encoding[0] : (byte)0, out error);
        return receipt is not null;
    }

    /// <summary>A receipt or an error.</summary>
    private static ConsensusReceipt? ReadFields(ref RlpReader fields, byte type, out string? error)
    {
        Span<byte> bloom = stackalloc byte[LogsBloom.Length];
        if (!fields.TryReadBytes(out ReadOnlySpan<byte> outcome)
            || !fields.TryReadUInt64(out ulong gas)
            || !fields.TryReadExactly(bloom)
            || !fields.TryReadList(out RlpReader items))
        {
            error = Refuse(fields.Failure);
            return null;
        }

        if (outcome is not ([] or [1]) && outcome.Length != Hash32.Length)
        {
            error = $"The receipt's outcome is {Hex.Format(outcome)}; it must be a status 0 or 1, or a state root.";
            return null;
        }

        ChainLog[]? logs = ReadLogs(ref items, out error);
        if (logs is null || !TryReadDeposit(ref fields, type, out ulong? nonce, out ulong? version, out error))
        {
            return null;
        }

        ConsensusReceipt receipt = new()
        {
            Type = type,
            PostState = outcome.Length == Hash32.Length ? Hash32.FromBytes(outcome) : null,
            Succeeded = outcome is [1],
            CumulativeGasUsed = gas,
            Logs = logs,
            DepositNonce = nonce,
            DepositReceiptVersion = version,
        };
        bool isBloomRight = bloom.SequenceEqual(receipt.ComputeBloom().ToArray());
        error = isBloomRight ? null : "The receipt's bloom is not that of its logs.";
        return isBloomRight ? receipt : null;
    }

    private static bool TryReadDeposit(
        ref RlpReader fields, byte type, out ulong? nonce, out ulong? version, out string? error)
    {
        nonce = null;
        version = null;
        if (type == ConsensusReceipt.DepositType && !fields.AtEnd)
        {
            bool read = fields.TryReadUInt64(out ulong first);
            nonce = first;
            read = fields.TryReadUInt64(out ulong second) && read;
            version = second;
        }

        error = fields.TryEnd() ? null : Refuse(fields.Failure);
        return error is null;
    }

    private static ChainLog[]? ReadLogs(ref RlpReader items, out string? error)
    {
        List<ChainLog> logs = [];
        while (!items.AtEnd)
        {
            if (!items.TryReadList(out RlpReader log))
            {
                error = Refuse(items.Failure);
                return null;
            }

            if (!log.TryReadAddress(out Address address)
                || !log.TryReadList(out RlpReader words)
                || !log.TryReadBytes(out ReadOnlySpan<byte> data)
                || !log.TryEnd())
            {
                error = Refuse(log.Failure);
                return null;
            }

            if (ReadTopics(ref words, out error) is not Hash32[] topics)
            {
                return null;
            }

            logs.Add(new ChainLog(address, topics, data.ToArray(), logs.Count));
        }

        error = null;
        return [.. logs];
    }

    private static Hash32[]? ReadTopics(ref RlpReader words, out string? error)
    {
        List<Hash32> topics = [];
        while (!words.AtEnd && words.TryReadHash32(out Hash32 topic))
        {
            topics.Add(topic);
        }

        error = !words.AtEnd ? Refuse(words.Failure)
            : topics.Count > ReceiptJson.MaxTopics ? TooManyTopics(topics.Count)
            : null;
        return error is null ? [.. topics] : null;
    }

    private static string TooManyTopics(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"A log has {count} topics; it can have {ReceiptJson.MaxTopics}.");

    private static string Refuse(RlpFailure failure) => $"The receipt is refused: {RlpFormatException.Describe(failure)}.";
}
