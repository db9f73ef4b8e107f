using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Benchmarks.Samples;

/// <summary>What a <c>TipSent</c> says, read with nothing but <see cref="AbiReader"/> and kept on the stack.</summary>
internal readonly record struct TipWords(
    Hash32 PaymentReference, Address Payer, Address Payee, Address Token, UInt256 Amount, UInt256 Fee)
{
    /// <summary>As strict as <see cref="Tips.TipSent.Decode"/>.</summary>
    public static bool TryRead(ReadOnlySpan<Hash32> topics, ReadOnlySpan<byte> data, out TipWords tip)
    {
        tip = default;
        AbiReader reader = new(data);
        if (topics.Length != 4
            || !TryReadAddress(topics[2], out Address payer)
            || !TryReadAddress(topics[3], out Address payee)
            || !reader.TryReadAddress(out Address token)
            || !reader.TryReadUInt256(out UInt256 amount)
            || !reader.TryReadUInt256(out UInt256 fee)
            || !reader.AtEnd)
        {
            return false;
        }

        tip = new TipWords(topics[1], payer, payee, token, amount, fee);
        return true;
    }

    /// <summary>Whether the log is a <c>TipSent</c> or a <c>Transfer</c>, decoded to the end.</summary>
    public static bool IsDecoded(ReadOnlySpan<Hash32> topics, ReadOnlySpan<byte> data) =>
        topics[0] == Tips.TipSent.Topic
            ? TryRead(topics, data, out _)
            : topics[0] == SampleLogs.TransferTopic && TryReadTransfer(topics, data, out _, out _, out _);

    private static bool TryReadTransfer(
        ReadOnlySpan<Hash32> topics, ReadOnlySpan<byte> data, out Address from, out Address to, out UInt256 amount)
    {
        AbiReader reader = new(data);
        from = default;
        to = default;
        amount = default;
        return topics.Length == 3
            && TryReadAddress(topics[1], out from)
            && TryReadAddress(topics[2], out to)
            && reader.TryReadUInt256(out amount)
            && reader.AtEnd;
    }

    private static bool TryReadAddress(Hash32 topic, out Address address)
    {
        Span<byte> word = stackalloc byte[Hash32.Length];
        topic.CopyTo(word);
        return new AbiReader(word).TryReadAddress(out address);
    }
}
