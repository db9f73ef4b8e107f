using System.Diagnostics;
using System.Globalization;
using ChainTips.Benchmarks.Samples;
using ChainTips.Ethereum.Crypto;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Benchmarks;

/// <summary>
/// Compares calls that differ by less than a shared machine's noise: they take turns, so that both meet the same.
/// </summary>
internal static class PairedComparison
{
    /// <summary>A Markdown table of the ratios that the aims of the library name.</summary>
    public static async Task<string> TableAsync()
    {
        AuthorizationBenchmarks authorization = new();
        authorization.Check();
        byte[] bytes = Authorization.Signature();
        Signature signature = Signature.Parse(bytes);
        LogStreamBenchmarks logs = new();
        await logs.GenerateAsync();
        return string.Join(
            '\n',
            "| Ratio | First, median | Second, median | First / second, median |",
            "| --- | ---: | ---: | ---: |",
            Row("EIP-3009 verify / recover", 2_000, 10, () => authorization.Verify(), () => authorization.Recover()),
            Row(
                "managed recover / BouncyCastle alone",
                1_000,
                2,
                () => ManagedSecp256k1.Instance.TryRecover(Authorization.Digest, signature, out Address _),
                () => PlainBouncyCastle.Recover(Authorization.Digest, bytes)),
            Row("JsonDocument by JsonRpcClient / streamed", 20, 1, () => Wait(logs.DocumentOfClientAsync()), Stream),
            Row("JsonDocument, strings / streamed", 20, 1, () => logs.Document(), Stream),
            Row("JsonDocument, raw bytes / streamed", 20, 1, () => logs.DocumentWithoutStrings(), Stream));

        void Stream() => Wait(logs.StreamAsync());
    }

    private static string Row(string name, int rounds, int callsPerRound, Action first, Action second)
    {
        double[] firsts = new double[rounds];
        double[] seconds = new double[rounds];
        double[] ratios = new double[rounds];
        for (int round = -rounds / 4; round < rounds; round++)
        {
            double one = Microseconds(first, callsPerRound);
            double other = Microseconds(second, callsPerRound);
            if (round >= 0)
            {
                firsts[round] = one;
                seconds[round] = other;
                ratios[round] = one / other;
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Median(firsts):N2} μs | {Median(seconds):N2} μs | {Median(ratios):F3} |");
    }

    private static double Microseconds(Action call, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            call();
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls;
    }

    private static void Wait(Task<int> call) => call.GetAwaiter().GetResult();

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
