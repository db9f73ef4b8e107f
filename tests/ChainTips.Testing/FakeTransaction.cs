using ChainTips.Chain;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ethereum.Proofs;

namespace ChainTips.Testing;

/// <summary>A transaction that can be mined again in another block: its hash depends on its content only.</summary>
/// <param name="Hash">The hash of its name and its logs.</param>
/// <param name="Succeeded">Whether its receipt has status 1.</param>
/// <param name="Logs">Its logs, numbered from 0.</param>
public sealed record FakeTransaction(Hash32 Hash, bool Succeeded, IReadOnlyList<ChainLog> Logs)
{
    public const ulong GasUsed = 50_000;

    /// <summary>What it asked for; null where the test does not say it.</summary>
    public TransactionCall? Call { get; init; }

    public static FakeTransaction Of(string name, params IReadOnlyList<ChainLog> logs)
    {
        List<byte> content = [.. Sample.HashOf(name).ToArray()];
        foreach (ChainLog log in logs)
        {
            content.AddRange(log.Address.ToArray());
            content.AddRange(log.Topics.SelectMany(topic => topic.ToArray()));
            content.AddRange(log.Data.ToArray());
        }

        return new FakeTransaction(
            Keccak256.Hash([.. content]), true, [.. logs.Select((log, position) => log with { Position = position })]);
    }

    /// <summary>Both transactions in one: the logs of one after the logs of the other.</summary>
    public FakeTransaction Then(FakeTransaction other) => Of($"{Hash}{other.Hash}", [.. Logs, .. other.Logs]);

    /// <summary>The same transaction with status 0; a real one would have no logs either.</summary>
    public FakeTransaction Failed() => this with { Succeeded = false };

    public TransactionReceipt ReceiptIn(Hash32 blockHash, BlockNumber number, int index, ulong firstLogIndex) => new(
        Hash, index, blockHash, number, Succeeded, Sample.Payer, Sample.Router, GasUsed,
        [.. Logs.Select((log, position) => log with { LogIndex = firstLogIndex + (ulong)position })]);

    /// <summary>The receipt as the chain hashes it.</summary>
    public ConsensusReceipt ConsensusReceiptAt(int index) => new()
    {
        Type = 2,
        Succeeded = Succeeded,
        CumulativeGasUsed = GasUsed * (ulong)(index + 1),
        Logs = Logs,
    };
}
