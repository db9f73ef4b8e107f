using System.Text.Json.Nodes;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;

namespace ChainTips.Ethereum.Tests.JsonRpc;

[CancelAfter(30_000)]
internal sealed class EthereumRpcLogTests
{
    private static readonly LogFilter Filter =
        new(new BlockNumber(430), new BlockNumber(440), [WireSamples.Token], [WireSamples.Transfer]);

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task Logs_are_asked_by_range_addresses_and_first_topics()
    {
        ScriptedNode node = ScriptedNode.Resulting("[]");

        IReadOnlyList<LocatedLog> logs = await node.Rpc().GetLogsAsync(Filter, Token);

        Assert.That(logs, Is.Empty);
        Assert.That(
            node.Questions[0],
            Does.Contain(
                """  "params":[{"fromBlock":"0x1ae","toBlock":"0x1b8",  """.Trim()
                + $$"""  "address":["{{WireSamples.Token}}"],"topics":[["{{WireSamples.Transfer}}"]]}]  """.Trim()));
    }

    [Test]
    public async Task A_filter_without_addresses_and_topics_asks_for_any()
    {
        ScriptedNode node = ScriptedNode.Resulting("[]");

        await node.Rpc().GetLogsAsync(new LogFilter(default, default, [], []), Token);

        Assert.That(node.Questions[0], Does.Contain("""  "params":[{"fromBlock":"0x0","toBlock":"0x0"}]  """.Trim()));
    }

    [Test]
    public async Task A_log_is_read_with_all_its_fields()
    {
        LocatedLog log = (await ReadAsync(WireSamples.Log("0x7").ToJsonString())).Single();

        Assert.That(log.BlockNumber, Is.EqualTo(new BlockNumber(436)));
        Assert.That(log.BlockHash, Is.EqualTo(WireSamples.BlockHash));
        Assert.That(log.TransactionHash, Is.EqualTo(WireSamples.TransactionHash));
        Assert.That(log.LogIndex, Is.EqualTo(7));
        Assert.That(log.Address, Is.EqualTo(WireSamples.Token));
        Assert.That(log.Topics, Is.EqualTo(new[] { WireSamples.Transfer, Hash32.Zero }));
        Assert.That(log.Data.Length, Is.EqualTo(32));
    }

    [TestCase("blockNumber", "\"0x1ad\"", Description = "one block too early")]
    [TestCase("blockNumber", "\"0x1b9\"", Description = "one block too late")]
    [TestCase("address", "\"0x857b06519e91e3a54538791bdbb0e22373e36b66\"")]
    [TestCase("topics", "[]")]
    [TestCase("topics", "[\"0x0000000000000000000000000000000000000000000000000000000000000000\"]")]
    public async Task A_log_that_was_not_asked_for_is_refused(string field, string json) =>
        await Assert.ThatAsync(
            () => ReadAsync(WireSamples.With(WireSamples.Log("0x7"), field, json)),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains("not of the filter that was asked"));

    [TestCase("blockHash", "null", Description = "a pending log")]
    [TestCase("blockNumber", "null")]
    [TestCase("transactionHash", null)]
    [TestCase("logIndex", null)]
    [TestCase("data", null)]
    [TestCase("removed", "true")]
    public async Task A_log_with_one_bad_field_names_it(string field, string? json) =>
        await Assert.ThatAsync(
            () => ReadAsync(WireSamples.With(WireSamples.Log("0x7"), field, json)),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains($"'result.{field}'"));

    [Test]
    public async Task Null_logs_are_an_error_and_never_an_empty_list() =>
        await Assert.ThatAsync(
            () => ScriptedNode.Resulting("null").Rpc().GetLogsAsync(Filter, Token),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains("is not an array"));

    private static Task<IReadOnlyList<LocatedLog>> ReadAsync(string log) =>
        ScriptedNode.Resulting(new JsonArray(JsonNode.Parse(log)).ToJsonString()).Rpc().GetLogsAsync(Filter, Token);
}
