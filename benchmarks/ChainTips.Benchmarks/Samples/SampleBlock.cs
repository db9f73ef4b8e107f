using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Benchmarks.Samples;

/// <summary>A block of tips since Prague.</summary>
internal static class SampleBlock
{
    /// <summary>How many receipts the block has.</summary>
    public const int ReceiptCount = 200;

    /// <summary>Receipts of one tip each.</summary>
    public static IReadOnlyList<ConsensusReceipt> Receipts() => [.. Enumerable.Range(0, ReceiptCount).Select(Receipt)];

    /// <summary>The header of a block with these receipts.</summary>
    public static ConsensusHeader Header(IReadOnlyList<ConsensusReceipt> receipts) => new()
    {
        ParentHash = Bytes.Word("parent"),
        UnclesHash = Bytes.Word("uncles"),
        Beneficiary = Bytes.Account("beneficiary"),
        StateRoot = Bytes.Word("state"),
        TransactionsRoot = Bytes.Word("transactions"),
        ReceiptsRoot = BlockReceipts.Root(receipts),
        LogsBloom = BlockReceipts.Bloom(receipts),
        Difficulty = UInt256.Zero,
        Number = new BlockNumber(30_000_000),
        GasLimit = 60_000_000,
        GasUsed = 18_000_000,
        Timestamp = 1_790_000_000,
        ExtraData = new byte[9],
        MixHash = Bytes.Word("randomness"),
        Nonce = 0,
        BaseFeePerGas = 1_000_000UL,
        WithdrawalsRoot = Bytes.Word("withdrawals"),
        BlobGasUsed = 0,
        ExcessBlobGas = 0,
        ParentBeaconBlockRoot = Bytes.Word("beacon"),
        RequestsHash = Bytes.Word("requests"),
    };

    private static ConsensusReceipt Receipt(int index) => new()
    {
        Type = 2,
        Succeeded = true,
        CumulativeGasUsed = 90_000 * ((ulong)index + 1),
        Logs = [SampleLogs.Transfer(index, 0), SampleLogs.TipSent(index, 1)],
    };
}
