using System.Buffers.Binary;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;
using ChainTips.Simulation.Oracle;

namespace ChainTips.Simulation.Mining;

/// <summary>Makes blocks with true headers: the hash is that of the header's RLP, the bloom and the receipts root are recomputed.</summary>
/// <remarks>Only the transactions root and the state root are invented: no transaction has a body here, and nothing a state.</remarks>
internal static class BlockForge
{
    private const ulong GasOfTransaction = 50_000;
    private const byte FeeMarketType = 2;

    private static readonly Hash32 NoUncles = Keccak256.Hash([0xc0]);
    private static readonly Hash32 NoReceipts = BlockReceipts.Root([]);

    /// <summary>Makes a block.</summary>
    /// <param name="parent">The block to stand on; null for block 0.</param>
    /// <param name="order">When it is mined; it also tells forks with the same content apart, and chains by their first block.</param>
    /// <param name="seconds">How much later than its parent.</param>
    /// <param name="executions">What is executed in it.</param>
    public static SimulatedBlock Make(SimulatedBlock? parent, int order, int seconds, IReadOnlyList<PlainExecution> executions)
    {
        List<SimulatedTransaction> transactions = new(executions.Count);
        ulong gas = 0;
        foreach (PlainExecution execution in executions)
        {
            gas += GasOfTransaction;
            ConsensusReceipt receipt = new()
            {
                Type = FeeMarketType,
                Succeeded = execution.Succeeded,
                CumulativeGasUsed = gas,
                Logs = LogForge.Encode(execution),
            };
            transactions.Add(new SimulatedTransaction(Hash32.Parse(execution.Hash), receipt, GasOfTransaction));
        }

        ConsensusHeader header = MakeHeader(parent, order, seconds, transactions);
        PlainBlock plain = new(
            header.ComputeHash().ToString(), header.ParentHash.ToString(), checked((long)header.Number.Value), executions);
        return new SimulatedBlock(parent, header, order, transactions, plain);
    }

    private static ConsensusHeader MakeHeader(
        SimulatedBlock? parent, int order, int seconds, List<SimulatedTransaction> transactions)
    {
        byte[] extra = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(extra, order);
        IEnumerable<ConsensusReceipt> receipts = transactions.Select(transaction => transaction.Receipt);
        return new ConsensusHeader
        {
            ParentHash = parent?.Hash ?? Hash32.Zero,
            UnclesHash = NoUncles,
            Beneficiary = SimulatedWorld.Stranger,
            StateRoot = NoUncles,
            TransactionsRoot = transactions.Count == 0
                ? NoReceipts
                : Keccak256.Hash([.. transactions.SelectMany(transaction => transaction.Hash.ToArray())]),
            ReceiptsRoot = transactions.Count == 0 ? NoReceipts : BlockReceipts.Root(receipts),
            LogsBloom = transactions.Count == 0 ? LogsBloom.Empty : BlockReceipts.Bloom(receipts),
            Difficulty = UInt256.Zero,
            Number = new BlockNumber(parent is null ? 0 : parent.Number + 1),
            GasLimit = 30_000_000,
            GasUsed = (ulong)transactions.Count * GasOfTransaction,
            Timestamp = parent is null
                ? (ulong)SimulatedWorld.Genesis.ToUnixTimeSeconds()
                : parent.Header.Timestamp + (ulong)seconds,
            ExtraData = extra,
            MixHash = Hash32.Zero,
            Nonce = 0,
            BaseFeePerGas = (UInt256)7UL,
            WithdrawalsRoot = NoReceipts,
            BlobGasUsed = 0,
            ExcessBlobGas = 0,
            ParentBeaconBlockRoot = Hash32.Zero,
        };
    }
}
