namespace ChainTips.Server.Tests.Reorgs;

/// <summary>Holds the books to the chain: what must be so at any moment, and what must be so when the gateway has caught up.</summary>
/// <param name="chain">The chain as the node tells it.</param>
/// <param name="scene">The contracts and the posts.</param>
/// <param name="confirmations">After how many confirmations a block is final.</param>
internal sealed class BooksCheck(CanonicalChain chain, ReorgScene scene, int confirmations)
{
    private Dictionary<long, EntryRow> _before = [];

    /// <summary>The number of the highest head that the chain ever had: what was final under it stays so.</summary>
    public int HighestHead { get; set; }

    /// <summary>Everything that is wrong whatever the gateway has not read yet: invented, doubled, changed, or final too early.</summary>
    public IReadOnlyList<string> FindFaults(Books books)
    {
        List<string> faults = [];
        faults.AddRange(books.Entries.Where(entry => !chain.EverMined.Contains(entry.Tip)).Select(entry => $"never on the chain: {entry}"));
        faults.AddRange(books.Live.GroupBy(entry => (entry.Tip.Transaction, entry.Tip.Position)).Where(same => same.Count() > 1).Select(same => $"credited twice: {same.Key}"));
        faults.AddRange(books.Entries.Where(entry => entry.Tip.Reference == Strange).Select(entry => $"credited, though nobody knows the post: {entry}"));
        faults.AddRange(books.Entries.Where(entry => entry.IsSettled && entry.IsVoided).Select(entry => $"settled and voided: {entry}"));
        faults.AddRange(books.Entries.Where(entry => entry.IsSettled && entry.Tip.Number > HighestHead - confirmations + 1).Select(entry => $"settled too early: {entry}"));
        Dictionary<long, EntryRow> now = books.Entries.ToDictionary(entry => entry.Seq);
        faults.AddRange(_before.Values.Where(old => !now.TryGetValue(old.Seq, out EntryRow? same) || same.Tip != old.Tip
            || (old.IsSettled && !same.IsSettled) || (old.IsVoided && !same.IsVoided)).Select(old => $"changed or gone: {old}"));
        _before = now;
        return faults;
    }

    /// <summary>How the books differ from the chain; nothing when the gateway has caught up and every credit is there, once and right.</summary>
    public IReadOnlyList<string> FindDifferences(Books books)
    {
        List<string> differences = [];
        if (books.Applied != chain.Head.Hash)
        {
            differences.Add($"applied is {books.Applied}, and the head is block {chain.Head.Number}, {chain.Head.Hash}");
        }

        TipFact[] due = [.. chain.Tips.Where(tip => tip.Reference != Strange)];
        TipFact[] live = [.. books.Live.Select(entry => entry.Tip)];
        differences.AddRange(due.Except(live).Select(tip => $"lost: {tip}"));
        differences.AddRange(live.Except(due).Select(tip => $"credited, and not on the chain: {tip}"));
        if (live.Length != due.Length)
        {
            differences.Add($"{live.Length} credits count, and {due.Length} tips are on the chain");
        }

        TipFact[] strange = [.. chain.Tips.Where(tip => tip.Reference == Strange)];
        differences.AddRange(strange.Except(books.Refused).Select(tip => $"not in the inbox: {tip}"));
        differences.AddRange(books.Refused.Except(strange).Select(tip => $"in the inbox, and not on the chain: {tip}"));
        int final = chain.Head.Number - confirmations + 1;
        differences.AddRange(books.Live.Where(entry => !entry.IsSettled && entry.Tip.Number <= final).Select(entry => $"final and not settled: {entry}"));
        differences.AddRange(due.GroupBy(tip => tip.Payee).Select(payee => (payee.Key, Sum: payee.Sum(tip => Books.AmountOf(tip.Amount))))
            .Where(payee => books.Sums.GetValueOrDefault(payee.Key) != payee.Sum)
            .Select(payee => $"the account of {payee.Key} holds {books.Sums.GetValueOrDefault(payee.Key)} and not {payee.Sum}"));
        return differences;
    }

    /// <summary>The post that the gateway does not know.</summary>
    private string Strange => scene.Posts[^1].Reference[2..];
}
