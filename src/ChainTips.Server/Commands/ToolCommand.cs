using System.CommandLine;
using ChainTips.Server.Tools;

namespace ChainTips.Server.Commands;

/// <summary><c>chaintips tool</c>: the protocol library for scripts, JSON lines in and out.</summary>
internal static class ToolCommand
{
    private static readonly Argument<string> Name = new("name") { Description = $"One of {string.Join(", ", ToolTable.All.Keys)}." };

    public static Command Create()
    {
        Command tool = new("tool", "Read JSON lines on standard input and write one JSON line each.") { Name };
        tool.SetAction(RunAsync);
        return tool;
    }

    private static async Task<int> RunAsync(ParseResult command, CancellationToken cancellationToken)
    {
        string name = command.GetRequiredValue(Name);
        if (!ToolTable.All.TryGetValue(name, out Tool? tool))
        {
            await Console.Error.WriteLineAsync($"There is no tool '{name}'. There are {string.Join(", ", ToolTable.All.Keys)}.");
            return 1;
        }

        await using Stream input = Console.OpenStandardInput();
        await using Stream output = Console.OpenStandardOutput();
        await new ToolRunner(tool).RunAsync(input, output, cancellationToken);
        return 0;
    }
}
