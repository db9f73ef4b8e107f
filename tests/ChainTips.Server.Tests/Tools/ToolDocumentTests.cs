using ChainTips.Server.Tools;

namespace ChainTips.Server.Tests.Tools;

internal sealed class ToolDocumentTests
{
    [Test]
    public void The_document_has_every_tool_in_its_table() => Assert.That(ToolDocument.Table, Is.EquivalentTo(ToolTable.All.Keys));

    [Test]
    public void The_document_has_one_example_of_every_tool_in_the_order_of_the_table()
    {
        Assert.That(ToolDocument.Headings, Is.EqualTo(ToolDocument.Table));
        Assert.That(ToolDocument.Examples.Select(example => example.Tool), Is.EqualTo(ToolDocument.Table));
    }

    [TestCaseSource(typeof(ToolDocument), nameof(ToolDocument.Examples))]
    public async Task The_example_is_answered_as_the_document_says(ToolExample example) =>
        Assert.That(await ToolLines.AnswerAsync(example.Tool, example.Input), Is.EqualTo(example.Output));
}
