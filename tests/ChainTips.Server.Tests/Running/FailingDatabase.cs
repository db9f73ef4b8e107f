using ChainTips.Identity;

namespace ChainTips.Server.Tests.Running;

/// <summary>A database that fails as long as a test wants it to.</summary>
internal sealed class FailingDatabase(IGatewayDatabase inner) : IGatewayDatabase
{
    /// <summary>What every question is answered with; null for the truth.</summary>
    public Exception? Fault { get; set; }

    public IdSource Ids => inner.Ids;

    public Task<IGatewayTransaction> BeginAsync(CancellationToken cancellationToken) =>
        Fault is null ? inner.BeginAsync(cancellationToken) : Task.FromException<IGatewayTransaction>(Fault);

    public Task<IGatewayTransaction> BeginReadAsync(CancellationToken cancellationToken) =>
        Fault is null ? inner.BeginReadAsync(cancellationToken) : Task.FromException<IGatewayTransaction>(Fault);

    public void Dispose()
    {
        // It belongs to the test.
    }
}
