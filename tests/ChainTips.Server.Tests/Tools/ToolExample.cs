namespace ChainTips.Server.Tests.Tools;

/// <summary>A line for a tool, and the line that answers it.</summary>
internal sealed record ToolExample(string Tool, string Input, string Output)
{
    /// <summary>The name of the test that runs it.</summary>
    public override string ToString() => Tool;
}
