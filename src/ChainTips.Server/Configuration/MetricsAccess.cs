namespace ChainTips.Server.Configuration;

/// <summary>Who may read <c>/metrics</c>.</summary>
internal enum MetricsAccess
{
    /// <summary>Whoever sends a key of this gateway: the default, since it holds behind every proxy.</summary>
    Key,

    /// <summary>Programs on the same machine that come without a proxy.</summary>
    Loopback,

    /// <summary>Everybody who reaches the gateway.</summary>
    Open,

    /// <summary>Nobody; the path does not exist.</summary>
    Off,
}
