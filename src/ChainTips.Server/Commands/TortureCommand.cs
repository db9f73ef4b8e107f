using System.CommandLine;
using ChainTips.Server.Configuration;
using ChainTips.Simulation;

namespace ChainTips.Server.Commands;

/// <summary><c>chaintips torture</c>: plays this very program against a simulated chain, seed by seed, and checks every credit.</summary>
internal static class TortureCommand
{
    private static readonly Option<ulong> Seeds = new("--seeds") { Description = "How many seeds to play.", DefaultValueFactory = _ => 1000 };

    private static readonly Option<ulong> From = new("--from") { Description = "The first seed.", DefaultValueFactory = _ => 1 };

    private static readonly Option<int> Blocks = new("--blocks")
    {
        Description = "About how many blocks a run has, 1 to 100000.",
        DefaultValueFactory = _ => 40,
    };

    private static readonly Option<string> Faults = new("--faults")
    {
        Description = "Which faults the node and the network have: none, all, or a list such as F1,F7 (docs/reliability.md).",
        DefaultValueFactory = _ => "none",
    };

    private static readonly Option<double> Probability = new("--faults-probability")
    {
        Description = "With what probability a request goes wrong, 0 to 1.",
        DefaultValueFactory = _ => 0.3,
    };

    private static readonly Option<int> Jobs = new("--jobs")
    {
        Description = "How many runs to play at once.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private static readonly Option<FileInfo?> Trace = new("--trace") { Description = "Play the trace in this file, as a failing run wrote it." };

    public static Command Create()
    {
        Command torture = new("torture", "Play the gateway against a simulated chain, clock and network, and compare its books at every step.")
        {
            Seeds, From, Blocks, Faults, Probability, Jobs, Trace,
        };
        torture.SetAction(RunAsync);
        return torture;
    }

    private static async Task<int> RunAsync(ParseResult command, CancellationToken cancellationToken)
    {
        TortureOptions options = new()
        {
            Seeds = command.GetValue(Seeds),
            From = command.GetValue(From),
            Blocks = InRange("--blocks", command.GetValue(Blocks), 100_000),
            Faults = command.GetValue(Faults)!,
            FaultsProbability = command.GetValue(Probability),
            Jobs = InRange("--jobs", command.GetValue(Jobs), 1024),
            Folder = new DirectoryInfo(Environment.CurrentDirectory),
            Trace = command.GetValue(Trace),
        };
        try
        {
            Torture torture = new(options, Console.Out, Console.IsErrorRedirected ? null : Console.Error);
            return await torture.RunAsync(cancellationToken) ? 0 : 1;
        }
        catch (FormatException error)
        {
            throw new ConfigurationException([error.Message]);
        }
    }

    private static int InRange(string option, int value, int most) => value >= 1 && value <= most
        ? value
        : throw new ConfigurationException([$"{option}: {value} is not between 1 and {most}."]);
}
