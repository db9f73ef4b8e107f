using ChainTips.Identity;

namespace ChainTips;

/// <summary>The database of a gateway.</summary>
public interface IGatewayDatabase : IDisposable
{
    /// <summary>Makes the ids that this installation derives.</summary>
    IdSource Ids { get; }

    /// <summary>Begins to write; other writers wait.</summary>
    Task<IGatewayTransaction> BeginAsync(CancellationToken cancellationToken);

    /// <summary>Begins to read one unchanging state; nobody waits.</summary>
    Task<IGatewayTransaction> BeginReadAsync(CancellationToken cancellationToken);
}
