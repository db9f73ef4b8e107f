using ChainTips.Ethereum.Primitives;

namespace ChainTips.Chain;

/// <summary>A block that was final has another hash now. The gateway stops rather than unwinding what it called settled.</summary>
public sealed class FinalBlockReplacedException : Exception
{
    /// <summary>Says which block changed.</summary>
    /// <param name="ours">The final block as it was applied.</param>
    /// <param name="theirs">The hash that the node gives for its number now.</param>
    public FinalBlockReplacedException(BlockRef ours, Hash32 theirs)
        : base($"Block {ours.Number} was final as {ours.Hash}, and the node now says {theirs}. Nothing was changed. "
            + "Check that the endpoint serves the same chain as before; a local chain that was started anew needs a fresh database.") => Ours = ours;

    /// <summary>The final block as it was applied.</summary>
    public BlockRef Ours { get; }
}
