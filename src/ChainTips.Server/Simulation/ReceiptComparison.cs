using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Receipts;

namespace ChainTips.Server.Simulation;

/// <summary>Compares a receipt with what the node says of the same transaction, read again; what needs no node is <see cref="ReceiptVerifier"/>'s.</summary>
internal static class ReceiptComparison
{
    /// <summary>Everything in the receipt that the chain does not bear out, a sentence each.</summary>
    public static IReadOnlyList<string> Compare(ReceiptDocument receipt, TransactionReceipt onChain)
    {
        List<string> faults = [];
        Expect(faults, "block hash", receipt.Block.Hash, onChain.BlockHash.ToString());
        Expect(faults, "block number", receipt.Block.Number, onChain.BlockNumber.Value);
        if (receipt.Log is ReceiptLog log)
        {
            CompareLog(faults, "TipSent", log, onChain);
        }

        CompareLog(faults, "Transfer", receipt.Transfer, onChain);
        return faults;
    }

    private static void CompareLog(List<string> faults, string name, ReceiptLog log, TransactionReceipt onChain)
    {
        if (log.Position >= onChain.Logs.Count)
        {
            faults.Add($"The {name} log is said to stand at position {log.Position}; the transaction has {onChain.Logs.Count} logs.");
            return;
        }

        ChainLog found = onChain.Logs[log.Position];
        Expect(faults, $"transaction of the {name} log", log.TransactionHash, onChain.TransactionHash.ToString());
        Expect(faults, $"emitter of the {name} log", log.Address, found.Address.ToString());
        Expect(faults, $"topics of the {name} log", string.Join(' ', log.Topics), string.Join(' ', found.Topics));
        Expect(faults, $"data of the {name} log", log.Data, Hex.Format(found.Data.Span));
    }

    private static void Expect<T>(List<string> faults, string what, T said, T found)
    {
        if (!EqualityComparer<T>.Default.Equals(said, found))
        {
            faults.Add($"The {what} is '{said}' in the receipt and '{found}' on the chain.");
        }
    }
}
