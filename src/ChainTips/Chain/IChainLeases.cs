namespace ChainTips.Chain;

/// <summary>Who follows each chain, as it is kept. The database's own clock counts, which all gateways share.</summary>
public interface IChainLeases
{
    /// <summary>Who has the right to follow a chain, or had it last; null when nobody ever had.</summary>
    Task<ChainLease?> FindAsync(ulong chainId, CancellationToken cancellationToken);

    /// <summary>Takes the right to follow a chain if nobody has it or its time is over; renews it if the holder has it already.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="holder">Who asks, in a name that no other process has.</param>
    /// <param name="validFor">How long the right lasts without being renewed.</param>
    /// <param name="dead">A right whose holder is known to be gone, to be taken before its time is over; null for none.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>The right; null while another has it.</returns>
    Task<ChainLease?> TryTakeAsync(
        ulong chainId, string holder, TimeSpan validFor, ChainLease? dead, CancellationToken cancellationToken);

    /// <summary>Gives the right back, so that another need not wait.</summary>
    Task ReleaseAsync(ChainLease lease, CancellationToken cancellationToken);

    /// <summary>Makes sure that the right is still there, and stays until the transaction is over.</summary>
    /// <exception cref="LeaseLostException">Another took it.</exception>
    Task DemandAsync(ChainLease lease, CancellationToken cancellationToken);
}
