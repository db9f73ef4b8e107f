using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Ethereum.Tests.JsonRpc;

[CancelAfter(30_000)]
internal sealed class JsonRpcBatchTests
{
    private static readonly string[] Three =
        [ScriptedNode.Result(1, "10"), ScriptedNode.Result(2, "20"), ScriptedNode.Result(3, "30")];

    [TestCase(0, 1, 2)]
    [TestCase(2, 0, 1)]
    [TestCase(1, 2, 0)]
    public async Task Answers_in_any_order_are_matched_by_id(int first, int second, int third)
    {
        ScriptedNode node = Answering(Three[first], Three[second], Three[third]);

        IReadOnlyList<int> numbers = await AskThreeAsync(node);

        Assert.That(string.Join(' ', numbers), Is.EqualTo("10 20 30"));
        Assert.That(
            node.Questions.Single(),
            Is.EqualTo(
                """[{"jsonrpc":"2.0","id":1,"method":"a","params":[]},"""
                + """{"jsonrpc":"2.0","id":2,"method":"b","params":[]},"""
                + """{"jsonrpc":"2.0","id":3,"method":"c","params":[]}]"""));
    }

    [Test]
    [Description("F28, nethermind issue 12485: the elements after a bad one are dropped")]
    public async Task A_missing_answer_fails_the_batch() =>
        await Assert.ThatAsync(
            () => AskThreeAsync(Answering(Three[0], Three[2])),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains("to b is missing"));

    [Test]
    public async Task The_same_answer_twice_fails_the_batch() =>
        await Assert.ThatAsync(
            () => AskThreeAsync(Answering(Three[0], Three[1], Three[1], Three[2])),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains("same id twice"));

    [TestCase(4)]
    [TestCase(0)]
    [TestCase(-1)]
    public async Task An_answer_that_was_not_asked_fails_the_batch(int id) =>
        await Assert.ThatAsync(
            () => AskThreeAsync(Answering([.. Three, ScriptedNode.Result(id, "40")])),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains(" id that"));

    [Test]
    public async Task One_error_object_instead_of_an_array_is_that_error() =>
        await Assert.ThatAsync(
            () => AskThreeAsync(ScriptedNode.Answering(
                """{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"batch too large"}}""")),
            Throws.TypeOf<JsonRpcErrorException>().With.Message.Contains("batch too large"));

    [TestCase("""{"jsonrpc":"2.0","id":1,"result":10}""", "not an array")]
    [TestCase("[]", "to a is missing")]
    [TestCase("[1,2,3]", "not a JSON object")]
    [TestCase("null", "not a JSON object")]
    public async Task Anything_but_three_answers_fails_the_batch(string body, string fault) =>
        await Assert.ThatAsync(
            () => AskThreeAsync(ScriptedNode.Answering(body)),
            Throws.TypeOf<MalformedResponseException>().With.Message.Contains(fault));

    [Test]
    public async Task One_error_among_the_answers_fails_the_batch() =>
        await Assert.ThatAsync(
            () => AskThreeAsync(Answering(
                Three[0], """{"jsonrpc":"2.0","id":2,"error":{"code":-32000,"message":"no state"}}""", Three[2])),
            Throws.TypeOf<JsonRpcErrorException>().With.Message.Contains("answered b with error -32000"));

    [Test]
    public async Task An_error_without_id_among_the_answers_is_that_error() =>
        await Assert.ThatAsync(
            () => AskThreeAsync(Answering(
                Three[0], """{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"unreadable"}}""")),
            Throws.TypeOf<JsonRpcErrorException>().With.Message.Contains("unreadable"));

    [Test]
    public async Task An_empty_batch_asks_nothing()
    {
        ScriptedNode node = new();

        IReadOnlyList<int> numbers = await node.Client().BatchAsync([], result => result.GetInt32(), Token);

        Assert.That(numbers, Is.Empty);
        Assert.That(node.Questions, Is.Empty);
    }

    [Test]
    public async Task A_batch_above_the_limit_is_refused()
    {
        ScriptedNode node = new() { Limits = new JsonRpcLimits { MaxBatchCalls = 2 } };

        await Assert.ThatAsync(
            () => AskThreeAsync(node), Throws.ArgumentException.With.Message.Contains("at most 2 calls, not 3"));
    }

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    private static ScriptedNode Answering(params string[] answers) =>
        ScriptedNode.Answering($"[{string.Join(',', answers)}]");

    private static Task<IReadOnlyList<int>> AskThreeAsync(ScriptedNode node) =>
        node.Client().BatchAsync(
            [new JsonRpcRequest("a", []), new JsonRpcRequest("b", []), new JsonRpcRequest("c", [])],
            result => result.GetInt32(),
            Token);
}
