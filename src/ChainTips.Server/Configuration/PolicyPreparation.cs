using ChainTips.Policies;

namespace ChainTips.Server.Configuration;

/// <summary>Before anything is followed: says which policy is in force, and makes what its sums are found by.</summary>
internal sealed partial class PolicyPreparation(PolicyGate gate, GatewayConfiguration configuration, IGatewayDatabase database, ILogger<PolicyPreparation> logger)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Policy policy = gate.Policy;
        if (policy.SummedParties.Count > 0)
        {
            await using IGatewayTransaction transaction = await database.BeginAsync(cancellationToken);
            await transaction.Policies.PrepareAsync(policy.SummedParties, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        if (configuration.PolicyFile is string file)
        {
            LogPolicy(file, policy.Hash, policy.Tokens.Count);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(6002, LogLevel.Information, "The policy of {File} is in force, SHA-256 {Hash}; {Count} tokens may be paid with.")]
    private partial void LogPolicy(string file, string hash, int count);
}
