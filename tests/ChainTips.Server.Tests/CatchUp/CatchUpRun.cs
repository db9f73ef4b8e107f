using System.Diagnostics;
using System.Globalization;
using ChainTips.Chain;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.CatchUp;

/// <summary>`chaintips backfill` as a process of its own on a long chain: killed on the way, started again, and at last left alone.</summary>
/// <param name="node">The provider.</param>
/// <param name="folder">Where its database is.</param>
/// <param name="verification">How far the provider is believed.</param>
internal sealed class CatchUpRun(LongNode node, TemporaryFolder folder, Verification verification)
{
    private const string PeakLine = "VmHWM:";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>The most memory that any of the processes held, in kilobytes.</summary>
    public long PeakKilobytes { get; private set; }

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>Runs it until the provider was asked for a block, and kills it then; false when it had ended before.</summary>
    public async Task<bool> KillAtAsync(int block)
    {
        using GatewayProcess gateway = Start();
        while (!gateway.HasExited && node.Highest < block)
        {
            Measure(gateway);
            await Task.Delay(LookEvery);
        }

        if (gateway.HasExited)
        {
            return false;
        }

        Measure(gateway);
        gateway.Kill();
        await gateway.EndAsync();
        Kills++;
        return true;
    }

    /// <summary>Runs it to its end.</summary>
    public async Task EndAsync()
    {
        using GatewayProcess gateway = Start();
        while (!gateway.HasExited)
        {
            Measure(gateway);
            await Task.Delay(LookEvery);
        }

        Assert.That(await gateway.EndAsync(), Is.Zero, gateway.Everything);
    }

    private GatewayProcess Start() => GatewayProcess.Start(
        folder,
        new Dictionary<string, string?>(LocalChain.Configure(node.Endpoint, "__"))
        {
            ["ChainTips__Chains__31337__StartBlock"] = "1",
            ["ChainTips__Chains__31337__Verification"] = verification.ToString(),
        },
        "backfill");

    /// <summary>The peak as Linux counts it; a process that has just ended has none.</summary>
    private void Measure(GatewayProcess gateway)
    {
        try
        {
            string? peak = File.ReadLines($"/proc/{gateway.Id}/status").FirstOrDefault(line => line.StartsWith(PeakLine, StringComparison.Ordinal));
            long kilobytes = peak is null ? 0 : long.Parse(peak[PeakLine.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Integer, CultureInfo.InvariantCulture);
            PeakKilobytes = Math.Max(PeakKilobytes, kilobytes);
        }
        catch (IOException) when (gateway.HasExited)
        {
            Debug.WriteLine("The process ended while it was measured.");
        }
    }
}
