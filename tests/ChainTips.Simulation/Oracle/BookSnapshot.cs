using System.Numerics;

namespace ChainTips.Simulation.Oracle;

/// <summary>How far the database says that the chain was applied.</summary>
/// <param name="HistoryUntil">What was final before the first start, and needs no receipt of itself; -1 for nothing.</param>
/// <param name="Finalized">The newest final block; null before there is one.</param>
/// <param name="Unfinalized">The blocks after it, oldest first.</param>
internal sealed record BookCursor(long HistoryUntil, string? Finalized, IReadOnlyList<string> Unfinalized);

/// <summary>A journal entry as it stands in the tables; it has one movement.</summary>
internal sealed record BookEntry(
    long Number, string Transaction, int Position, int TransferPosition, string BlockHash, long BlockNumber, int TransactionIndex,
    string Reference, string Payer, int DebitKind, int CreditKind, string Payee, string Token, BigInteger Amount);

/// <summary>The newest state of an entry: 1 pending, 2 settled, 3 voided.</summary>
internal readonly record struct BookState(long Entry, int State);

/// <summary>A row of the inbox.</summary>
internal readonly record struct BookRefusal(string Transaction, int Position, string BlockHash);

/// <summary>What the database says after a step.</summary>
/// <param name="Cursor">How far the chain was applied.</param>
/// <param name="NewEntries">The entries that were not there before, oldest first.</param>
/// <param name="States">The state of every entry.</param>
/// <param name="Refusals">The inbox.</param>
/// <param name="Receipts">How many receipts are owed or written.</param>
internal sealed record BookSnapshot(
    BookCursor Cursor,
    IReadOnlyList<BookEntry> NewEntries,
    IReadOnlyList<BookState> States,
    IReadOnlyList<BookRefusal> Refusals,
    int Receipts);
