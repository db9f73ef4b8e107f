using System.Text;
using System.Text.Json.Nodes;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Testing;

namespace ChainTips.Ethereum.Tests.JsonRpc;

[CancelAfter(60_000)]
internal sealed class StreamedLogsTests
{
    private static readonly LogFilter Any = new(default, new BlockNumber(ulong.MaxValue), [], []);

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task A_log_is_handed_over_with_all_its_fields()
    {
        List<string> seen = [];
        ScriptedNode node = ScriptedNode.Resulting(
            new JsonArray(WireSamples.Log("0x7"), WireSamples.Log("0x8")).ToJsonString());

        int count = await node.Rpc().StreamLogsAsync(
            Any,
            (in StreamedLog log) => seen.Add(
                $"{log.Address} {log.Topics.Length} {log.Topics[0]} {Hex.Format(log.Data)} {log.BlockNumber} "
                + $"{log.BlockHash} {log.TransactionHash} {log.LogIndex} {log.Position}"),
            Token);

        Assert.That(count, Is.EqualTo(2));
        Assert.That(
            seen[1],
            Is.EqualTo(
                $"{WireSamples.Token} 2 {WireSamples.Transfer} "
                + "0x00000000000000000000000000000000000000000000000000000000004c4b40 436 "
                + $"{WireSamples.BlockHash} {WireSamples.TransactionHash} 8 1"));
    }

    [TestCase("address", "\"0x00\"", "40 hexadecimal digits")]
    [TestCase("address", "null", "40 hexadecimal digits")]
    [TestCase("topics", "null", "is not an array")]
    [TestCase("topics", "{}", "is not an array")]
    [TestCase("topics", "[null]", "64 hexadecimal digits")]
    [TestCase("topics", "[[]]", "64 hexadecimal digits")]
    [TestCase("topics", "[\"0x00\"]", "64 hexadecimal digits")]
    [TestCase("data", "\"0x0\"", "digit pairs")]
    [TestCase("data", "\"0xzz\"", "digit pairs")]
    [TestCase("data", "\"00\"", "digit pairs")]
    [TestCase("data", "\"0X00\"", "digit pairs")]
    [TestCase("data", "null", "digit pairs")]
    [TestCase("blockNumber", "1", "hexadecimal quantity")]
    [TestCase("logIndex", "\"0x\"", "hexadecimal quantity")]
    [TestCase("logIndex", "\"0x10000000000000000\"", "hexadecimal quantity", Description = "F34, 2^64")]
    [TestCase("logIndex", "[]", "hexadecimal quantity")]
    [TestCase("removed", "true", "was reverted")]
    [TestCase("removed", "\"false\"", "true or false")]
    [TestCase("blockHash", "\"0xbb\"", "64 hexadecimal digits")]
    [TestCase("transactionHash", null, "is missing")]
    [TestCase("topics", null, "is missing")]
    public async Task A_log_with_one_bad_field_names_it(string field, string? json, string fault)
    {
        MalformedResponseException exception = await Caught.ByAsync<MalformedResponseException>(
            () => ReadAsync(WireSamples.With(WireSamples.Log("0x7"), field, json)));

        Assert.That(exception.Field, Is.EqualTo("result." + field));
        Assert.That(exception.Message, Does.Contain(fault));
        Assert.That(exception.IsTransient, Is.False);
    }

    [Test]
    public async Task An_escaped_character_is_no_digit()
    {
        string log = WireSamples.With(WireSamples.Log("0x7"), "data", "\"0x00\"").Replace("0x00\"", "0x\\u0030\\u0030\"");

        await Assert.ThatAsync(
            () => ReadAsync(log), Throws.TypeOf<MalformedResponseException>().With.Message.Contains("digit pairs"));
    }

    [Test]
    public async Task Five_topics_are_too_many()
    {
        string word = $"\"{WireSamples.Transfer}\"";
        string four = $"[{word},{word},{word},{word}]";
        string five = $"[{word},{word},{word},{word},{word}]";

        Assert.That(
            (await ReadAsync(WireSamples.With(WireSamples.Log("0x7"), "topics", four))).Single().Topics,
            Has.Count.EqualTo(4));
        await Assert.ThatAsync(
            () => ReadAsync(WireSamples.With(WireSamples.Log("0x7"), "topics", five)),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains("more than four"));
    }

    [TestCase("\"data\":\"0x\"")]
    [TestCase("\"d\\u0061ta\":\"0x\"", Description = "escaped")]
    [TestCase("\"blockTimestamp\":\"0x1\"", Description = "a member that is not read")]
    [TestCase("\"removed\":false")]
    [Description("F31")]
    public async Task A_member_that_stands_twice_is_refused(string member)
    {
        string log = WireSamples.Log("0x7").ToJsonString();

        await Assert.ThatAsync(
            () => ReadAsync($"{log[..^1]},{member}}}"),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains("twice"));
    }

    [Test]
    public async Task Members_come_in_any_order_with_unknown_ones_between()
    {
        JsonObject log = WireSamples.Log("0x7");
        LocatedLog expected = (await ReadAsync(log.ToJsonString())).Single();
        SeededRandom random = Trials.Random();
        for (int i = 0; i < 200; i++)
        {
            KeyValuePair<string, JsonNode?>[] members = [.. log.OrderBy(_ => random.Below(1_000_000))];
            string shuffled = string.Join(
                ',', members.Select((one, at) => $"\"{one.Key}\":{one.Value!.ToJsonString()},\"x{at}\":[{{\"a\":[]}}]"));

            LocatedLog read = (await ReadAsync($"{{{shuffled}}}")).Single();

            Assert.That(read.Topics, Is.EqualTo(expected.Topics));
            Assert.That(read.Data.ToArray(), Is.EqualTo(expected.Data.ToArray()));
            Assert.That(read with { Topics = expected.Topics, Data = expected.Data }, Is.EqualTo(expected));
        }
    }

    [Test]
    public async Task A_log_is_the_same_wherever_the_end_of_the_buffer_cuts_it()
    {
        string log = WireSamples.Log("0x7").ToJsonString();
        string list = $"[{log},{log}]";
        for (int cut = 0; cut < list.Length; cut++)
        {
            string start = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":";
            string body = start + new string(' ', 65_536 - start.Length - cut) + list + "}";

            IReadOnlyList<LocatedLog> logs = await ScriptedNode.Answering(body).Rpc().GetLogsAsync(Any, Token);

            Assert.That(logs.Select(one => one.Data.Length + (int)one.LogIndex), Is.EqualTo(new[] { 39, 39 }));
        }
    }

    [Test]
    public async Task Data_longer_than_the_buffer_comes_whole_however_small_the_pieces_are()
    {
        byte[] data = new byte[300_000];
        Trials.Random().Fill(data);
        string log = WireSamples.With(WireSamples.Log("0x7"), "data", $"\"{Hex.Format(data)}\"");
        byte[] body = Encoding.UTF8.GetBytes(ScriptedNode.Result(1, $"[{log},{WireSamples.Log("0x8").ToJsonString()}]"));
        HttpContent content = new StreamContent(new Trickle(body, 1_000));

        IReadOnlyList<LocatedLog> logs =
            await new ScriptedNode().Then(new HttpResponseMessage { Content = content }).Rpc().GetLogsAsync(Any, Token);

        Assert.That(logs[0].Data.ToArray(), Is.EqualTo(data));
        Assert.That(logs[1].Data.Length, Is.EqualTo(32));
    }

    [Test]
    public async Task Many_logs_cost_no_memory_each()
    {
        string log = WireSamples.Log("0x7").ToJsonString();
        byte[] body = Encoding.UTF8.GetBytes(
            ScriptedNode.Result(1, $"[{string.Join(',', Enumerable.Repeat(log, 20_000))}]"));
        EthereumRpc rpc = new(new JsonRpcClient(
            new HttpClient(new ScriptedNode().Then(System.Net.HttpStatusCode.OK, body)), ScriptedNode.Endpoint, null));
        long before = GC.GetTotalAllocatedBytes(precise: true);

        int count = await rpc.StreamLogsAsync(Any, (in StreamedLog _) => { }, Token);

        Assert.That(count, Is.EqualTo(20_000));
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(4_000_000), "bytes for 20,000 logs");
    }

    private static Task<IReadOnlyList<LocatedLog>> ReadAsync(string log) =>
        ScriptedNode.Resulting($"[{log}]").Rpc().GetLogsAsync(Any, Token);
}
