using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using ChainTips.Server.Tools;

namespace ChainTips.Server.Tests.Tools;

/// <summary>A caller may write a line and wait for its answer before it writes the next one.</summary>
[CancelAfter(30_000)]
internal sealed class ToolPauseTests
{
    private const int Rounds = 100;

    [Test]
    public async Task Each_line_is_answered_before_the_next_one_comes(CancellationToken cancellationToken)
    {
        Pipe toTool = new();
        Pipe fromTool = new();
        await using Stream output = fromTool.Writer.AsStream();
        Task run = new ToolRunner(ToolTable.All["abi-decode"]).RunAsync(toTool.Reader.AsStream(), output, cancellationToken);
        await using StreamWriter lines = new(toTool.Writer.AsStream()) { AutoFlush = true };
        using StreamReader answers = new(fromTool.Reader.AsStream());

        await PlayAsync(lines, answers, cancellationToken);
        await lines.DisposeAsync();
        await run;

        Assert.That(run.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task A_line_may_come_in_pieces(CancellationToken cancellationToken)
    {
        Pipe toTool = new();
        await using MemoryStream output = new();
        Task run = new ToolRunner(ToolTable.All["keccak"]).RunAsync(toTool.Reader.AsStream(), output, cancellationToken);

        foreach (byte one in "{\"data\":\"0x\"}\n{\"data\":\"0x\"}"u8.ToArray())
        {
            await toTool.Writer.WriteAsync(new[] { one }, cancellationToken);
        }

        await toTool.Writer.CompleteAsync();
        await run;

        Assert.That(
            System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n'),
            Has.Length.EqualTo(3).And.Exactly(2).Contains("c5d24601"));
    }

    [Test]
    public async Task The_program_answers_over_its_standard_streams(CancellationToken cancellationToken)
    {
        using Process program = Start("abi-decode");
        await using (StreamWriter lines = program.StandardInput)
        {
            lines.AutoFlush = true;
            await PlayAsync(lines, program.StandardOutput, cancellationToken);
        }

        string rest = await program.StandardOutput.ReadToEndAsync(cancellationToken);
        await program.WaitForExitAsync(cancellationToken);

        Assert.That(rest, Is.Empty);
        Assert.That(program.ExitCode, Is.Zero);
    }

    [Test]
    public async Task The_program_names_the_tools_when_it_is_asked_for_another(CancellationToken cancellationToken)
    {
        using Process program = Start("sha256");
        program.StandardInput.Close();
        string error = await program.StandardError.ReadToEndAsync(cancellationToken);
        await program.WaitForExitAsync(cancellationToken);

        Assert.That(error, Does.Contain("sha256").And.Contains("keccak, ").And.Contains("webhook-verify"));
        Assert.That(program.ExitCode, Is.EqualTo(1));
    }

    private static async Task PlayAsync(StreamWriter lines, StreamReader answers, CancellationToken cancellationToken)
    {
        for (int i = 0; i < Rounds; i++)
        {
            await lines.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{{\"types\":[\"uint256\"],\"data\":\"0x{i:x64}\"}}\n"));
            Assert.That(await answers.ReadLineAsync(cancellationToken), Is.EqualTo($$"""{"values":["{{i}}"]}"""));
        }
    }

    private static Process Start(string tool)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ChainTips.Server.dll"));
        start.ArgumentList.Add("tool");
        start.ArgumentList.Add(tool);
        return Process.Start(start) ?? throw new InvalidOperationException("The program was not started.");
    }
}
