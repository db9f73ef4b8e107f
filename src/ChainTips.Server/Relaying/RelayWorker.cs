using System.Data.Common;
using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Configuration;
using ChainTips.Server.Following;
using ChainTips.Storage;

namespace ChainTips.Server.Relaying;

/// <summary>Brings the relays of one chain to it, as long as this gateway follows the chain; another gateway on the same database does it otherwise.</summary>
internal sealed partial class RelayWorker(
    ConfiguredChain chain, RelayStations stations, FollowedChains status, GatewayStop stop, TimeProvider clock, ILogger<RelayWorker> logger) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseAfterSending = TimeSpan.FromMilliseconds(100);

    private string _told = "";

    private ulong ChainId => chain.Settings.ChainId;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RelayAsync(stations.Find(ChainId)!, stoppingToken);
        }
        catch (DbException error)
        {
            stop.Because(error);
        }
    }

    private async Task RelayAsync(RelayStation station, CancellationToken stoppingToken)
    {
        Relayer relayer = new(station.Desk);
        LogReady(ChainId, relayer.Address);
        while (!stoppingToken.IsCancellationRequested)
        {
            Task rung = station.WakeUp.Next();
            TimeSpan pause = chain.PollInterval;
            try
            {
                if (status.StatusOf(ChainId) is { IsVerified: true, Lease: ChainLease lease })
                {
                    RelayReport report = await relayer.StepAsync(lease, stoppingToken);
                    station.Report(report, null);
                    Tell(report);
                    pause = report.Sent > 0 ? PauseAfterSending : pause;
                }
                else
                {
                    station.Report(null, null);
                }
            }
            catch (LeaseLostException)
            {
                // Whoever has the lease now goes on from what is kept.
                station.Report(null, null);
            }
            catch (Exception error) when (error is EthereumRpcException || DatabaseFault.IsPassing(error))
            {
                LogFault(ChainId, error.Message);
                station.Report(station.Latest, error.Message);
                pause = PauseAfterFault;
            }

            await WaitAsync(pause, rung, stoppingToken);
        }
    }

    private async Task WaitAsync(TimeSpan pause, Task rung, CancellationToken stoppingToken)
    {
        using CancellationTokenSource woken = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(Task.Delay(pause, clock, woken.Token), rung);
        await woken.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
    }

    /// <summary>Says what keeps relays from being sent, once each time that it changes.</summary>
    private void Tell(RelayReport report)
    {
        string faults = string.Join(" ", report.Faults);
        if (faults != _told)
        {
            _told = faults;
            if (faults.Length > 0)
            {
                LogHindered(ChainId, faults);
            }
            else
            {
                LogClear(ChainId);
            }
        }

        if (report.Unanswered > 0)
        {
            LogFault(ChainId, $"the node left {report.Unanswered} questions without an answer that can be used.");
        }

        if (report.Sent > 0)
        {
            LogSent(ChainId, report.Sent, report.UnderWay);
        }
    }

    [LoggerMessage(8501, LogLevel.Information, "Chain {ChainId}: payments of payers without native coin are brought to the chain by {Address}, which pays the gas.")]
    private partial void LogReady(ulong chainId, Address address);

    [LoggerMessage(8502, LogLevel.Information, "Chain {ChainId}: {Count} transactions were sent for payers; {UnderWay} are under way.")]
    private partial void LogSent(ulong chainId, int count, int underWay);

    [LoggerMessage(8503, LogLevel.Error, "Chain {ChainId}: payments wait and cannot be sent: {Faults}")]
    private partial void LogHindered(ulong chainId, string faults);

    [LoggerMessage(8504, LogLevel.Information, "Chain {ChainId}: what kept payments from being sent is over.")]
    private partial void LogClear(ulong chainId);

    [LoggerMessage(8505, LogLevel.Warning, "Chain {ChainId}: payments cannot be brought to the chain for now, and are tried again: {Fault}")]
    private partial void LogFault(ulong chainId, string fault);
}
