using System.Globalization;
using System.Text.Json;
using ChainTips.Simulation.Faults;
using ChainTips.Simulation.Running;
using ChainTips.Simulation.Schedules;

namespace ChainTips.Simulation;

/// <summary>
/// Plays the product against a simulated chain, clock and network, seed by seed, and compares its books at every step with what an
/// independent model says. Anybody can run it; that is how the promise is checked.
/// </summary>
/// <param name="options">What is asked for.</param>
/// <param name="output">Takes the result.</param>
/// <param name="progress">Takes how far it is, rewritten in place; null when nobody looks.</param>
public sealed class Torture(TortureOptions options, TextWriter output, TextWriter? progress)
{
    private const int MostRunsToShrink = 1500;

    /// <summary>After how many seeds a line is written that stays, for whoever reads it after the whole was broken off.</summary>
    private readonly long _seedsBetweenLines = (long)Math.Clamp(options.Seeds / 20, 100, 1000);

    private readonly TortureSums _sums = new();
    private RunResult? _failed;

    /// <summary>What is under test; the product, unless a test breaks it on purpose.</summary>
    internal GatewayVariant Variant { get; init; } = GatewayVariant.Product;

    /// <summary>Plays it.</summary>
    /// <returns>Whether nothing was wrong.</returns>
    /// <exception cref="FormatException">An option or the trace cannot be read; the message says what to write.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        FaultMix mix = FaultMixReader.Read(options.Faults, options.FaultsProbability);
        SeedRunner runner = new(mix, options.Blocks) { Variant = Variant };
        if (options.Trace is FileInfo file)
        {
            Take(await ReplayAsync(runner, file, cancellationToken));
        }
        else
        {
            await runner.PlayManyAsync(options.From, options.Seeds, options.Jobs, Take, cancellationToken);
        }

        progress?.Write("\r\u001b[K");
        if (_failed is not null)
        {
            await ReportAsync(runner, _failed, cancellationToken);
        }

        await output.WriteLineAsync(_sums.Describe(_failed is null));
        return _failed is null;
    }

    private bool Take(RunResult result)
    {
        _sums.Add(result);
        _failed ??= result.Failure is null ? null : result;
        string sofar = string.Create(CultureInfo.InvariantCulture, $"{_sums.Runs} of {options.Seeds} seeds, {_sums.Steps} steps compared");
        progress?.Write("\r" + sofar);
        if (_sums.Runs % _seedsBetweenLines == 0 && _failed is null)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sofar}, from {options.From} on: nothing is wrong"));
            output.Flush();
        }

        return result.Failure is null;
    }

    private static async Task<RunResult> ReplayAsync(SeedRunner runner, FileInfo file, CancellationToken cancellationToken)
    {
        Trace trace = await ReadAsync(file, cancellationToken);
        using DatabaseFiles files = await DatabaseFiles.CreateAsync(cancellationToken);
        return runner.Play(trace, files, cancellationToken);
    }

    private static async Task<Trace> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            return Trace.Parse(await File.ReadAllTextAsync(file.FullName, cancellationToken));
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"--trace: '{file}' is no trace that can be read: {error.Message} Use one that a failing run wrote.", error);
        }
    }

    /// <summary>Says what is wrong, looks for the shortest way to it, and writes that down.</summary>
    private async Task ReportAsync(SeedRunner runner, RunResult failed, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(SeedRunner.Describe(failed));
        using DatabaseFiles files = await DatabaseFiles.CreateAsync(cancellationToken);
        TraceShrinker shrinker = new(
            trace => runner.Play(trace, files, cancellationToken).Failure?.Kind == failed.Failure!.Kind, MostRunsToShrink);
        Trace shortest = shrinker.Shrink(failed.Trace, failed.Failure!.Action);
        string path = Path.Combine(options.Folder.FullName, string.Create(CultureInfo.InvariantCulture, $"torture-{failed.Trace.Seed}.json"));
        await File.WriteAllTextAsync(path, shortest.ToJson(), cancellationToken);
        await output.WriteLineAsync($"The shortest trace that fails, {shortest.Actions.Count} actions, ends so:");
        RunResult last = runner.Play(shortest, files, cancellationToken);
        await File.WriteAllLinesAsync(Path.ChangeExtension(path, ".log"), last.Log.Lines, cancellationToken);
        await output.WriteLineAsync(SeedRunner.Describe(last));
        await output.WriteLineAsync(shortest.ToJson());
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"Play it again: chaintips torture --seeds 1 --from {failed.Trace.Seed} --trace {path}"));
    }
}
