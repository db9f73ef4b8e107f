using System.Diagnostics.Metrics;

namespace ChainTips.Server.Observability;

/// <summary>What waits in the database, as it was measured last.</summary>
internal sealed class BacklogGauges
{
    private readonly BacklogSampler _sampler;

    public BacklogGauges(IMeterFactory meters, BacklogSampler sampler, TimeProvider clock)
    {
        _sampler = sampler;
        Meter meter = meters.Create(GatewayMetrics.MeterName);
        meter.CreateObservableGauge("chaintips.database.up", () => sampler.Latest is null ? 0 : 1, "1",
            "1 when the database answered the last time that it was measured, which is every two seconds.");
        meter.CreateObservableGauge("chaintips.database.size", ReadSize, "By",
            "How large the database is, without its write-ahead log.");
        Add(meter, "chaintips.pending_entries", "{entry}", "Journal entries that wait for their block to be final.",
            chain => chain.PendingEntries);
        Add(meter, "chaintips.receipts_due", "{receipt}", "Receipts that are due and not written yet.",
            chain => chain.ReceiptsDue);
        Add(meter, "chaintips.receipts_due_age", "s", "How long the oldest of them has been due; 0 when none is.",
            chain => chain.OldestReceiptDueSince is DateTimeOffset since
                ? Math.Max(0, (clock.GetUtcNow() - since).TotalSeconds)
                : 0);
    }

    private void Add(Meter meter, string name, string unit, string description, Func<ChainBacklog, double> read) =>
        meter.CreateObservableGauge(name, () => ReadAll(read), unit, description);

    private IEnumerable<Measurement<double>> ReadAll(Func<ChainBacklog, double> read) => (_sampler.Latest?.Chains ?? [])
        .Select(chain => new Measurement<double>(read(chain), Label.OfChain(chain.ChainId)));

    private IEnumerable<Measurement<long>> ReadSize() =>
        _sampler.Latest is Backlog latest ? [new Measurement<long>(latest.DatabaseBytes)] : [];
}
