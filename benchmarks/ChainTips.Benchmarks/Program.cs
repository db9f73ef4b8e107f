using System.Globalization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using ChainTips.Benchmarks;
using ChainTips.Benchmarks.Samples;
using ChainTips.Ethereum.Primitives;

// --write-logs FILE makes the answer that the peers read; --paired compares calls that are close to each other;
// --backfill reads a chain in memory at each level of verification;
// --ladder measures the matching ladder and the look-up of deposit addresses;
// --relays measures a running gateway, as benchmarks/run-relays starts it;
// --smoke runs everything once and says nothing about speed. All else goes to BenchmarkDotNet.
const string Smoke = "--smoke";

if (args is ["--write-logs", string path])
{
    await File.WriteAllBytesAsync(path, GeneratedLogs.Answer(GeneratedLogs.FullCount));
    return 0;
}

if (args is ["--paired"])
{
    Console.WriteLine(await PairedComparison.TableAsync());
    return 0;
}

if (args is ["--backfill"])
{
    Console.WriteLine(await BackfillMeasurement.TableAsync(isSmoke: false));
    return 0;
}

if (args is ["--ladder"])
{
    Console.WriteLine(await LadderMeasurement.TablesAsync(isSmoke: false));
    return 0;
}

if (args is ["--relays", string server, string rpc, string keyFile, string token, string name, string count])
{
    using RelayMeasurement relays = new(new Uri(server), new Uri(rpc), (await File.ReadAllTextAsync(keyFile)).Trim(), Address.Parse(token));
    Console.WriteLine(await relays.RunAsync(name, int.Parse(count, CultureInfo.InvariantCulture)));
    return 0;
}

bool isSmoke = args.Contains(Smoke);
LogStreamBenchmarks.LogCount = isSmoke ? GeneratedLogs.SmokeCount : GeneratedLogs.FullCount;
if (isSmoke)
{
    Console.WriteLine(await BackfillMeasurement.TableAsync(isSmoke));
    Console.WriteLine(await LadderMeasurement.TablesAsync(isSmoke));
}

string[] others = [.. args.Where(argument => argument != Smoke)];
Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
    .Run(others.Length == 0 ? ["--filter", "*"] : others, BenchmarkSettings.Create(isSmoke))];
bool isWhole = summaries.Length > 0
    && summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success));
return isWhole ? 0 : 1;
