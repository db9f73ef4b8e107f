using ChainTips.Simulation.Network;
using static ChainTips.Simulation.Network.SimulatedNode;

namespace ChainTips.Simulation.Faults;

/// <summary>One row of the catalogue.</summary>
/// <param name="Kind">The fault.</param>
/// <param name="Description">What goes wrong.</param>
/// <param name="Outcome">What is demanded of the gateway.</param>
/// <param name="Injector">What makes it happen to a request; null for what is in every schedule instead, or cannot happen yet.</param>
internal sealed record FaultEntry(FaultKind Kind, string Description, string Outcome, FaultInjector? Injector)
{
    /// <summary>How it is made to happen, for the document.</summary>
    public string How => Injector switch
    {
        null => Kind == FaultKind.F29 ? "not in the simulation" : "in every schedule",
        AnyOf any => string.Join(" or ", any.Shapes.Select(shape => $"`{shape.GetType().Name}`").Distinct()),
        _ => $"`{Injector.GetType().Name}`",
    };
}

/// <summary>Every kind of fault with what makes it happen and what is demanded; docs/reliability.md is made of it.</summary>
internal static class FaultCatalog
{
    private const string Refused = "the answer is refused and asked for again; the cursor stays";

    private static readonly string[] Receipts = [BlockReceipts, TransactionReceipt];
    private static readonly string[] ReceiptsAndLogs = [BlockReceipts, TransactionReceipt, Logs];
    private static readonly string[] Blocks = [BlockByNumber, BlockByHash];
    private static readonly string[] Anything = [BlockByNumber, BlockByHash, BlockReceipts, TransactionReceipt, Logs];

    private static readonly Dictionary<FaultKind, FaultEntry> Entries = Rows().ToDictionary(entry => entry.Kind);

    /// <summary>All rows, in order.</summary>
    public static IReadOnlyList<FaultEntry> All => [.. Entries.Values.OrderBy(entry => entry.Kind)];

    /// <summary>What makes a fault happen to a request; null for one that is in every schedule instead.</summary>
    public static FaultInjector? Find(FaultKind kind) => Entries[kind].Injector;

    private static IEnumerable<FaultEntry> Rows() =>
    [
        .. MissingData(), .. WrongData(), .. HeadsAndFinality(), .. Transport(), .. Encoding(),
    ];

    private static IEnumerable<FaultEntry> MissingData() =>
    [
        new(FaultKind.F1, "a node that is behind answers for a block or range that it has not, with nothing", Refused, new ViewFault(
            call => ReceiptsAndLogs.Contains(call.Method) || Blocks.Contains(call.Method), ViewFault.Earlier)),
        new(FaultKind.F2, "the block is known and its receipts are an empty list", Refused, new ResultFault(ReceiptsAndLogs, ReceiptEdits.Empty)),
        new(FaultKind.F3, "one log is missing for good on one node", Refused, new ResultFault(ReceiptsAndLogs, ReceiptEdits.DropLog)),
        new(FaultKind.F4, "part of the history is pruned: an error, or a list that is short without one", Refused, new AnyOf(
            new EnvelopeFault(scene => ReceiptsAndLogs.Any(scene.Exchange.Asks), EnvelopeFault.Pruned), new ResultFault(ReceiptsAndLogs, ReceiptEdits.Truncate))),
        new(FaultKind.F5, "a limit cuts a list without a word", Refused, new ResultFault(ReceiptsAndLogs, ReceiptEdits.Truncate)),
        new(FaultKind.F8, "the receipt of a mined transaction is null", Refused, new ResultFault(Receipts, HeaderEdits.Null)),
        new(FaultKind.F9, "the block that was just announced is null", "asked for again; never taken for a reorg", new ResultFault(Blocks, HeaderEdits.Null)),
    ];

    private static IEnumerable<FaultEntry> WrongData() =>
    [
        new(FaultKind.F6, "a log names another block, or a batch of blocks comes from two forks", Refused, new AnyOf(
            new ResultFault(ReceiptsAndLogs, ReceiptEdits.OtherBlockHash),
            new ViewFault(call => call.Method == BlockByNumber && call.Id.GetInt64() % 2 == 0, ViewFault.Earlier))),
        new(FaultKind.F7, "asked by hash, the node answers with the receipts of another fork", Refused, new ResultFault([BlockReceipts], ReceiptEdits.OtherBlock)),
        new(FaultKind.F10, "log and transaction indexes are wrong, doubled or underflowed", "refused, or without effect: a payment is known by its place in its receipt", new ResultFault(Receipts, ReceiptEdits.WrongIndex)),
        new(FaultKind.F11, "a transaction hash or a bloom of zeros", Refused, new AnyOf(
            new ResultFault(Receipts, ReceiptEdits.ZeroTransaction), new ResultFault(Blocks, HeaderEdits.ZeroBloom))),
        new(FaultKind.F12, "a log says removed, or a removal never comes", "only the chain of hashes says what left", new ResultFault(ReceiptsAndLogs, ReceiptEdits.Removed)),
        new(FaultKind.F13, "a receipt or log comes twice", Refused, new ResultFault(ReceiptsAndLogs, ReceiptEdits.Twice)),
        new(FaultKind.F14, "the node lies about amounts, payees, status, roots or parents", Refused, new AnyOf(
            new ResultFault(ReceiptsAndLogs, ReceiptEdits.Lie), new ResultFault(Blocks, HeaderEdits.Lie))),
        new(FaultKind.F15, "another chain stands behind the URL", "stopped or refused; nothing of it is booked", new AnyOf(
            new ResultFault([ChainId], (_, _) => "0x1"), new ForeignChain())),
    ];

    private static IEnumerable<FaultEntry> HeadsAndFinality() =>
    [
        new(FaultKind.F16, "the head goes backwards", "no reorg; waits", new ViewFault(call => IsTag(call, "latest"), ViewFault.Earlier)),
        new(FaultKind.F17, "the head stands still though the node answers", "waits; what it says is still checked", new ViewFault(_ => true, ViewFault.Earlier)),
        new(FaultKind.F18, "reorgs in which transactions come elsewhere, otherwise, or not again", "voided there, credited here, once", null),
        new(FaultKind.F19, "deep reorgs, down to the final block", "followed to the last block that is not final", null),
        new(FaultKind.F20, "a reorg exactly to the limit", "followed; nothing below the limit is touched", null),
        new(FaultKind.F21, "no finalized tag: null or an error", "nothing is settled meanwhile", new AnyOf(
            new EnvelopeFault(scene => scene.Exchange.Calls.Any(call => IsTag(call, "finalized")), EnvelopeFault.NullTag),
            new EnvelopeFault(scene => scene.Exchange.Calls.Any(call => IsTag(call, "finalized")), EnvelopeFault.NoTag))),
        new(FaultKind.F22, "the final block goes backwards", "what is settled stays settled", new ViewFault(call => IsTag(call, "finalized"), ViewFault.Earlier)),
        new(FaultKind.F23, "no block for hours, then many at once", "waits, then catches up", null),
        new(FaultKind.F24, "several blocks with one timestamp", "ordered by number, never by time", null),
        new(FaultKind.F25, "a block is announced that is never mined", "never credited", new ViewFault(call => IsTag(call, "latest"), ViewFault.Phantom)),
    ];

    private static IEnumerable<FaultEntry> Transport() =>
    [
        new(FaultKind.F26, "429 and 503, also inside a success", "waits and asks again", new TransportFault(TransportFault.Busy)),
        new(FaultKind.F27, "no connection, no end, half an answer, a page for people", "an error, never part of the data", new TransportFault(TransportFault.Broken)),
        new(FaultKind.F28, "batches out of order, short, doubled, under foreign ids, one error for all", "matched by id; each id once, or refused", new EnvelopeFault(_ => true, EnvelopeFault.Shuffle)),
        new(FaultKind.F29, "a websocket dies silently", "polling is the truth; a websocket is a hint at most", null),
        new(FaultKind.F30, "an answer that is huge or deep", "refused within bounds of memory", new TransportFault(TransportFault.Huge)),
    ];

    private static IEnumerable<FaultEntry> Encoding() =>
    [
        new(FaultKind.F31, "a member stands there twice", "the whole answer is refused", new EnvelopeFault(_ => true, EnvelopeFault.DoubleMember)),
        new(FaultKind.F32, "numbers with leading zeros, in upper case, decimal, without prefix", "read rightly or refused", new ResultFault(Anything, HeaderEdits.OtherForm)),
        new(FaultKind.F33, "numbers whose first bit is set", "never negative: read rightly or refused", new ResultFault(Anything, HeaderEdits.HighBit)),
        new(FaultKind.F34, "numbers above 53, 63, 64 and 256 bits", "read rightly or refused", new ResultFault(Anything, HeaderEdits.TooLarge)),
        new(FaultKind.F35, "new members, missing optional ones", "read as if they were not there", new ResultFault(Anything, HeaderEdits.NewMembers)),
    ];

    private static bool IsTag(NodeCall call, string tag) =>
        call.Method == BlockByNumber && call.Parameters[0].GetString() == tag;
}
