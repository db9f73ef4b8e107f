using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ChainTips.Server.Tests.Tools;

internal sealed class ToolRunnerTests
{
    private const string Line = """{"data":"0x"}""";
    private const string Answer = """{"hash":"0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"}""";

    [TestCase("")]
    [TestCase("\n")]
    [TestCase("\n\r\n \t\n  ")]
    public async Task Nothing_and_blank_lines_are_answered_with_nothing(string input) =>
        Assert.That(await ToolLines.RunAsync("keccak", input), Is.Empty);

    [TestCase(Line + "\n", 1)]
    [TestCase(Line, 1, Description = "no line end")]
    [TestCase(Line + "\r\n" + Line + "\r\n", 2, Description = "CRLF")]
    [TestCase(Line + "\r\n" + Line + "\r", 2, Description = "CRLF, cut off within")]
    [TestCase("\n\n" + Line + "\n \n" + Line + "\n\n", 2, Description = "blank lines")]
    [TestCase(" \t" + Line + " \n", 1, Description = "white space around")]
    [TestCase("""{"more":[1],"data":"0x","data2":null}""", 1, Description = "members that the tool does not know")]
    public async Task Each_line_is_answered_by_one_line(string input, int answers)
    {
        string output = await ToolLines.RunAsync("keccak", input);

        Assert.That(output, Is.EqualTo(string.Concat(Enumerable.Repeat(Answer + "\n", answers))));
    }

    [Test]
    public async Task The_answers_come_in_the_order_of_the_lines()
    {
        const int count = 20_000;
        StringBuilder input = new();
        for (int i = 0; i < count; i++)
        {
            input.Append(CultureInfo.InvariantCulture, $"{{\"types\":[\"uint256\"],\"data\":\"0x{i:x64}\"}}\n");
        }

        string[] lines = (await ToolLines.RunAsync("abi-decode", input.ToString())).Split('\n');

        Assert.That(lines[..^1], Is.EqualTo(Enumerable.Range(0, count).Select(i => $$"""{"values":["{{i}}"]}""")));
        Assert.That(lines[^1], Is.Empty);
    }

    [TestCase("hello", Description = "no JSON")]
    [TestCase("""{"data":"0x" """, Description = "cut off")]
    [TestCase("""{"data":"0x"}{"data":"0x"}""", Description = "two values")]
    [TestCase("""{"data":"0x",}""", Description = "a comma too many")]
    [TestCase("""{"data":"0x"} // note""", Description = "a comment")]
    [TestCase("5")]
    [TestCase("null")]
    [TestCase("\"0x\"")]
    [TestCase("""[{"data":"0x"}]""")]
    [TestCase("{}")]
    [TestCase("""{"Data":"0x"}""", Description = "names are told apart by case")]
    [TestCase("""{"data":"0x","data":"0x"}""", Description = "a member twice")]
    [TestCase("""{"data":"0x","d\u0061ta":"0x"}""", Description = "a member twice, once escaped")]
    [TestCase("""{"data":"0x","more":{"a":1,"a":2}}""", Description = "a member twice, within another")]
    [TestCase("""{"data":"\ud800"}""", Description = "half a surrogate pair")]
    [TestCase("""{"data":"0x","\udc00":1}""", Description = "a name of half a surrogate pair")]
    [TestCase("""{"\ud800":1,"\ud800":1,"data":"0x"}""", Description = "names of half a surrogate pair")]
    [TestCase("\u0000")]
    public async Task A_bad_line_gives_an_error_and_the_run_goes_on(string bad)
    {
        string output = await ToolLines.RunAsync("keccak", $"{Line}\n{bad}\n{Line}\n");
        string[] lines = output.Split('\n');

        Assert.That(lines, Has.Length.EqualTo(4), output);
        Assert.That((lines[0], lines[2], lines[3]), Is.EqualTo((Answer, Answer, "")));
        ToolLines.ErrorOf(lines[1]);
    }

    [Test]
    public async Task Bytes_that_are_no_text_give_an_error_and_the_run_goes_on()
    {
        byte[] bad = [.. "{\"data\":\""u8, 0xff, 0xfe, .. "\"}\n"u8, 0xc3, (byte)'\n', .. Encoding.UTF8.GetBytes(Line)];

        string[] lines = (await ToolLines.RunAsync("keccak", bad)).Split('\n');

        Assert.That(lines, Has.Length.EqualTo(4));
        Assert.That(lines[2], Is.EqualTo(Answer));
        ToolLines.ErrorOf(lines[0]);
        ToolLines.ErrorOf(lines[1]);
    }

    [Test]
    public async Task JSON_that_is_nested_without_end_gives_an_error()
    {
        string deep = new('[', 1_000_000);

        string[] lines = (await ToolLines.RunAsync("rlp-encode", $"{{\"value\":{deep}\n{{\"value\":[]}}\n")).Split('\n');

        ToolLines.ErrorOf(lines[0]);
        Assert.That(lines[1], Is.EqualTo("""{"data":"0xc0"}"""));
    }

    [TestCase(0, ExpectedResult = "0x")]
    [TestCase(1, ExpectedResult = "0x00")]
    public async Task<string> What_was_encoded_is_answered(int length)
    {
        string data = (await ToolLines.AnswerAsync("abi-encode", $$"""{"types":["bytes"],"values":["0x{{new string('0', 2 * length)}}"]}"""));
        string back = await ToolLines.AnswerAsync("abi-decode", $$"""{"types":["bytes"],{{data[1..]}}""");
        return JsonDocument.Parse(back).RootElement.GetProperty("values")[0].GetString()!;
    }

    [Test]
    public async Task A_line_of_megabytes_is_answered_whole()
    {
        string bytes = new('5', 8_000_000);

        string output = await ToolLines.RunAsync("rlp-decode", $"{{\"data\":\"0xba3d0900{bytes}\"}}\n{{\"data\":\"0xc0\"}}\n");

        Assert.That(output, Is.EqualTo($$"""{"value":"0x{{bytes}}"}""" + "\n" + """{"value":[]}""" + "\n"));
    }

    [Test]
    public async Task An_answer_stays_one_line_whatever_its_text_holds()
    {
        const string text = "\n\r\u0085\u2028\u2029\u0000\"\\😀";
        string values = JsonSerializer.Serialize(new[] { text });

        string data = await ToolLines.AnswerAsync("abi-encode", $$"""{"types":["string"],"values":{{values}}}""");
        string answer = await ToolLines.AnswerAsync("abi-decode", $$"""{"types":["string"],{{data[1..]}}""");

        Assert.That(answer.IndexOfAny(['\n', '\r', '\u0085', '\u2028', '\u2029']), Is.EqualTo(-1));
        Assert.That(JsonDocument.Parse(answer).RootElement.GetProperty("values")[0].GetString(), Is.EqualTo(text));
    }

    [Test]
    public async Task What_a_tool_wrote_before_its_error_is_dropped()
    {
        string answer = await ToolLines.AnswerAsync("receipts-root", """{"receipts":[{"type":"0x0"}]}""");

        ToolLines.ErrorOf(answer);
    }
}
