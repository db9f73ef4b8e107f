using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace ChainTips.Benchmarks;

/// <summary>How long is measured, and what is written down.</summary>
internal static class BenchmarkSettings
{
    /// <summary>Few and short iterations in this process, since a shared machine makes long ones no truer.</summary>
    public static IConfig Create(bool isSmoke) => ManualConfig.CreateEmpty()
        .AddJob(JobOf(isSmoke).WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddColumn(StatisticColumn.Median, StatisticColumn.Min)
        .HideColumns("Mean", "Error", "StdDev", "Gen0", "Gen1", "Gen2")
        .AddExporter(MarkdownExporter.GitHub)
        .AddLogger(ConsoleLogger.Default)
        .WithSummaryStyle(SummaryStyle.Default.WithTimeUnit(TimeUnit.Microsecond));

    private static Job JobOf(bool isSmoke) => isSmoke
        ? Job.Dry
        : Job.Default.WithWarmupCount(4).WithIterationCount(11).WithIterationTime(TimeInterval.FromMilliseconds(150));
}
