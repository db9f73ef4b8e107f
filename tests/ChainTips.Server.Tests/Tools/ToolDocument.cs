using System.Text.RegularExpressions;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Tools;

/// <summary>The examples of <c>docs/tool.md</c>: under the heading of each tool a line and its answer.</summary>
internal static partial class ToolDocument
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "tool.md"));

    /// <summary>The names in the first column of the table.</summary>
    public static IReadOnlyList<string> Table { get; } = [.. Row().Matches(Text).Select(match => match.Groups["name"].Value)];

    /// <summary>The names of the tools that have a heading.</summary>
    public static IReadOnlyList<string> Headings { get; } = [.. Heading().Matches(Text).Select(match => match.Groups["name"].Value)];

    /// <summary>The examples.</summary>
    public static IReadOnlyList<ToolExample> Examples { get; } =
    [
        .. Example().Matches(Text).Select(match =>
            new ToolExample(match.Groups["name"].Value, match.Groups["input"].Value, match.Groups["output"].Value)),
    ];

    /// <summary>The example of a tool.</summary>
    public static ToolExample ExampleOf(string tool) => Examples.Single(example => example.Tool == tool);

    [GeneratedRegex(@"^\| \[`(?<name>[a-z0-9-]+)`\]", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^### (?<name>[a-z0-9-]+)\n", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^### (?<name>[a-z0-9-]+)\n(?:(?!#|```).*\n)*```json\n(?<input>.+)\n(?<output>.+)\n```$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
