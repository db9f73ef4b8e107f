using ChainTips.Ethereum.JsonRpc;
using ChainTips.Server.Configuration;

namespace ChainTips.Server.Following;

/// <summary>Writes the receipts of one chain as they become due, and tries again while the node fails.</summary>
internal sealed partial class ReceiptWorker(
    ConfiguredChain chain, ReceiptIssuers issuers, FollowedChains status, TimeProvider clock, ILogger<ReceiptWorker> logger) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
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
            catch (EthereumRpcException error)
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
