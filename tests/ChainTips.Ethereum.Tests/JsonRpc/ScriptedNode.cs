using System.Net;
using System.Text;
using ChainTips.Ethereum.JsonRpc;

namespace ChainTips.Ethereum.Tests.JsonRpc;

/// <summary>A node that gives the prepared answers in order and remembers what it was asked.</summary>
internal sealed class ScriptedNode : HttpMessageHandler
{
    public static readonly Uri Endpoint = new("https://key:secret@node.example:8545/v3/my-api-key?token=hidden");

    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> _answers = new();

    public List<string> Questions { get; } = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    public JsonRpcLimits Limits { get; init; } = new();

    public static Task<HttpResponseMessage> Never(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.Infinite, cancellationToken)
            .ContinueWith(wait => new HttpResponseMessage(), cancellationToken);

    /// <summary>Answers a single first call with a result.</summary>
    public static ScriptedNode Resulting(string resultJson) => Answering(Result(1, resultJson));

    public static ScriptedNode Answering(string body) => new ScriptedNode().Then(body);

    public static string Result(int id, string resultJson) =>
        $$"""{"jsonrpc":"2.0","id":{{id}},"result":{{resultJson}}}""";

    public ScriptedNode Then(string body) => Then(HttpStatusCode.OK, Encoding.UTF8.GetBytes(body));

    public ScriptedNode Then(HttpStatusCode status, byte[] body) =>
        Then(new HttpResponseMessage(status) { Content = new ByteArrayContent(body) });

    public ScriptedNode Then(HttpResponseMessage response) => Then(_ => Task.FromResult(response));

    public ScriptedNode Then(Func<CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public JsonRpcClient Client() => new(new HttpClient(this), Endpoint, Limits);

    public EthereumRpc Rpc() => new(Client());

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Questions.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
        Requests.Add(request);
        return await _answers.Dequeue()(cancellationToken);
    }
}
