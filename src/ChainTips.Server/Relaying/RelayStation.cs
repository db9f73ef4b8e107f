using System.Threading.RateLimiting;
using ChainTips.Identity;
using ChainTips.Platforms;
using ChainTips.Server.Configuration;
using ChainTips.Server.Following;

namespace ChainTips.Server.Relaying;

/// <summary>The relaying of one chain, as the API and the worker share it.</summary>
internal sealed class RelayStation : IDisposable
{
    private readonly PartitionedRateLimiter<Id<Platform>> _checks;
    private RelayReport? _latest;
    private string? _fault;

    public RelayStation(RelayDesk desk, RelayerSettings settings)
    {
        Desk = desk;
        Intake = new RelayIntake(desk);
        _checks = PartitionedRateLimiter.Create<Id<Platform>, Id<Platform>>(platform => RateLimitPartition.GetTokenBucketLimiter(platform, _ => new()
        {
            TokenLimit = settings.ChecksPerSecond,
            TokensPerPeriod = settings.ChecksPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
    }

    /// <summary>All that relaying needs.</summary>
    public RelayDesk Desk { get; }

    /// <summary>Decides about what is handed in.</summary>
    public RelayIntake Intake { get; }

    /// <summary>Wakes the worker when something was handed in here.</summary>
    public WakeUp WakeUp { get; } = new();

    /// <summary>How relaying stood after this gateway's last step; null before the first, and where another gateway sends.</summary>
    public RelayReport? Latest => Volatile.Read(ref _latest);

    /// <summary>What kept the last step from being done; null when nothing did.</summary>
    public string? Fault => Volatile.Read(ref _fault);

    /// <summary>Writes down how the last step went.</summary>
    public void Report(RelayReport? report, string? fault)
    {
        Volatile.Write(ref _latest, report);
        Volatile.Write(ref _fault, fault);
    }

    /// <summary>Whether a platform may have one more authorization checked now.</summary>
    public bool MayCheck(Id<Platform> platform)
    {
        using RateLimitLease lease = _checks.AttemptAcquire(platform);
        return lease.IsAcquired;
    }

    public void Dispose() => _checks.Dispose();
}
