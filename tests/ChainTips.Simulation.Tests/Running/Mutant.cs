using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Ledger;
using ChainTips.Simulation.Running;

namespace ChainTips.Simulation.Tests.Running;

/// <summary>The product, broken on purpose: each way is a mistake that gateways were seen to make.</summary>
internal static class Mutant
{
    /// <summary>A log is known by its number in the block, not by its place in its own receipt.</summary>
    public static readonly GatewayVariant IdentityByLogIndex = OfSource(source => new RewritingSource(source, block => block with
    {
        Receipts = [.. block.Receipts.Select(receipt => receipt with { Logs = [.. receipt.Logs.Select(log => log with { Position = (int)log.LogIndex })] })],
    }));

    /// <summary>The last receipt of a full block is overlooked.</summary>
    public static readonly GatewayVariant OverlooksAReceipt = OfSource(source => new RewritingSource(source, block => block with
    {
        Receipts = [.. block.Receipts.Take(Math.Max(1, block.Receipts.Count - 1))],
    }));

    /// <summary>A failed transaction counts as if its status did not matter, and a transfer elsewhere as if it were ours.</summary>
    public static readonly GatewayVariant TakesOtherContracts = OfSource(source => new RewritingSource(source, block => block with
    {
        Receipts = [.. block.Receipts.Select(receipt => receipt with { Logs = [.. receipt.Logs.Select(log => log with { Address = OwnRouter(log) })] })],
    }));

    /// <summary>A head that is lower than before is taken for a reorg.</summary>
    public static readonly GatewayVariant TakesALowerHeadForAReorg = OfSource(source => new LowerHeadSource(source));

    /// <summary>A block whose receipts are refused is taken to be empty.</summary>
    public static readonly GatewayVariant BelievesEmptyAnswers = OfSource(source => new EmptySource(source));

    /// <summary>Blocks that leave the chain take nothing with them.</summary>
    public static readonly GatewayVariant VoidsNothing = OfJournal(journal => new MutantJournal(journal) { VoidsNothing = true });

    /// <summary>A reorg voids the newest block only.</summary>
    public static readonly GatewayVariant VoidsOneBlock = OfJournal(journal => new MutantJournal(journal) { VoidsOneBlock = true });

    /// <summary>What is one block above the final one is settled too.</summary>
    public static readonly GatewayVariant SettlesEarly = OfJournal(journal => new MutantJournal(journal) { SettlesEarly = true });

    /// <summary>Amounts are cut to 64 bits.</summary>
    public static readonly GatewayVariant CutsAmounts = OfJournal(journal => new MutantJournal(journal) { CutsAmounts = true });

    /// <summary>The payment that was booked last is booked again after a start, under another name.</summary>
    public static GatewayVariant DoublesAfterRestart()
    {
        JournalEntry? last = null;
        return new GatewayVariant(source => source, database =>
        {
            JournalEntry? again = last;
            return new ForwardingDatabase(database, books => new MutantTransaction(books)
            {
                WrappedJournal = new MutantJournal(books.Journal)
                {
                    TakeAgain = () => Interlocked.Exchange(ref again, null),
                    Remember = entry => last = entry,
                },
            });
        });
    }

    /// <summary>The inbox keeps what left the chain.</summary>
    public static readonly GatewayVariant KeepsRefusals = OfTransaction(books => new MutantTransaction(books) { KeepsRefusals = true });

    /// <summary>A tip with a reference of nobody is given to a post of its payee.</summary>
    public static readonly GatewayVariant GuessesReferences = OfTransaction(books => new MutantTransaction(books) { GuessesReferences = true });

    private static Address OwnRouter(ChainLog log) =>
        log.Address == Mining.SimulatedWorld.OtherContract ? Mining.SimulatedWorld.Router : log.Address;

    private static GatewayVariant OfSource(Func<IChainSource, IChainSource> wrap) => new(wrap, database => database);

    private static GatewayVariant OfTransaction(Func<IGatewayTransaction, IGatewayTransaction> wrap) =>
        new(source => source, database => new ForwardingDatabase(database, wrap));

    private static GatewayVariant OfJournal(Func<IJournal, IJournal> wrap) =>
        OfTransaction(books => new MutantTransaction(books) { WrappedJournal = wrap(books.Journal) });
}
