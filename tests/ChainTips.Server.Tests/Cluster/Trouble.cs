namespace ChainTips.Server.Tests.Cluster;

/// <summary>What is done to a gateway.</summary>
/// <param name="Kind">What.</param>
/// <param name="Until">When it ends.</param>
internal sealed record Trouble(TroubleKind Kind, DateTimeOffset Until);

/// <summary>What can be done to a gateway: ended at once, stopped where it stands, cut off from the database.</summary>
internal enum TroubleKind
{
    Kill,
    Pause,
    Cut,
}
