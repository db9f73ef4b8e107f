using System.Buffers.Binary;
using ChainTips.Chain;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Testing;

/// <summary>A block of the fake chain.</summary>
/// <param name="Header">What a node says of it.</param>
/// <param name="Transactions">What was mined in it, in order.</param>
/// <param name="Receipts">The receipts, in the same order.</param>
public sealed record FakeBlock(
    BlockHeader Header, IReadOnlyList<FakeTransaction> Transactions, IReadOnlyList<TransactionReceipt> Receipts)
{
    public BlockNumber Number => Header.Number;

    public BlockRef Ref => new(Header.Number, Header.Hash, Header.ParentHash);

    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeSeconds((long)Header.Timestamp);

    /// <summary>The block as the gateway observes it: the receipts that have the topic, from any contract.</summary>
    public ObservedBlock Observed => new(Ref, Time, [.. Receipts.Where(receipt => receipt.Logs.Any(HasTipTopic))]);

    /// <summary>Makes a block whose hash is that of its content; a different fork gives a different hash.</summary>
    public static FakeBlock On(FakeBlock? parent, ulong fork, IReadOnlyList<FakeTransaction> transactions)
    {
        BlockNumber number = parent?.Number.Next ?? new BlockNumber(0);
        Hash32 parentHash = parent?.Header.Hash ?? Hash32.Zero;
        ulong timestamp = (ulong)Sample.Genesis.ToUnixTimeSeconds() + (2 * number.Value);
        byte[] head = new byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(head, number.Value);
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(8), fork);
        Hash32 hash = Keccak256.Hash(
            [.. parentHash.ToArray(), .. head, .. transactions.SelectMany(transaction => transaction.Hash.ToArray())]);

        List<TransactionReceipt> receipts = [];
        ulong logIndex = 0;
        foreach (FakeTransaction transaction in transactions)
        {
            receipts.Add(transaction.ReceiptIn(hash, number, receipts.Count, logIndex));
            logIndex += (ulong)transaction.Logs.Count;
        }

        BlockHeader header = new(
            number, hash, parentHash, timestamp, LogsBloom.Of(receipts.SelectMany(receipt => receipt.Logs)),
            Keccak256.Hash(hash.ToArray()), [.. transactions.Select(transaction => transaction.Hash)]);
        return new FakeBlock(header, transactions, receipts);
    }

    private static bool HasTipTopic(ChainLog log) => log.Topics.Count > 0 && log.Topics[0] == ALog.TipSentTopic;
}
