using System.Buffers.Binary;
using ChainTips.Chain;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;
using ChainTips.Tips;

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

    /// <summary>The block as the gateway observes it: the receipts that have the topic, from any contract, or a transfer of a token.</summary>
    public ObservedBlock Observed => new(Ref, Time, [.. Receipts.Where(receipt => receipt.Logs.Any(IsOfInterest))]);

    /// <summary>The block with what its transactions asked for.</summary>
    public ObservedBlock ObservedWithCalls => Observed with { Calls = Calls.ToDictionary() };

    /// <summary>What the transactions asked for, as far as the test said it.</summary>
    public IEnumerable<KeyValuePair<Hash32, TransactionCall>> Calls => Transactions
        .Where(transaction => transaction.Call is not null)
        .Select(transaction => KeyValuePair.Create(transaction.Hash, transaction.Call!));

    /// <summary>The one tip in it.</summary>
    public Tip DecodeTip()
    {
        DecodedTips decoded = new();
        new TipDecoder(Sample.Settings).Decode(Observed, decoded);
        return decoded.Tips.Single();
    }

    /// <summary>The header as the chain hashes it.</summary>
    public required ConsensusHeader Consensus { get; init; }

    /// <summary>The receipts as the chain hashes them, in order.</summary>
    public required IReadOnlyList<ConsensusReceipt> ConsensusReceipts { get; init; }

    /// <summary>Makes a block whose hash is that of a real header over its content; a different fork gives a different hash.</summary>
    public static FakeBlock On(FakeBlock? parent, ulong fork, IReadOnlyList<FakeTransaction> transactions)
    {
        ConsensusReceipt[] hashed = [.. transactions.Select((transaction, index) => transaction.ConsensusReceiptAt(index))];
        ConsensusHeader consensus = HeaderOn(parent, fork, transactions, hashed);
        Hash32 hash = consensus.ComputeHash();
        List<TransactionReceipt> receipts = [];
        ulong logIndex = 0;
        foreach (FakeTransaction transaction in transactions)
        {
            receipts.Add(transaction.ReceiptIn(hash, consensus.Number, receipts.Count, logIndex));
            logIndex += (ulong)transaction.Logs.Count;
        }

        BlockHeader header = new(
            consensus.Number, hash, consensus.ParentHash, consensus.Timestamp, consensus.LogsBloom, consensus.ReceiptsRoot,
            [.. transactions.Select(transaction => transaction.Hash)])
        {
            ComputedHash = hash,
        };
        return new FakeBlock(header, transactions, receipts) { Consensus = consensus, ConsensusReceipts = hashed };
    }

    private static ConsensusHeader HeaderOn(
        FakeBlock? parent, ulong fork, IReadOnlyList<FakeTransaction> transactions, IReadOnlyList<ConsensusReceipt> receipts)
    {
        BlockNumber number = parent?.Number.Next ?? new BlockNumber(0);
        byte[] forkBytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(forkBytes, fork);
        return new ConsensusHeader
        {
            ParentHash = parent?.Header.Hash ?? Hash32.Zero,
            UnclesHash = Hash32.Zero,
            Beneficiary = Sample.Stranger,
            StateRoot = Hash32.Zero,
            TransactionsRoot = Keccak256.Hash([.. transactions.SelectMany(transaction => transaction.Hash.ToArray())]),
            ReceiptsRoot = BlockReceipts.Root(receipts),
            LogsBloom = BlockReceipts.Bloom(receipts),
            Difficulty = UInt256.Zero,
            Number = number,
            GasLimit = 30_000_000,
            GasUsed = FakeTransaction.GasUsed * (ulong)transactions.Count,
            Timestamp = (ulong)Sample.Genesis.ToUnixTimeSeconds() + (2 * number.Value),
            ExtraData = forkBytes,
            MixHash = Hash32.Zero,
            Nonce = 0,
            BaseFeePerGas = 7UL,
        };
    }

    private static bool IsOfInterest(ChainLog log) => log.Topics.Count > 0
        && (log.Topics[0] == ALog.TipSentTopic
            || (log.Topics[0] == ALog.TransferTopic && Sample.Settings.FindToken(log.Address) is not null));
}
