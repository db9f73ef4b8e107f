namespace ChainTips.Server.Commands;

/// <summary>Without a key that works, nobody but this machine may reach the gateway.</summary>
internal static class LoopbackRule
{
    /// <summary>The addresses to listen on: each that is not this machine's own is replaced by its loopback address.</summary>
    public static IReadOnlyList<string> Apply(IEnumerable<string> urls) => [.. urls.Select(ToLoopback).Distinct()];

    private static string ToLoopback(string url)
    {
        BindingAddress address = BindingAddress.Parse(url);
        return IsLoopback(address.Host) ? url : $"{address.Scheme}://127.0.0.1:{address.Port}{address.PathBase}";
    }

    /// <summary>Whether a host's name or address is this machine's own.</summary>
    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out System.Net.IPAddress? address) && System.Net.IPAddress.IsLoopback(address));
}
