using System.Globalization;
using System.Numerics;

namespace ChainTips.Simulation.Oracle;

/// <summary>
/// Knows what the books must say, for the blocks that they say they were made from, and compares after every step. It is told
/// what was mined by the one who mined it, and learns nothing from the product but what stands in its tables.
/// </summary>
/// <remarks>
/// Demanded at every step: each credit is that of a block that exists, with its exact amount; each credit that is due is there once;
/// it is settled exactly when its block is final, and only what can never leave the chain is final; a settled or voided entry
/// stays so; entries never change or disappear; the inbox holds what was refused; the sums of each payee are those of the list.
/// </remarks>
internal sealed class BookKeeper(PlainWorld world, long startBlock)
{
    private const int Outside = 1;
    private const int Payee = 2;
    private const int Pending = 1;
    private const int Settled = 2;
    private const int Voided = 3;

    private readonly MatchingRule _rule = new(world);
    private readonly SmallSums _small = new(world);
    private readonly AppliedChain _chain = new(startBlock);
    private readonly Dictionary<PlainExecution, Verdict> _verdicts = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<PlainBlock, List<DueCredit>> _credits = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, DueInBlock> _due = [];
    private readonly Dictionary<string, DueRefusal> _refusals = [];
    private readonly Dictionary<string, BigInteger> _sums = [];
    private readonly Dictionary<long, KnownEntry> _entries = [];

    /// <summary>The newest block that the books were made from; null before the first.</summary>
    public PlainBlock? Head => _chain.Head;

    /// <summary>The newest final block that the books were made from; -1 before the first.</summary>
    public long FinalNumber { get; private set; } = -1;

    /// <summary>The newest journal entry that was compared; 0 before the first.</summary>
    public long LastEntry { get; private set; }

    /// <summary>How many credits are due now.</summary>
    public int DueCount => _due.Count;

    /// <summary>How many entries the journal has, voided ones too.</summary>
    public int EntryCount => _entries.Count;

    /// <summary>Learns of a block that was mined, on whatever fork.</summary>
    public void Learn(PlainBlock block) => _chain.Learn(block);

    /// <summary>Learns that a block was shown which is none of this chain: where it stands on a block of it, it looks like a reorg.</summary>
    public void LearnShown(PlainBlock block) => _chain.LearnShown(block);

    /// <summary>Learns that a block can never leave the chain.</summary>
    public void LearnFinal(string hash) => _chain.LearnFinal(hash);

    /// <summary>The sum that is due to a payee in a token, pending and settled apart.</summary>
    public BigInteger SumOf(string payee, string token, bool isSettled) => _sums.GetValueOrDefault(SumKey(payee, token, isSettled));

    /// <summary>Compares the books with what they must say.</summary>
    /// <returns>What differs, a sentence each; none when all is right.</returns>
    public IReadOnlyList<string> Compare(BookSnapshot books)
    {
        List<string> faults = [];
        Apply(_chain.Follow(books.Cursor, faults));
        if (faults.Count > 0)
        {
            return faults;
        }

        foreach (BookEntry entry in books.NewEntries)
        {
            CheckFacts(entry, faults);
            _entries[entry.Number] = new KnownEntry(entry);
            LastEntry = entry.Number;
        }

        CheckStates(books, faults);
        CheckRefusals(books.Refusals, faults);
        return faults;
    }

    /// <summary>Compares entries that were seen before with what stands there now: nothing of them may have changed.</summary>
    public IReadOnlyList<string> CompareAgain(IReadOnlyList<BookEntry> all)
    {
        List<string> faults = [];
        foreach (BookEntry entry in all)
        {
            if (!_entries.TryGetValue(entry.Number, out KnownEntry? known) || known.Entry != entry)
            {
                faults.Add($"entry {entry.Number} was changed: it is {entry} and was {known?.Entry}");
            }
        }

        return all.Count == _entries.Count ? faults : [.. faults, $"of {_entries.Count} entries {all.Count} are left"];
    }

    private void Apply(AppliedChange change)
    {
        foreach (PlainBlock block in change.Left)
        {
            Count(block, -1);
        }

        foreach (PlainBlock block in change.Added)
        {
            Count(block, 1);
        }

        foreach (PlainBlock block in change.Final)
        {
            FinalNumber = Math.Max(FinalNumber, block.Number);
            foreach (DueInBlock due in CreditsOf(block).Select(c => _due[Key(c.Transaction, c.Position)]))
            {
                AddSum(due.Credit, isSettled: false, -1);
                due.IsSettled = true;
                AddSum(due.Credit, isSettled: true, 1);
            }
        }
    }

    private void Count(PlainBlock block, int sign)
    {
        foreach (DueCredit credit in CreditsOf(block))
        {
            Put(_due, Key(credit.Transaction, credit.Position), new DueInBlock(credit, block), sign);
            AddSum(credit, isSettled: false, sign);
        }

        foreach (DueRefusal refusal in block.Executions.SelectMany(execution => VerdictOf(execution).Refusals))
        {
            Put(_refusals, Key(refusal.Transaction, refusal.Position) + block.Hash, refusal, sign);
        }
    }

    private void CheckFacts(BookEntry entry, List<string> faults)
    {
        PlainBlock? block = _chain.Find(entry.BlockHash);
        bool isThere = block?.Executions.ElementAtOrDefault(entry.TransactionIndex)?.Hash == entry.Transaction;
        DueCredit? credit = !isThere
            ? null
            : CreditsOf(block!).Find(c => c.Transaction == entry.Transaction && c.Position == entry.Position);
        if (block is null || credit is null)
        {
            faults.Add($"WRONG CREDIT: entry {entry.Number} credits what is in no block: {entry}");
            return;
        }

        bool isRight = entry.BlockNumber == block.Number
            && (entry.Reference, entry.Payer, entry.Payee, entry.Token) == (credit.Reference, credit.Payer, credit.Payee, credit.Token)
            && entry.TransferPosition == credit.TransferPosition
            && entry.Amount == credit.Amount
            && (entry.DebitKind, entry.CreditKind) == (Outside, Payee);
        if (!isRight)
        {
            faults.Add($"WRONG CREDIT: entry {entry.Number} says {entry}, and the chain says {credit} in block {block.Number}");
        }
    }

    private void CheckStates(BookSnapshot books, List<string> faults)
    {
        int live = 0;
        int settled = 0;
        int receipts = 0;
        Dictionary<string, BigInteger> sums = [];
        foreach (BookState row in books.States)
        {
            if (!_entries.TryGetValue(row.Entry, out KnownEntry? known))
            {
                faults.Add($"entry {row.Entry} has a state and is no entry");
                continue;
            }

            if (known.State is Settled or Voided && known.State != row.State)
            {
                faults.Add($"entry {row.Entry} was in state {known.State} and is in {row.State} now");
            }

            known.State = row.State;
            if (row.State != Voided)
            {
                live++;
                bool owesReceipt = row.State == Settled && !IsSum(known.Entry);
                settled += owesReceipt ? 1 : 0;
                receipts += owesReceipt && known.Entry.BlockNumber > books.Cursor.HistoryUntil ? 1 : 0;
                CheckLive(known, faults);
                string key = SumKey(known.Entry.Payee, known.Entry.Token, row.State == Settled);
                sums[key] = sums.GetValueOrDefault(key) + known.Entry.Amount;
            }
        }

        CheckCounts(books, live, faults);
        if (books.Receipts < receipts || books.Receipts > settled)
        {
            faults.Add($"{settled} payments are settled, {receipts} of them since the first start, and {books.Receipts} receipts are owed or written");
        }
        faults.AddRange(_sums.Keys.Union(sums.Keys)
            .Where(key => _sums.GetValueOrDefault(key) != sums.GetValueOrDefault(key))
            .Select(key => $"the sum of {key} is {sums.GetValueOrDefault(key)} and must be {_sums.GetValueOrDefault(key)}"));
    }

    /// <summary>For a sum of small payments nobody is owed a receipt.</summary>
    private bool IsSum(BookEntry entry) => _due.GetValueOrDefault(Key(entry.Transaction, entry.Position))?.Credit.Transfers > 1;

    private void CheckCounts(BookSnapshot books, int live, List<string> faults)
    {
        if (books.States.Count != _entries.Count)
        {
            faults.Add($"{_entries.Count} entries have {books.States.Count} states; one disappeared");
        }

        if (live != _due.Count)
        {
            HashSet<string> booked = [.. _entries.Values.Where(e => e.State != Voided).Select(e => Key(e.Entry.Transaction, e.Entry.Position))];
            faults.Add($"{_due.Count} credits are due and {live} are booked; missing: {string.Join(", ", _due.Keys.Where(key => !booked.Contains(key)))}");
        }
    }

    private void CheckLive(KnownEntry known, List<string> faults)
    {
        BookEntry entry = known.Entry;
        string key = Key(entry.Transaction, entry.Position);
        if (!_due.TryGetValue(key, out DueInBlock? due) || due.Block.Hash != entry.BlockHash)
        {
            faults.Add($"WRONG CREDIT: entry {entry.Number} is {Name(known.State)}, and its block {entry.BlockNumber} {entry.BlockHash} is not applied");
        }
        else if (due.IsSettled != (known.State == Settled))
        {
            faults.Add($"entry {entry.Number} of block {entry.BlockNumber} is {Name(known.State)}, and block {FinalNumber} is final");
        }
    }

    private void CheckRefusals(IReadOnlyList<BookRefusal> rows, List<string> faults)
    {
        HashSet<string> kept = [.. rows.Select(row => Key(row.Transaction, row.Position) + row.BlockHash)];
        faults.AddRange(kept.Where(key => !_refusals.ContainsKey(key)).Select(key => $"the inbox holds {key}, which is not refused"));
        faults.AddRange(_refusals.Where(due => !due.Value.IsOfOtherContract && !kept.Contains(due.Key)).Select(due => $"the inbox lacks {due.Key}"));
        if (kept.Count != rows.Count)
        {
            faults.Add($"the inbox holds {rows.Count} rows of {kept.Count} tips");
        }
    }

    private List<DueCredit> CreditsOf(PlainBlock block)
    {
        if (!_credits.TryGetValue(block, out List<DueCredit>? credits))
        {
            credits = _small.Merge(block.Executions.SelectMany(execution => VerdictOf(execution).Credits));
            _credits[block] = credits;
        }

        return credits;
    }

    private Verdict VerdictOf(PlainExecution execution)
    {
        if (!_verdicts.TryGetValue(execution, out Verdict? verdict))
        {
            verdict = _rule.Judge(execution);
            _verdicts[execution] = verdict;
        }

        return verdict;
    }

    private void AddSum(DueCredit credit, bool isSettled, int sign)
    {
        string key = SumKey(credit.Payee, credit.Token, isSettled);
        _sums[key] = _sums.GetValueOrDefault(key) + (sign * credit.Amount);
    }

    private static void Put<T>(Dictionary<string, T> map, string key, T value, int sign)
    {
        if (sign > 0)
        {
            map.Add(key, value);
        }
        else
        {
            map.Remove(key);
        }
    }

    private static string Key(string transaction, int position) => string.Create(CultureInfo.InvariantCulture, $"{transaction}/{position} ");

    private static string SumKey(string payee, string token, bool isSettled) => $"{payee} in {token} {(isSettled ? "settled" : "pending")}";

    private static string Name(int state) => state switch
    {
        Pending => "pending",
        Settled => "settled",
        _ => "voided",
    };
}
