using System.Data.Common;
using ChainTips.Chain;
using ChainTips.Storage;

namespace ChainTips.Server.Following;

/// <summary>Sees to it that one gateway at a time follows a chain: takes the lease, renews it, waits while another has it.</summary>
/// <remarks>
/// A gateway that was paused may wake up and believe that it still leads. It can write nothing: each change demands the lease by
/// its fence in the same database transaction.
/// </remarks>
/// <param name="database">Where the lease is.</param>
/// <param name="chainId">The chain.</param>
/// <param name="holder">The name of this gateway, from <see cref="LeaseHolder.NewName"/>.</param>
/// <param name="clock">The time between two looks; how long a lease lasts is told by the database's clock.</param>
/// <param name="logger">Says who follows.</param>
internal sealed partial class ChainLeadership(
    IGatewayDatabase database, ulong chainId, string holder, TimeProvider clock, ILogger<ChainLeadership> logger)
{
    /// <summary>How long a dead leader keeps the others waiting at most.</summary>
    private static readonly TimeSpan ValidFor = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    /// <summary>How long a gateway that stops tries to give its lease back, before it leaves that to the lease's own end.</summary>
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(5);

    /// <summary>Follows while the lease is held, stands by while it is not, until told to stop.</summary>
    /// <param name="follow">Follows the chain until its token is cancelled.</param>
    /// <param name="standBy">Is done now and then while another gateway follows.</param>
    /// <param name="stoppingToken">Ends both.</param>
    /// <exception cref="Configuration.ConfigurationException">Another gateway follows the chain, and signs receipts with another key.</exception>
    public async Task RunAsync(
        Func<ChainLease, CancellationToken, Task> follow, Func<CancellationToken, Task> standBy, CancellationToken stoppingToken)
    {
        bool isStandingBy = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            ChainLease? lease = await TryTakeAsync(stoppingToken);
            if (lease is null)
            {
                if (!isStandingBy)
                {
                    LogStandingBy(chainId);
                }

                isStandingBy = true;
                await StandByAsync(standBy, stoppingToken);
                await Task.Delay(LookEvery, clock, stoppingToken);
                continue;
            }

            isStandingBy = false;
            LogLeading(chainId, lease.Fence);
            await LeadAsync(lease, follow, stoppingToken);
        }
    }

    private async Task StandByAsync(Func<CancellationToken, Task> standBy, CancellationToken stoppingToken)
    {
        try
        {
            await standBy(stoppingToken);
        }
        catch (DbException error) when (DatabaseFault.IsPassing(error))
        {
            LogDatabaseFault(chainId, error.Message);
        }
    }

    private async Task LeadAsync(ChainLease lease, Func<ChainLease, CancellationToken, Task> follow, CancellationToken stoppingToken)
    {
        using CancellationTokenSource leading = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task renewing = RenewAsync(lease, leading);
        try
        {
            await follow(lease, leading.Token);
        }
        catch (LeaseLostException lost)
        {
            LogLost(lost.Message);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            LogLost($"Chain {chainId}: the lease {lease.Fence} could not be renewed in time.");
        }
        finally
        {
            await leading.CancelAsync();
            await renewing;
            await ReleaseAsync(lease);
        }
    }

    private async Task RenewAsync(ChainLease lease, CancellationTokenSource leading)
    {
        long renewedAt = clock.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(RenewEvery, clock, leading.Token);
                bool? isHeld = await IsHeldAsync(lease, leading.Token);
                if (isHeld == true)
                {
                    renewedAt = clock.GetTimestamp();
                }
                else if (isHeld == false || clock.GetElapsedTime(renewedAt) > ValidFor)
                {
                    await leading.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException) when (leading.IsCancellationRequested)
        {
            // The leading is over; who leads says why.
        }
        catch
        {
            // What cannot renew its lease does not lead; who leads throws this on.
            await leading.CancelAsync();
            throw;
        }
    }

    /// <summary>Renews the lease; null when the database does not answer.</summary>
    private async Task<bool?> IsHeldAsync(ChainLease lease, CancellationToken cancellationToken)
    {
        try
        {
            return await TakeAsync(cancellationToken) == lease;
        }
        catch (DbException error) when (DatabaseFault.IsPassing(error))
        {
            LogDatabaseFault(chainId, error.Message);
            return null;
        }
    }

    /// <summary>Asks for the lease; a database that does not answer is asked again later.</summary>
    private async Task<ChainLease?> TryTakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await TakeAsync(cancellationToken);
        }
        catch (DbException error) when (DatabaseFault.IsPassing(error))
        {
            LogDatabaseFault(chainId, error.Message);
            return null;
        }
    }

    private async Task<ChainLease?> TakeAsync(CancellationToken cancellationToken)
    {
        await using IGatewayTransaction transaction = await database.BeginAsync(cancellationToken);
        ChainLease? other = await transaction.Leases.FindAsync(chainId, cancellationToken);
        ChainLease? dead = other is not null && LeaseHolder.IsGone(other.Holder, holder) ? other : null;
        ChainLease? lease = await transaction.Leases.TryTakeAsync(chainId, holder, ValidFor, dead, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (lease is null && other is not null)
        {
            LeaseHolder.DemandSameSigner(other.Holder, holder);
        }

        return lease;
    }

    private async Task ReleaseAsync(ChainLease lease)
    {
        using CancellationTokenSource patience = new(PatienceAtTheEnd, clock);
        try
        {
            await using IGatewayTransaction transaction = await database.BeginAsync(patience.Token);
            await transaction.Leases.ReleaseAsync(lease, patience.Token);
            await transaction.CommitAsync(patience.Token);
        }
        catch (Exception error) when (error is DbException or OperationCanceledException)
        {
            LogNotReleased(chainId, ValidFor, error.Message);
        }
    }

    [LoggerMessage(1010, LogLevel.Information, "Chain {ChainId}: this gateway follows it, with lease {Fence}.")]
    private partial void LogLeading(ulong chainId, long fence);

    [LoggerMessage(1011, LogLevel.Information, "Chain {ChainId}: another gateway follows it; this one stands by and serves the API.")]
    private partial void LogStandingBy(ulong chainId);

    [LoggerMessage(1012, LogLevel.Warning, "{Reason} This gateway stands by until it gets the lease again.")]
    private partial void LogLost(string reason);

    [LoggerMessage(1014, LogLevel.Warning, "Chain {ChainId}: the lease could not be given back, and ends by itself within {ValidFor}: {Fault}")]
    private partial void LogNotReleased(ulong chainId, TimeSpan validFor, string fault);

    [LoggerMessage(1013, LogLevel.Error, "Chain {ChainId}: the database does not answer: {Fault} It is asked again.")]
    private partial void LogDatabaseFault(ulong chainId, string fault);
}
