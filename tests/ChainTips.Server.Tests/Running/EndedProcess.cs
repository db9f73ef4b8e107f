namespace ChainTips.Server.Tests.Running;

/// <summary>A run of the program from its start to its end.</summary>
internal sealed record EndedProcess(int ExitCode, string Output, string Error)
{
    public string Everything => Output + Error;
}
