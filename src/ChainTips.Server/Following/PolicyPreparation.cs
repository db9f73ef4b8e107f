using System.Data.Common;
using ChainTips.Policies;
using ChainTips.Server.Configuration;

namespace ChainTips.Server.Following;

/// <summary>Says which policy is in force, and makes what its sums are found by once history has been read.</summary>
/// <remarks>
/// The sums are right without it, and slower. Made before a backfill, it would make each of its tips dearer than it is to make it
/// for all of them at the end.
/// </remarks>
internal sealed partial class PolicyPreparation(
    PolicyGate gate,
    GatewayConfiguration configuration,
    FollowedChains chains,
    IGatewayDatabase database,
    TimeProvider clock,
    ILogger<PolicyPreparation> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Policy policy = gate.Policy;
        if (configuration.PolicyFile is string file)
        {
            LogPolicy(file, policy.Hash, policy.Tokens.Count);
        }

        bool isDone = policy.SummedParties.Count == 0;
        while (!isDone)
        {
            TimeSpan pause = Pause;
            if (HaveAllHistory())
            {
                isDone = await TryPrepareAsync(policy, stoppingToken);
                pause = PauseAfterFault;
            }

            if (!isDone)
            {
                await Task.Delay(pause, clock, stoppingToken);
            }
        }
    }

    /// <summary>Whether this gateway follows something, and has read the past of all that it follows. One that follows nothing leaves it to the other.</summary>
    private bool HaveAllHistory()
    {
        ChainStatus[] followed = [.. chains.All.Select(chain => chains.StatusOf(chain.Settings.ChainId)).Where(status => status.IsLeading)];
        return followed.Length > 0 && followed.All(status => status.HasAllHistory);
    }

    private async Task<bool> TryPrepareAsync(Policy policy, CancellationToken stoppingToken)
    {
        try
        {
            long start = clock.GetTimestamp();
            await using IGatewayTransaction transaction = await database.BeginAsync(stoppingToken);
            await transaction.Policies.PrepareAsync(policy.SummedParties, stoppingToken);
            await transaction.CommitAsync(stoppingToken);
            LogPrepared((long)clock.GetElapsedTime(start).TotalMilliseconds);
            return true;
        }
        catch (DbException error)
        {
            LogFault(error.Message);
            return false;
        }
    }

    [LoggerMessage(6002, LogLevel.Information, "The policy of {File} is in force, SHA-256 {Hash}; {Count} tokens may be paid with.")]
    private partial void LogPolicy(string file, string hash, int count);

    [LoggerMessage(6003, LogLevel.Information, "The indexes that the policy's sums are found by are there; it took {Milliseconds} ms.")]
    private partial void LogPrepared(long milliseconds);

    [LoggerMessage(6004, LogLevel.Warning, "The indexes that the policy's sums are found by cannot be made now and are tried again in a minute; until then asking the policy is slower: {Fault}")]
    private partial void LogFault(string fault);
}
