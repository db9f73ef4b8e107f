using System.Data.Common;
using ChainTips.Server.Configuration;
using ChainTips.Storage;

namespace ChainTips.Server.Following;

/// <summary>Stops the gateway when going on could book something wrong: it is better not to run than to run wrongly.</summary>
internal sealed class GatewayStop(IHostApplicationLifetime lifetime, GatewayConfiguration configuration)
{
    private Exception? _reason;

    /// <summary>Why the gateway was stopped; null while it was not.</summary>
    public Exception? Reason => Volatile.Read(ref _reason);

    /// <summary>Stops the gateway; the first reason is the one that is shown at its end.</summary>
    public void Because(Exception reason)
    {
        Exception forPeople = reason is DbException error ? DatabaseFault.Explain(error, GatewayDatabase.Describe(configuration.Database)) : reason;
        Interlocked.CompareExchange(ref _reason, forPeople, null);
        lifetime.StopApplication();
    }
}
