using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ChainTips.Simulation.Network;

namespace ChainTips.Simulation.Faults;

/// <summary>The answer does not come, or what comes is no answer.</summary>
/// <param name="injectAsync">What happens instead.</param>
internal sealed class TransportFault(Func<FaultScene, CancellationToken, Task<HttpResponseMessage>> injectAsync) : FaultInjector
{
    private const int TooMany = 200 * 1024 * 1024;

    /// <inheritdoc/>
    public override bool Fits(FaultScene scene) => true;

    /// <inheritdoc/>
    public override Task<HttpResponseMessage> InjectAsync(FaultScene scene, CancellationToken cancellationToken) =>
        injectAsync(scene, cancellationToken);

    /// <summary>429 and 503, with and without a time to wait.</summary>
    public static Task<HttpResponseMessage> Busy(FaultScene scene, CancellationToken cancellationToken)
    {
        if (scene.Random.Percent(30))
        {
            byte[] error = Encoding.UTF8.GetBytes(EnvelopeFault.ProviderError("", scene));
            return Task.FromResult(SimulatedNetwork.Ok(error));
        }

        HttpStatusCode status = scene.Random.OneOf<HttpStatusCode>(
            [HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable, HttpStatusCode.BadGateway, HttpStatusCode.Forbidden]);
        HttpResponseMessage answer = SimulatedNetwork.Respond(status, "slow down"u8.ToArray(), "text/plain");
        if (scene.Random.Percent(50))
        {
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(scene.Random.Between(1, 30)));
        }

        return Task.FromResult(answer);
    }

    /// <summary>No connection, no end, half an answer, a page for people, nothing at all.</summary>
    public static async Task<HttpResponseMessage> Broken(FaultScene scene, CancellationToken cancellationToken)
    {
        byte[] body = scene.Write(scene.AnswerHonestly());
        switch (scene.Random.Below(8))
        {
            case 0:
                throw new HttpRequestException("Connection refused (node.simulation:80)");
            case 1:
                return await LateAsync(scene, Timeout.InfiniteTimeSpan, body, cancellationToken);
            case 2:
                return SimulatedNetwork.Ok(body[..scene.Random.Below(body.Length)]);
            case 3:
                return SimulatedNetwork.Respond(HttpStatusCode.OK, "<html><body>Welcome</body></html>"u8.ToArray(), "text/html");
            case 4:
                return SimulatedNetwork.Ok([]);
            case 5:
                return await LateAsync(scene, TimeSpan.FromSeconds(scene.Random.Between(1, 20)), body, cancellationToken);
            case 6:
                return SimulatedNetwork.Ok([0xef, 0xbb, 0xbf, .. body]);
            default:
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BreakingStream(body)) };
        }
    }

    /// <summary>An answer that is larger or deeper than anybody should read.</summary>
    public static Task<HttpResponseMessage> Huge(FaultScene scene, CancellationToken cancellationToken)
    {
        if (scene.Random.Percent(50))
        {
            string deep = $"{{\"jsonrpc\":\"2.0\",\"id\":{scene.Exchange.Calls[0].Id},\"result\":{new string('[', 10_000)}{new string(']', 10_000)}}}";
            return Task.FromResult(SimulatedNetwork.Ok(Encoding.UTF8.GetBytes(deep)));
        }

        HttpResponseMessage answer = SimulatedNetwork.Ok(scene.Write(scene.AnswerHonestly()));
        answer.Content.Headers.ContentLength = TooMany;
        return Task.FromResult(answer);
    }

    /// <summary>
    /// The answer comes late, by the simulated clock, or never, until the product gives up; somebody else may have been asked meanwhile.
    /// </summary>
    private static async Task<HttpResponseMessage> LateAsync(
        FaultScene scene, TimeSpan time, byte[] body, CancellationToken cancellationToken)
    {
        await scene.Clock.WaitAsync(time, cancellationToken);
        return SimulatedNetwork.Ok(body);
    }
}
