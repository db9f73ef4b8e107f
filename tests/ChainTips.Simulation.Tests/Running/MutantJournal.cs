using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;

namespace ChainTips.Simulation.Tests.Running;

/// <summary>A journal that is broken on purpose.</summary>
internal sealed class MutantJournal(IJournal inner) : IJournal
{
    public bool VoidsNothing { get; init; }

    public bool VoidsOneBlock { get; init; }

    public bool SettlesEarly { get; init; }

    public bool CutsAmounts { get; init; }

    public Func<JournalEntry?>? TakeAgain { get; init; }

    public Action<JournalEntry>? Remember { get; init; }

    public async Task<IReadOnlyList<JournalResult>> RecordAsync(
        IReadOnlyList<JournalEntry> entries, EntryState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (entries.Count > 0 && TakeAgain?.Invoke() is JournalEntry again)
        {
            JournalEntry renamed = again with { Payment = again.Payment with { Id = IdSource.Random<Payment>() } };
            await inner.RecordAsync([renamed], state, now, cancellationToken);
        }

        if (entries.Count > 0)
        {
            Remember?.Invoke(entries[^1]);
        }

        return await inner.RecordAsync(CutsAmounts ? [.. entries.Select(Cut)] : entries, state, now, cancellationToken);
    }

    public Task<int> VoidAsync(
        ulong chainId, IReadOnlyList<BlockRef> blocks, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.VoidAsync(chainId, VoidsNothing ? [] : VoidsOneBlock ? [blocks[0]] : blocks, now, cancellationToken);

    public Task<IReadOnlyList<Payment>> SettleAsync(
        ulong chainId, BlockNumber upTo, DateTimeOffset now, CancellationToken cancellationToken) =>
        inner.SettleAsync(chainId, SettlesEarly ? upTo.Next : upTo, now, cancellationToken);

    private static JournalEntry Cut(JournalEntry entry) => entry with
    {
        Movement = entry.Movement with
        {
            Amount = entry.Movement.Amount with { BaseUnits = entry.Movement.Amount.BaseUnits & ulong.MaxValue },
        },
    };
}
