using System.Data.Common;

namespace ChainTips.Server.Observability;

/// <summary>Measures every few seconds what waits in the database; asking for metrics costs it nothing.</summary>
internal sealed partial class BacklogSampler(
    IGatewayDatabase database, TimeProvider clock, ILogger<BacklogSampler> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private Backlog? _latest;

    /// <summary>The latest measurement; null when the database did not answer the last time.</summary>
    public Backlog? Latest => Volatile.Read(ref _latest);

    /// <summary>What waits for one chain; null when it is not known.</summary>
    public ChainBacklog? Find(ulong chainId) => Latest?.Chains.FirstOrDefault(chain => chain.ChainId == chainId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bool answers = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using IGatewayTransaction transaction = await database.BeginReadAsync(stoppingToken);
                Volatile.Write(ref _latest, await transaction.Backlog.ReadAsync(stoppingToken));
                answers = true;
            }
            catch (DbException error)
            {
                // Metrics alone must never stop the gateway; whether the fault is lasting, those who write find out.
                Volatile.Write(ref _latest, null);
                if (answers)
                {
                    LogFault(error.Message);
                }

                answers = false;
            }

            await Task.Delay(Every, clock, stoppingToken);
        }
    }

    [LoggerMessage(7001, LogLevel.Warning, "The database cannot be measured, and its metrics are missing until it can: {Fault}")]
    private partial void LogFault(string fault);
}
