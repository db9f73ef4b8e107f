using System.Globalization;

namespace ChainTips.Server.Tests.Reorgs;

/// <summary>What the schedules came to, so that a run that tried nothing does not look like one that found nothing.</summary>
internal sealed class ReorgSums
{
    private int _reorgs;
    private int _deepest;
    private int _tips;
    private int _settled;
    private int _voided;
    private int _creditedAgain;
    private int _refused;

    /// <summary>How often the books were read.</summary>
    public int Looks { get; set; }

    /// <summary>How often the gateway was waited for, and its books were equal to the chain.</summary>
    public int Checkpoints { get; set; }

    /// <summary>How many payments were taken back in all.</summary>
    public int Voided => _voided;

    /// <summary>How many transactions were credited, taken back, and credited in another block.</summary>
    public int CreditedAgain => _creditedAgain;

    public void Reorganized(int depth)
    {
        _reorgs++;
        _deepest = Math.Max(_deepest, depth);
    }

    public void Add(Books books, int tips)
    {
        HashSet<string> voided = [.. books.Entries.Where(entry => entry.IsVoided).Select(entry => entry.Tip.Transaction)];
        _tips += tips;
        _settled += books.Live.Count(entry => entry.IsSettled);
        _voided += books.Entries.Count(entry => entry.IsVoided);
        _creditedAgain += books.Live.Count(entry => voided.Contains(entry.Tip.Transaction));
        _refused += books.Refused.Count;
    }

    public void Add(ReorgSums other)
    {
        _reorgs += other._reorgs;
        _deepest = Math.Max(_deepest, other._deepest);
        _tips += other._tips;
        _settled += other._settled;
        _voided += other._voided;
        _creditedAgain += other._creditedAgain;
        _refused += other._refused;
        Looks += other.Looks;
        Checkpoints += other.Checkpoints;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_reorgs} reorgs up to {_deepest} blocks deep, {_tips} tips at the end: {_settled} settled, {_refused} refused; {_voided} taken back on the way, {_creditedAgain} of them credited again elsewhere; {Looks} looks at the books, {Checkpoints} checkpoints");
}
