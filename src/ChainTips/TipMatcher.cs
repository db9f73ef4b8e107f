using System.Runtime.InteropServices;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Tips;

namespace ChainTips;

/// <summary>The first half of the flow, which writes nothing: chain log → decoded tip → match. Not thread-safe.</summary>
/// <param name="ids">Derives the payments' ids.</param>
/// <param name="settings">The chain that the blocks are of.</param>
internal sealed class TipMatcher(IdSource ids, ChainSettings settings)
{
    /// <summary>How many subjects are remembered; posts and requests are never changed, so they may be for ever.</summary>
    private const int MostSubjects = 20_000;

    private readonly TipDecoder _decoder = new(settings);
    private readonly DecodedTips _decoded = new();
    private readonly HashSet<Hash32> _unknown = [];
    private readonly Dictionary<Hash32, PaymentSubject> _subjects = [];
    private readonly List<JournalEntry> _entries = [];
    private readonly List<UnmatchedTip> _unmatched = [];

    /// <summary>Decodes the tips of some blocks, and finds what each was paid for.</summary>
    public async Task<MatchedTips> MatchAsync(
        IReferenceBook references, IReadOnlyList<ObservedBlock> blocks, CancellationToken cancellationToken)
    {
        _decoded.Clear();
        foreach (ObservedBlock block in blocks)
        {
            _decoder.Decode(block, _decoded);
        }

        await LookUpAsync(references, cancellationToken);
        _entries.Clear();
        _unmatched.Clear();
        Match();
        return new MatchedTips(_entries, _unmatched);
    }

    /// <summary>Asks for the subjects of references that are not remembered.</summary>
    private async Task LookUpAsync(IReferenceBook references, CancellationToken cancellationToken)
    {
        if (_subjects.Count > MostSubjects)
        {
            _subjects.Clear();
        }

        _unknown.Clear();
        foreach (ref readonly Tip tip in CollectionsMarshal.AsSpan(_decoded.Tips))
        {
            NoteIfUnknown(tip.PaymentReference);
        }

        foreach (RefusedTip refused in _decoded.Refused)
        {
            if (refused.Stated is TipSent stated)
            {
                NoteIfUnknown(stated.PaymentReference);
            }
        }

        if (_unknown.Count > 0)
        {
            foreach ((Hash32 reference, PaymentSubject subject) in await references.FindAsync(_unknown, cancellationToken))
            {
                _subjects.Add(reference, subject);
            }
        }
    }

    private void NoteIfUnknown(Hash32 reference)
    {
        if (!_subjects.ContainsKey(reference))
        {
            _unknown.Add(reference);
        }
    }

    private void Match()
    {
        foreach (ref readonly Tip tip in CollectionsMarshal.AsSpan(_decoded.Tips))
        {
            PaymentSubject? subject = _subjects.GetValueOrDefault(tip.PaymentReference);
            if (ContractMatcher.FindFault(tip, subject) is UnmatchedTip unmatched)
            {
                _unmatched.Add(unmatched);
            }
            else
            {
                _entries.Add(JournalEntry.Of(ToPayment(tip, subject!)));
            }
        }

        foreach (RefusedTip refused in _decoded.Refused)
        {
            PaymentSubject? subject = refused.Stated is TipSent stated ? _subjects.GetValueOrDefault(stated.PaymentReference) : null;
            _unmatched.Add(new UnmatchedTip(refused, subject));
        }
    }

    private Payment ToPayment(in Tip tip, PaymentSubject subject)
    {
        Span<byte> location = stackalloc byte[LogPosition.Length];
        tip.Location.CopyTo(location);
        return new Payment(ids.Derive<Payment>(location), tip, subject, MatchRung.Contract);
    }
}
