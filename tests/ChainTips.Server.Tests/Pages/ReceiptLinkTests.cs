using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Pages;

[CancelAfter(30_000)]
internal sealed class ReceiptLinkTests
{
    [Test]
    public async Task A_second_payment_that_a_reorg_took_back_does_not_hide_the_receipt_of_the_first()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        Answer request = await gateway.AskAsync(new { creator = await gateway.CreateCreatorAsync(), amount = "5" });
        string page = $"/pay/{request.Text("id")}";
        ScriptedTip tip = new(Hash32.Parse(request.Text("paymentReference")), 5);
        gateway.Node.Chain.Mine(tip);
        gateway.Node.Chain.MakeFinal();
        await gateway.UntilAsync(page, answer => answer.Body.Contains("/v1/receipts/", StringComparison.Ordinal));
        gateway.Node.Chain.Mine(tip);
        await gateway.UntilAsync(page, answer => answer.Body.Contains("more than once", StringComparison.Ordinal));

        gateway.Node.Chain.Reorg();
        Answer settled = await gateway.UntilAsync(page, answer => !answer.Body.Contains("more than once", StringComparison.Ordinal));

        Assert.That(settled.Body, Does.Contain("/v1/receipts/rc_"));
    }
}
