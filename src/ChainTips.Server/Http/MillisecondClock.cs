namespace ChainTips.Server.Http;

/// <summary>The system's clock in whole milliseconds, as times are kept: what is answered first is what is read back later.</summary>
internal sealed class MillisecondClock : TimeProvider
{
    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(base.GetUtcNow().ToUnixTimeMilliseconds());
}
