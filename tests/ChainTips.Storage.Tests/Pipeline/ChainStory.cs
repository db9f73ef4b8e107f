using ChainTips.Ethereum.Primitives;
using ChainTips.PaymentRequests;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>One story of a chain, in which every kind of change comes; it is told with interruptions of every kind.</summary>
internal static class ChainStory
{
    /// <summary>
    /// Tips to a post and to a request, pending, settled, voided, mined again; refused ones; two final ranges. The gateway follows
    /// after every scene.
    /// </summary>
    public static async Task PlayAsync(TestGateway gateway, Func<Task> follow)
    {
        FakeChain chain = gateway.Chain;
        PaymentRequest request = await gateway.AskAsync(new AskedAmount.Open(1, 9));
        ATip tip = ATip.For(gateway.First);
        FakeTransaction first = tip.Sent("first");
        FakeTransaction asked = ATip.For(request).Of(7UL).Sent("asked");
        FakeTransaction dropped = tip.Of(3UL).Sent("dropped");
        FakeTransaction twice = tip.Of(2UL).Sent("a").Then(tip.Of(5UL).Sent("b"));

        chain.Mine(tip.To(Sample.Stranger).Sent("refused"));
        chain.MineEmpty(3);
        chain.Finalized = new BlockNumber(2);
        await follow();

        chain.Mine(first);
        chain.Mine(asked, dropped, twice);
        await follow();

        chain.Reorg(2);
        chain.Mine(twice);
        chain.Mine(ATip.For(request).To(Sample.Stranger).Sent("refused too"), asked);
        chain.Mine(first);
        await follow();

        chain.Finalized = new BlockNumber(6);
        await follow();

        chain.ReplaceByEmpty(1);
        chain.MineEmpty(1);
        chain.Mine(first);
        await follow();

        chain.MineEmpty(2);
        chain.Finalized = chain.Head.Number;
        await follow();
    }
}
