using System.Data.Common;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Server.Configuration;
using ChainTips.Storage;

namespace ChainTips.Server.Following;

/// <summary>Writes the receipts of one chain as they become due, and tries again while the node or the database fails.</summary>
internal sealed partial class ReceiptWorker(
    ConfiguredChain chain, ReceiptIssuers issuers, FollowedChains status, GatewayStop stop, TimeProvider clock, ILogger<ReceiptWorker> logger) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WriteAsync(stoppingToken);
        }
        catch (DbException error)
        {
            stop.Because(error);
        }
    }

    private async Task WriteAsync(CancellationToken stoppingToken)
    {
        ReceiptIssuer issuer = issuers.Find(chain.Settings.ChainId)!;
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan pause = chain.PollInterval;
            try
            {
                // Not before the node is known to serve this chain, and by one gateway only.
                if (status.StatusOf(issuer.ChainId) is { IsVerified: true, IsLeading: true } && await issuer.WriteDueAsync(stoppingToken) > 0)
                {
                    pause = TimeSpan.Zero;
                }
            }
            catch (Exception error) when (error is EthereumRpcException || DatabaseFault.IsPassing(error))
            {
                LogFault(issuer.ChainId, error.Message);
                pause = PauseAfterFault;
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, clock, stoppingToken);
            }
        }
    }

    [LoggerMessage(8001, LogLevel.Warning, "A receipt of chain {ChainId} cannot be written yet, and is tried again: {Fault}")]
    private partial void LogFault(ulong chainId, string fault);
}
