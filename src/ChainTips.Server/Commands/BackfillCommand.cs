using System.CommandLine;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Configuration;
using ChainTips.Server.Following;
using ChainTips.Server.Http;
using ChainTips.Storage;
using Spectre.Console;

namespace ChainTips.Server.Commands;

/// <summary><c>chaintips backfill</c>: follows the chains until all that is final is in the books, shows how far it is, and ends.</summary>
internal static class BackfillCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    public static Command Create()
    {
        Command backfill = new("backfill", "Follow the chains until all that is final is in the books, with a progress bar, and end.");
        backfill.SetAction(RunAsync);
        return backfill;
    }

    private static async Task<int> RunAsync(ParseResult command, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = GatewayBuilder.Create(command);
        GatewayConfiguration configuration = GatewayConfiguration.Read(builder.Configuration);
        OpenedDatabase<IGatewayDatabase> opened = NewDatabase.Open(configuration.Database, configuration.Chains);
        using IGatewayDatabase database = opened.Database;

        // The bar says what a log would say, and standard output is for the outcome.
        builder.Logging.ClearProviders();
        await using WebApplication app = GatewayApp.Build(builder, configuration, database);
        FollowedChains chains = app.Services.GetRequiredService<FollowedChains>();
        GatewayStop stop = app.Services.GetRequiredService<GatewayStop>();
        BackgroundService[] watchers = [.. app.Services.GetServices<IHostedService>().OfType<ChainWatcher>()];
        foreach (BackgroundService watcher in watchers)
        {
            await watcher.StartAsync(cancellationToken);
        }

        try
        {
            await ShowAsync(chains, stop, cancellationToken);
        }
        finally
        {
            foreach (BackgroundService watcher in watchers)
            {
                await watcher.StopAsync(CancellationToken.None);
            }
        }

        return End(chains, stop);
    }

    private static Task ShowAsync(FollowedChains chains, GatewayStop stop, CancellationToken cancellationToken)
    {
        if (Console.IsErrorRedirected)
        {
            return WaitAsync(stop, () => chains.All.All(chain => chains.StatusOf(chain.Settings.ChainId).HasAllHistory), cancellationToken);
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        ProgressColumn[] columns =
            [new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()];
        return console.Progress().HideCompleted(false).Columns(columns).StartAsync(async progress =>
        {
            ChainBar[] bars = [.. chains.All.Select(chain => new ChainBar(chain, progress.AddTask(Markup.Escape(chain.Settings.Profile.Name))))];
            await WaitAsync(stop, () => bars.Count(bar => bar.Update(chains.StatusOf(bar.ChainId))) == bars.Length, cancellationToken);
        });
    }

    private static async Task WaitAsync(GatewayStop stop, Func<bool> isDone, CancellationToken cancellationToken)
    {
        while (stop.Reason is null && !isDone())
        {
            await Task.Delay(LookEvery, TimeProvider.System, cancellationToken);
        }
    }

    private static int End(FollowedChains chains, GatewayStop stop)
    {
        if (stop.Reason is Exception reason)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(reason);
        }

        foreach (ConfiguredChain chain in chains.All)
        {
            ChainStatus status = chains.StatusOf(chain.Settings.ChainId);
            Console.WriteLine($"Chain {chain.Settings.ChainId} is in the books up to block {status.Cursor?.Head?.Number}; final is block {status.FinalBlock}.");
        }

        return 0;
    }

    /// <summary>The bar of one chain.</summary>
    private sealed class ChainBar(ConfiguredChain chain, ProgressTask task)
    {
        private BlockNumber? _first;

        public ulong ChainId => chain.Settings.ChainId;

        /// <summary>Shows how the chain stands; true when all that is final was applied.</summary>
        public bool Update(ChainStatus status)
        {
            string name = Markup.Escape(chain.Settings.Profile.Name);
            task.Description = status.Fault is string fault && status.Cursor is not null ? $"{name} ({Markup.Escape(fault)})" : name;
            if (status is { Cursor: not null, FinalBlock: BlockNumber final })
            {
                _first ??= status.Cursor.Next;
                task.MaxValue = Math.Max(1, final.Value + 1.0 - Math.Min(_first.Value.Value, final.Value));
                task.Value = status.Cursor.Next.Value - (double)_first.Value.Value;
            }

            if (status.HasAllHistory)
            {
                task.Value = task.MaxValue;
            }

            return status.HasAllHistory;
        }
    }
}
