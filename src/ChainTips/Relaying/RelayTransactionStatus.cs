namespace ChainTips.Relaying;

/// <summary>What became of a nonce of the relayer's key.</summary>
public enum RelayTransactionStatus
{
    /// <summary>No attempt for it was seen in a block.</summary>
    Open,

    /// <summary>An attempt is in a block that may still leave the chain.</summary>
    Mined,

    /// <summary>An attempt is in a final block.</summary>
    Final,

    /// <summary>Somebody else's use of the key is in a final block with this nonce; no attempt can ever be mined.</summary>
    Displaced,
}
