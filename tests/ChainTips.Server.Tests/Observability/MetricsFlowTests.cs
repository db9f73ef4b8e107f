using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Observability;

[CancelAfter(60_000)]
[Parallelizable(ParallelScope.All)]
internal sealed class MetricsFlowTests
{
    private const string Chain = "chain=31337";

    [Test]
    public async Task A_tip_is_counted_at_each_of_its_steps()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        Scrape before = await Scrape.OfAsync(gateway);

        await MineTipAsync(gateway);
        Scrape pending = await Scrape.UntilAsync(gateway, scrape => scrape["chaintips_pending_entries", Chain] == 1);
        gateway.Node.Chain.MakeFinal();
        Scrape settled = await Scrape.UntilAsync(
            gateway, scrape => PaymentsOf(scrape, "settled") == 1 && scrape["chaintips_pending_entries", Chain] == 0);

        Assert.That((PaymentsOf(before, "credited"), PaymentsOf(before, "settled"), PaymentsOf(before, "voided")), Is.EqualTo((0, 0, 0)));
        Assert.That((PaymentsOf(pending, "credited"), PaymentsOf(pending, "settled"), PaymentsOf(pending, "voided")), Is.EqualTo((1, 0, 0)));
        Assert.That((PaymentsOf(settled, "credited"), PaymentsOf(settled, "settled"), PaymentsOf(settled, "voided")), Is.EqualTo((1, 1, 0)));
        Assert.That(settled["chaintips_refused_tips_total", Chain], Is.Zero);
        Assert.That(settled["chaintips_block_delay_seconds_count", Chain], Is.GreaterThan(0));
    }

    [Test]
    public async Task A_tip_that_nobody_is_credited_for_is_counted_by_whom_it_concerns()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        await gateway.CreateCreatorAsync();

        gateway.Node.Chain.Mine(
            new ScriptedTip(Hash32.Parse("0x" + new string('1', 64)), 7),
            new ScriptedTip(Hash32.Parse("0x" + new string('2', 64)), 7) { Payee = LocalChain.Stranger },
            new ScriptedTip(Hash32.Parse("0x" + new string('3', 64)), 7) { Payee = LocalChain.Stranger });
        Scrape scrape = await Scrape.UntilAsync(gateway, scrape => scrape["chaintips_refused_tips_total", Chain] == 1);

        Assert.That(scrape["chaintips_stranger_tips_total", Chain], Is.EqualTo(2));
        Assert.That(PaymentsOf(scrape, "credited"), Is.Zero);
    }

    [Test]
    public async Task A_reorg_is_counted_by_its_depth_and_voids_what_it_took_back()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        Assert.That((await Scrape.OfAsync(gateway))["chaintips_reorg_depth_count", Chain], Is.Null);
        await MineTipAsync(gateway);
        await Scrape.UntilAsync(gateway, scrape => PaymentsOf(scrape, "credited") == 1);

        gateway.Node.Chain.Reorg();
        Scrape scrape = await Scrape.UntilAsync(gateway, scrape => PaymentsOf(scrape, "voided") == 1);

        Assert.That(scrape["chaintips_reverted_blocks_total", Chain], Is.EqualTo(1));
        Assert.That(scrape["chaintips_reorg_depth_count", Chain], Is.EqualTo(1));
        Assert.That(scrape["chaintips_reorg_depth_sum", Chain], Is.EqualTo(1));
        Assert.That(scrape["chaintips_reorg_depth_bucket", Chain + ",le=1"], Is.EqualTo(1));
        Assert.That(scrape["chaintips_reorg_depth_bucket", Chain + ",le=+Inf"], Is.EqualTo(1));
    }

    [Test]
    public async Task The_gauges_say_how_the_following_stands()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        ScriptedBlock head = gateway.Node.Chain.Mine();

        Scrape scrape = await Scrape.UntilAsync(gateway, scrape => scrape["chaintips_chain_applied_block", Chain] == head.Number);

        Assert.That(scrape["chaintips_chain_head_block", Chain], Is.EqualTo(head.Number));
        Assert.That(scrape["chaintips_chain_finalized_block", Chain], Is.InRange(head.Number - 3, head.Number - 2), "three confirmations");
        Assert.That(scrape["chaintips_chain_lag_blocks", Chain], Is.Zero);
        Assert.That(scrape["chaintips_chain_lag_seconds", Chain], Is.GreaterThan(200), "the scripted chain began five minutes ago");
        Assert.That(scrape["chaintips_chain_leading", Chain], Is.EqualTo(1));
        Assert.That(scrape["chaintips_chain_faulted", Chain], Is.Zero);
        Assert.That(scrape["chaintips_chain_answer_age_seconds", Chain], Is.Not.Null);
        Assert.That(scrape["chaintips_chain_commit_age_seconds", Chain], Is.Not.Null);
        Assert.That(scrape["chaintips_database_up"], Is.EqualTo(1));
        Assert.That(scrape["chaintips_database_size_bytes"], Is.GreaterThan(4096));
    }

    [Test]
    public async Task A_sick_node_is_a_fault()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        gateway.Node.Illness = http =>
        {
            http.Response.StatusCode = 400;
            return Task.CompletedTask;
        };

        await Scrape.UntilAsync(gateway, scrape => scrape["chaintips_chain_faulted", Chain] == 1);
        gateway.Node.Illness = null;
        await Scrape.UntilAsync(gateway, scrape => scrape["chaintips_chain_faulted", Chain] == 0);
    }

    [Test]
    public async Task A_database_that_does_not_answer_has_no_figures_rather_than_old_ones()
    {
        await using RunningGateway gateway = await RunningGateway.StartAsync();
        await Scrape.UntilAsync(gateway, scrape => scrape["chaintips_pending_entries", Chain] == 0);

        gateway.Rows.Execute("ALTER TABLE pending_entries RENAME TO hidden_entries");
        Scrape down = await Scrape.UntilAsync(gateway, scrape => scrape["chaintips_database_up"] == 0);
        gateway.Rows.Execute("ALTER TABLE hidden_entries RENAME TO pending_entries");
        Scrape up = await Scrape.UntilAsync(gateway, scrape => scrape["chaintips_database_up"] == 1);

        Assert.That(down["chaintips_pending_entries", Chain], Is.Null);
        Assert.That(down["chaintips_database_size_bytes"], Is.Null);
        Assert.That(up["chaintips_pending_entries", Chain], Is.Zero);
    }

    [Test]
    public async Task Two_gateways_in_one_process_are_measured_apart()
    {
        await using RunningGateway one = await RunningGateway.StartAsync();
        await using RunningGateway other = await RunningGateway.StartAsync();
        await MineTipAsync(one);
        await Scrape.UntilAsync(one, scrape => PaymentsOf(scrape, "credited") == 1);
        ScriptedBlock head = other.Node.Chain.Mine();

        Scrape scrape = await Scrape.UntilAsync(other, scrape => scrape["chaintips_chain_applied_block", Chain] == head.Number);

        Assert.That(PaymentsOf(scrape, "credited"), Is.Zero);
    }

    private static double? PaymentsOf(Scrape scrape, string state) =>
        scrape["chaintips_payments_total", $"{Chain},rung=contract,state={state}"];

    private static async Task MineTipAsync(RunningGateway gateway)
    {
        Answer request = await gateway.AskAsync(new { creator = await gateway.CreateCreatorAsync(), amount = "5" });
        gateway.Node.Chain.Mine(new ScriptedTip(Hash32.Parse(request.Text("paymentReference")), 5));
    }
}
