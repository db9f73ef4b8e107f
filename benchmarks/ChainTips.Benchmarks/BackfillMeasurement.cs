using System.Diagnostics;
using System.Globalization;
using System.Text;
using ChainTips.Benchmarks.Samples;
using ChainTips.Chain;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Tips;

namespace ChainTips.Benchmarks;

/// <summary>Reads final history from a node in memory, at each level of verification; nothing is written down.</summary>
internal static class BackfillMeasurement
{
    private const int Rounds = 5;

    /// <summary>The table, as committed in the results.</summary>
    public static async Task<string> TableAsync(bool isSmoke)
    {
        StringBuilder table = new("""
            | Chain | Level | tips/s | blocks/s | μs of processor a tip | bytes allocated a tip | requests | MB of JSON |
            | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |

            """);
        await AddAsync(table, "dense", isSmoke ? 20 : 1_000, 100);
        await AddAsync(table, "sparse", isSmoke ? 200 : 20_000, 1);
        return table.ToString();
    }

    private static async Task AddAsync(StringBuilder table, string name, int blocks, int tipsOfBlock)
    {
        ChainInMemory chain = new(blocks, tipsOfBlock);
        foreach (Verification verification in Enum.GetValues<Verification>())
        {
            List<Round> rounds = [];
            for (int i = 0; i < Rounds; i++)
            {
                rounds.Add(await ReadAsync(chain, verification, blocks * tipsOfBlock));
            }

            Round median = rounds.OrderBy(round => round.Time).ElementAt(Rounds / 2);
            table.AppendLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {verification.ToString().ToLowerInvariant()} | {blocks * tipsOfBlock / median.Time.TotalSeconds:N0} | {blocks / median.Time.TotalSeconds:N0} | {median.Processor.TotalMicroseconds / (blocks * tipsOfBlock):N1} | {median.Allocated / (blocks * tipsOfBlock):N0} | {median.Requests:N0} | {median.Bytes / 1e6:N1} |"));
        }
    }

    private static async Task<Round> ReadAsync(ChainInMemory chain, Verification verification, int expected)
    {
        using NodeInMemory node = new(chain);
        using HttpClient http = new(node);
        EthereumRpc rpc = new(new JsonRpcClient(http, new Uri("http://localhost:8545"), null));
        ChainProfile profile = ChainProfiles.Find(8453)!;
        RpcChainSource source = new(rpc, profile, new LogInterest(SampleLogs.Router, TipSent.Topic), verification);
        ChainCursor cursor = new(new BlockNumber(0), null, []);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        int tips = 0;
        await foreach (ChainUpdate.RangeFinalized range in new Backfill(source, LimitsOf(verification))
            .ReadAsync(cursor, new BlockNumber((ulong)chain.Count - 1), CancellationToken.None))
        {
            tips += range.Blocks.Sum(block => block.Receipts.Count);
        }

        TimeSpan processor = Environment.CpuUsage.TotalTime - cpu;
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        return tips == expected
            ? new Round(time, processor, allocated, node.Requests, node.Bytes)
            : throw new InvalidOperationException($"{tips} of {expected} tips were read.");
    }

    /// <summary>As the gateway sets them.</summary>
    private static BackfillLimits LimitsOf(Verification verification) =>
        verification == Verification.Trust ? new BackfillLimits { LargestRange = BackfillLimits.RangeOfLogs } : new BackfillLimits();

    private sealed record Round(TimeSpan Time, TimeSpan Processor, long Allocated, long Requests, long Bytes);
}
