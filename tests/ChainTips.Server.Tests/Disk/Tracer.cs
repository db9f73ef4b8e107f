namespace ChainTips.Server.Tests.Disk;

/// <summary>strace, which lets a process die, or a system call fail, at a chosen call.</summary>
internal static class Tracer
{
    private const string LogName = "strace.log";

    /// <summary>Where strace is not, what the disk does cannot be played.</summary>
    public static void Demand()
    {
        if (!File.Exists("/usr/bin/strace"))
        {
            Assert.Ignore("strace is not installed: what a dying process and a failing disk leave behind is NOT tested. Install the package strace.");
        }
    }

    /// <summary>The command that a program is started with to be traced.</summary>
    /// <param name="folder">Where the calls are listed.</param>
    /// <param name="injection">What happens at which call, as strace's <c>-e inject=</c> takes it; of each call that is named, the counting is by thread.</param>
    public static string[] Command(string folder, string injection)
    {
        string calls = injection[..injection.IndexOf(':', StringComparison.Ordinal)];

        // Not with --seccomp-bpf, which is faster: strace 6.1 then injects nothing.
        return ["strace", "-f", "-qq", "-e", "signal=none", "-o", Path.Combine(folder, LogName), "-e", $"trace={calls}", "-e", $"inject={injection}"];
    }

    /// <summary>How many times each thread began a call, most first.</summary>
    public static IReadOnlyList<int> CountByThread(string folder, string call) =>
        [.. File.ReadLines(Path.Combine(folder, LogName)).Where(line => line.Contains(call + "(", StringComparison.Ordinal))
            .CountBy(line => line.Split(' ')[0]).Select(thread => thread.Value).OrderDescending()];
}
