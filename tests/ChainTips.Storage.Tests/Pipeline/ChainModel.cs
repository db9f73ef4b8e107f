namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>What a transaction should do to the books, as the script that made it knows.</summary>
/// <param name="Name">The transaction.</param>
/// <param name="Credits">Whom it should credit with how much, and for which request if any.</param>
/// <param name="Refusals">How many rows it should leave in the inbox.</param>
internal sealed record ScriptedTransaction(string Name, IReadOnlyList<ScriptedCredit> Credits, int Refusals);

/// <summary>A credit that is due.</summary>
/// <param name="Payee">Who is paid.</param>
/// <param name="Amount">How much.</param>
/// <param name="Request">The payment request that is paid; null for a tip to a post.</param>
/// <param name="IsOtherToken">Whether it is in another token than that request asks for.</param>
internal sealed record ScriptedCredit(string Payee, long Amount, string? Request, bool IsOtherToken = false);

/// <summary>What a request asks for.</summary>
/// <param name="Request">Which one.</param>
/// <param name="Enough">What is enough.</param>
/// <param name="Most">What is not too much yet.</param>
/// <param name="IsFixed">Whether the amount is fixed.</param>
internal sealed record ScriptedRequest(string Request, long Enough, long Most, bool IsFixed);

/// <summary>A block as the model knows it: names and lists, nothing of the product.</summary>
/// <param name="Hash">Its name.</param>
/// <param name="Number">Its number.</param>
/// <param name="Transactions">What is in it.</param>
internal sealed record ScriptedBlock(string Hash, long Number, IReadOnlyList<ScriptedTransaction> Transactions);

/// <summary>
/// What the books should say, by the simplest means: a list of blocks, and sums taken over it anew each time. It shares no code
/// with the product.
/// </summary>
internal sealed class ChainModel
{
    private readonly List<(ScriptedBlock Block, bool IsFinal)> _applied = [];

    /// <summary>How many credits were taken back so far.</summary>
    public int Voided { get; private set; }

    /// <summary>The transactions that ever paid a request in the token that it asks for.</summary>
    private readonly HashSet<(string? Request, string Transaction)> _everPaid = [];

    public int Settled => Credits(isFinal: true).Count();

    public int Pending => Credits(isFinal: false).Count();

    public int Refused => _applied.Sum(one => one.Block.Transactions.Sum(transaction => transaction.Refusals));

    public void Add(ScriptedBlock block, bool isFinal)
    {
        _applied.Add((block, isFinal));
        _everPaid.UnionWith(Paying([block]));
    }

    public void Revert(IReadOnlyList<string> newestFirst)
    {
        foreach (string hash in newestFirst)
        {
            (ScriptedBlock block, bool isFinal) = _applied[^1];
            Assert.That(block.Hash, Is.EqualTo(hash), "the newest block leaves first");
            Assert.That(isFinal, Is.False, "a final block never leaves");
            Voided += block.Transactions.Sum(transaction => transaction.Credits.Count);
            _applied.RemoveAt(_applied.Count - 1);
        }
    }

    public void Finalize(long upTo)
    {
        for (int i = 0; i < _applied.Count; i++)
        {
            _applied[i] = _applied[i] with { IsFinal = _applied[i].IsFinal || _applied[i].Block.Number <= upTo };
        }
    }

    public IEnumerable<string> Hashes => _applied.Select(one => one.Block.Hash);

    public long Sum(string payee, bool isFinal) => Credits(isFinal).Where(credit => credit.Payee == payee).Sum(credit => credit.Amount);

    public long Total(bool isFinal) => Credits(isFinal).Sum(credit => credit.Amount);

    /// <summary>Where a request stands, in words; nothing expires in these runs, and everything must be final.</summary>
    public string StateOf(ScriptedRequest asked)
    {
        long sum = 0;
        bool isEnough = false;
        bool isFinal = true;
        bool isDuplicate = false;
        bool isOtherToken = false;
        foreach ((ScriptedCredit credit, bool isBlockFinal) in _applied.SelectMany(
            one => one.Block.Transactions.SelectMany(transaction => transaction.Credits).Select(credit => (credit, one.IsFinal))))
        {
            if (credit.Request != asked.Request || credit.IsOtherToken)
            {
                isOtherToken |= credit.Request == asked.Request;
                continue;
            }

            sum += credit.Amount;
            isFinal &= isEnough || isBlockFinal;
            isDuplicate |= isEnough && asked.IsFixed && sum > asked.Most;
            isEnough |= sum >= asked.Enough;
        }

        bool isReverted = _everPaid.Except(Paying(_applied.Select(one => one.Block))).Any(lost => lost.Request == asked.Request);
        (string Name, bool Holds)[] exceptions =
        [
            ("Underpaid", sum > 0 && !isEnough), ("Overpaid", sum > asked.Most), ("Duplicate", isDuplicate),
            ("WrongToken", isOtherToken), ("Reverted", isReverted && !isEnough),
        ];
        string[] holding = [.. exceptions.Where(one => one.Holds).Select(one => one.Name)];
        string status = !isEnough ? "Open" : isFinal ? "Settled" : "Pending";
        return $"{status} {(holding.Length == 0 ? "None" : string.Join(", ", holding))}";
    }

    private static IEnumerable<(string? Request, string Transaction)> Paying(IEnumerable<ScriptedBlock> blocks) =>
        from transaction in blocks.SelectMany(block => block.Transactions)
        from credit in transaction.Credits
        where !credit.IsOtherToken
        select (credit.Request, transaction.Name);

    private IEnumerable<ScriptedCredit> Credits(bool isFinal) =>
        _applied.Where(one => one.IsFinal == isFinal).SelectMany(one => one.Block.Transactions).SelectMany(transaction => transaction.Credits);
}
