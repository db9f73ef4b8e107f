using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ChainTips.Server.Tests.Running;

/// <summary>The built program as a process of its own; it is ended with its owner.</summary>
internal sealed class GatewayProcess : IDisposable
{
    private const string ListeningPattern = "Now listening on: (http://[^\\s\"]+)";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private GatewayProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Output => Read(_output);

    public string Error => Read(_error);

    public string Everything => Output + Error;

    /// <summary>Where the program listens; null before it does.</summary>
    public Uri? Address => Regex.Match(Everything, ListeningPattern) is { Success: true } match ? new Uri(match.Groups[1].Value) : null;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts the program in a folder of its own, with a database there and no other setting than these.</summary>
    public static GatewayProcess Start(TemporaryFolder folder, Dictionary<string, string?> settings, params string[] arguments) =>
        StartUnder([], folder, settings, arguments);

    /// <summary>Starts the program under another one that looks at it, such as strace with its options.</summary>
    public static GatewayProcess StartUnder(
        string[] other, TemporaryFolder folder, Dictionary<string, string?> settings, params string[] arguments)
    {
        string[] command =
            [.. other, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "ChainTips.Server.dll"), .. arguments];
        ProcessStartInfo start = new(command[0], command[1..])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(IsSetting).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string? value) in settings)
        {
            start.Environment[name] = value;
        }

        return new GatewayProcess(new Process { StartInfo = start });
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<EndedProcess> RunAsync(TemporaryFolder folder, Dictionary<string, string?> settings, params string[] arguments)
    {
        using GatewayProcess process = Start(folder, settings, arguments);
        int exitCode = await process.EndAsync();
        return new EndedProcess(exitCode, process.Output, process.Error);
    }

    /// <summary>Waits for the end.</summary>
    public async Task<int> EndAsync()
    {
        using CancellationTokenSource timeout = new(Patience);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("The program did not end. It said:\n" + Everything);
        }
    }

    /// <summary>Waits until the program has said it.</summary>
    public async Task<Match> UntilSaidAsync(string pattern)
    {
        TimeProvider clock = TimeProvider.System;
        long start = clock.GetTimestamp();
        while (true)
        {
            Match match = Regex.Match(Everything, pattern);
            if (match.Success)
            {
                return match;
            }

            if (HasExited || clock.GetElapsedTime(start) > Patience)
            {
                throw new TimeoutException($"The program did not say '{pattern}'. It said:\n" + Everything);
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Waits until the program listens; the address that it listens at.</summary>
    public async Task<Uri> UntilListeningAsync() => new((await UntilSaidAsync(ListeningPattern)).Groups[1].Value);

    /// <summary>Asks the program to stop, as a service manager does.</summary>
    public void Terminate() => Signal("TERM");

    /// <summary>Ends the program as a power cut would: no warning, nothing flushed.</summary>
    public void Kill() => Signal("KILL");

    /// <summary>Stops the program where it stands, as a machine that is suspended does.</summary>
    public void Pause() => Signal("STOP");

    /// <summary>Lets a paused program go on.</summary>
    public void Continue() => Signal("CONT");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("CHAINTIPS", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("LOGGING__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("KESTREL", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("URLS", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("HTTP_PORTS", StringComparison.OrdinalIgnoreCase);

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.AppendLine(line);
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
