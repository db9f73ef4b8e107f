using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace ChainTips.Server.Following;

/// <summary>How a gateway signs its lease: with its machine, its process, and a random part that no later process repeats.</summary>
/// <remarks>Gateways on one database need machine names that differ, as they have by themselves on different machines.</remarks>
internal static class LeaseHolder
{
    /// <summary>A name for this process.</summary>
    public static string NewName() =>
        $"{Environment.MachineName}:{Environment.ProcessId}:{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";

    /// <summary>Whether a holder is known to be dead, so that nobody need wait for its lease to run out: it was on this machine, and its process is gone.</summary>
    /// <param name="holder">The name of the holder.</param>
    /// <param name="self">The name of this process.</param>
    public static bool IsGone(string holder, string self)
    {
        string[] other = holder.Split(':');
        string[] own = self.Split(':');
        if (holder == self || other.Length != 3 || other[0] != own[0])
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
