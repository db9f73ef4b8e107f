using ChainTips.Simulation.Schedules;

namespace ChainTips.Simulation.Running;

/// <summary>The process died; nothing of the product may catch this.</summary>
internal sealed class ProcessKilledException : Exception
{
    public ProcessKilledException()
        : base("The simulation killed the process here.")
    {
    }
}

/// <summary>A transaction at whose commit the process may die.</summary>
/// <param name="inner">The transaction.</param>
/// <param name="decide">Is asked around the commit; true when the process dies there.</param>
internal sealed class DyingTransaction(IGatewayTransaction inner, Func<KillMoment, bool> decide) : ForwardingTransaction(inner)
{
    public override async Task CommitAsync(CancellationToken cancellationToken)
    {
        Die(KillMoment.BeforeCommit);
        await base.CommitAsync(cancellationToken);
        Die(KillMoment.AfterCommit);
    }

    private void Die(KillMoment moment)
    {
        if (decide(moment))
        {
            throw new ProcessKilledException();
        }
    }
}
