using System.Text;
using System.Text.Json;
using ChainTips.Server.Tools;

namespace ChainTips.Server.Tests.Tools;

/// <summary>Runs a tool of the table by its name, as the command line does.</summary>
internal static class ToolLines
{
    /// <summary>The whole output for a whole input.</summary>
    public static async Task<string> RunAsync(string tool, byte[] input)
    {
        await using MemoryStream output = new();
        await new ToolRunner(ToolTable.All[tool]).RunAsync(new MemoryStream(input), output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>The whole output for a whole input.</summary>
    public static Task<string> RunAsync(string tool, string input) => RunAsync(tool, Encoding.UTF8.GetBytes(input));

    /// <summary>The one line that answers a line.</summary>
    public static async Task<string> AnswerAsync(string tool, string line)
    {
        string output = await RunAsync(tool, line + "\n");
        Assert.That(output.IndexOf('\n', StringComparison.Ordinal), Is.EqualTo(output.Length - 1), output);
        return output[..^1];
    }

    /// <summary>The error that a line is answered with; the test fails if the answer is anything else.</summary>
    public static string ErrorOf(string answer)
    {
        using JsonDocument document = JsonDocument.Parse(answer);
        string[] members = [.. document.RootElement.EnumerateObject().Select(member => member.Name)];
        Assert.That(members, Is.EqualTo(new[] { "error" }), answer);
        string? error = document.RootElement.GetProperty("error").GetString();
        Assert.That(error, Is.Not.Empty);
        return error!;
    }
}
