using System.Net;
using ChainTips.Server.Following;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Following;

[CancelAfter(30_000)]
[Description("F26")]
internal sealed class RetryAfterDateTests
{
    [Test]
    public async Task The_moment_that_a_node_asks_to_be_left_alone_until_is_kept()
    {
        ManualClock clock = new();
        await using ScriptedNode node = await ScriptedNode.StartAsync();
        using HttpClient http = RpcHttpClients.Create(clock);
        int left = 1;
        node.Illness = context =>
        {
            bool fails = Interlocked.Decrement(ref left) >= 0;
            context.Response.StatusCode = fails ? 429 : 200;
            context.Response.Headers.RetryAfter = clock.GetUtcNow().AddSeconds(9).ToString("R", null);
            return Task.CompletedTask;
        };

        Task<HttpResponseMessage> asking = http.PostAsync(node.Endpoint, new StringContent("{}"), CancellationToken.None);
        IReadOnlyList<TimeSpan> waits = await clock.RunAsync(asking, wait => wait < TimeSpan.FromSeconds(10));

        Assert.That((await asking).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(waits, Is.EqualTo([TimeSpan.FromSeconds(9)]));
    }
}
