using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Configuration;

namespace ChainTips.Server.Following;

/// <summary>How a gateway signs its lease: with its machine, its process, a random part that no later process repeats, and who signs its receipts.</summary>
/// <remarks>Gateways on one database need machine names that differ, as they have by themselves on different machines.</remarks>
internal static class LeaseHolder
{
    private const int Parts = 4;

    /// <summary>A name for this process.</summary>
    /// <param name="signer">Who signs its receipts.</param>
    public static string NewName(Address signer) =>
        $"{Environment.MachineName}:{Environment.ProcessId}:{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}:{signer}";

    /// <summary>Makes sure that two gateways on one database sign receipts with the same key: what one publishes, the other issues.</summary>
    /// <param name="holder">The name of the gateway that has the lease now.</param>
    /// <param name="self">The name of this process.</param>
    /// <exception cref="ConfigurationException">They sign with different keys.</exception>
    public static void DemandSameSigner(string holder, string self)
    {
        string[] other = holder.Split(':');
        string[] own = self.Split(':');
        if (other.Length == Parts && own.Length == Parts && other[^1] != own[^1])
        {
            throw new ConfigurationException(
                [$"ChainTips:SigningKey: this gateway would sign receipts as {own[^1]}, and the gateway on {other[0]} (process {other[1]}), which follows a chain on the same database, signs as {other[^1]}. Give all of them one key: copy the file of ChainTips:SigningKeyFile, or set ChainTips:SigningKey. To change the key, stop all of them first."]);
        }
    }

    /// <summary>Whether a holder is known to be dead, so that nobody need wait for its lease to run out: it was on this machine, and its process is gone.</summary>
    /// <param name="holder">The name of the holder.</param>
    /// <param name="self">The name of this process.</param>
    public static bool IsGone(string holder, string self)
    {
        string[] other = holder.Split(':');
        string[] own = self.Split(':');
        if (holder == self || other.Length < 3 || other[0] != own[0])
        {
            return false;
        }

        // The same number and another random part: the process before us, as in a container that was restarted.
        return other[1] == own[1]
            || (int.TryParse(other[1], NumberStyles.None, CultureInfo.InvariantCulture, out int processId) && !IsRunning(processId));
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
