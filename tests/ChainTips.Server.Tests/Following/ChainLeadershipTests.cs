using ChainTips.Server.Following;
using ChainTips.Server.Tests.Running;
using ChainTips.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChainTips.Server.Tests.Following;

/// <summary>Who follows when: two gateways on one database, and a clock that the test moves.</summary>
[CancelAfter(40_000)]
internal sealed class ChainLeadershipTests
{
    private const ulong Chain = 10;
    private const int Busy = 5;
    private const int Full = 13;

    private static readonly SqliteException Passing = new("database is locked", Busy);

    private readonly ManualClock _clock = new();
    private TemporaryFolder _folder = null!;
    private SqliteDatabase _database = null!;
    private CancellationTokenSource _stop = null!;

    [SetUp]
    public void Open()
    {
        _folder = new TemporaryFolder();
        _database = SqliteDatabase.Open(_folder.Database, TimeProvider.System).Database;
        _stop = new CancellationTokenSource();
    }

    [TearDown]
    public void Close()
    {
        _stop.Dispose();
        _database.Dispose();
        _folder.Dispose();
    }

    [Test]
    public async Task The_first_leads_and_the_second_stands_by()
    {
        Gateway first = Start("there:1:a");
        await first.UntilAsync("leads 1");
        Gateway second = Start("elsewhere:1:b");
        await second.UntilAsync("stands by");
        _clock.MoveToNextAlarm();
        _clock.MoveToNextAlarm();
        await second.UntilAsync("stands by, stands by");

        await StopAsync(first, second);

        Assert.That(first.Story, Is.EqualTo("leads 1, ends"));
    }

    [Test]
    public async Task A_leader_that_stops_gives_the_lease_back_at_once()
    {
        using CancellationTokenSource stopFirst = new();
        Gateway first = Start("there:1:a", stopFirst.Token);
        await first.UntilAsync("leads 1");
        Gateway second = Start("elsewhere:1:b");
        await second.UntilAsync("stands by");

        await stopFirst.CancelAsync();
        await AssertEndsAsync(first);
        await RunClockUntilAsync(second, "leads 2");

        await StopAsync(second);
        Assert.That(second.Story, Does.EndWith("leads 2, ends"));
    }

    [Test]
    public async Task A_leader_that_is_silent_for_too_long_is_succeeded()
    {
        await TakeAsync("there:1:a");
        Gateway second = Start("elsewhere:1:b");
        await second.UntilAsync("stands by");

        EndEveryLease();
        await RunClockUntilAsync(second, "leads 2");

        await StopAsync(second);
        Assert.That(second.Story, Does.EndWith("leads 2, ends"));
    }

    [Test]
    public async Task A_leader_whose_process_is_gone_is_not_waited_for()
    {
        await TakeAsync($"here:{int.MaxValue}:a");

        Gateway second = Start("here:1:b");
        await second.UntilAsync("leads 2");

        await StopAsync(second);
        Assert.That(second.Story, Is.EqualTo("leads 2, ends"));
    }

    [Test]
    [Description("R9: it was paused, and another leads")]
    public async Task A_leader_that_finds_its_lease_taken_ends_and_stands_by()
    {
        Gateway first = Start("there:1:a");
        await first.UntilAsync("leads 1");
        EndEveryLease();
        await TakeAsync("elsewhere:1:b");

        await RunClockUntilAsync(first, "leads 1, ends, stands by");

        await StopAsync(first);
        Assert.That(first.Story, Does.StartWith("leads 1, ends, stands by"));
    }

    [Test]
    public async Task A_leader_leads_on_while_the_database_is_silent_for_less_than_the_lease_lasts()
    {
        FailingDatabase database = new(_database);
        Gateway first = Start("there:1:a", database: database);
        await first.UntilAsync("leads 1");

        database.Fault = Passing;
        await MoveAsync(TimeSpan.FromSeconds(12));
        database.Fault = null;
        await MoveAsync(TimeSpan.FromSeconds(30));

        Assert.That(first.Story, Is.EqualTo("leads 1"));
        await StopAsync(first);
    }

    [Test]
    public async Task A_leader_that_cannot_renew_ends_and_leads_again_when_the_database_answers()
    {
        FailingDatabase database = new(_database);
        Gateway first = Start("there:1:a", database: database);
        await first.UntilAsync("leads 1");

        database.Fault = Passing;
        await RunClockUntilAsync(first, "leads 1, ends, stands by");
        database.Fault = null;
        await RunClockUntilAsync(first, "by, leads 1");

        await StopAsync(first);
        Assert.That(first.Story, Does.Match("^leads 1, ends, (stands by, )+leads 1, ends$"));
    }

    [Test]
    public async Task Who_stands_by_survives_a_database_that_does_not_answer()
    {
        await TakeAsync("there:1:a");
        Gateway second = Start("elsewhere:1:b", standBy: _ => Task.FromException(Passing));
        await second.UntilAsync("stands by");
        EndEveryLease();

        await RunClockUntilAsync(second, "leads 2");

        await StopAsync(second);
        Assert.That(second.Story, Does.Contain("leads 2"));
    }

    [Test]
    public async Task A_fault_that_does_not_pass_ends_the_leading_and_is_thrown_on()
    {
        FailingDatabase database = new(_database);
        Gateway first = Start("there:1:a", database: database);
        await first.UntilAsync("leads 1");

        database.Fault = new SqliteException("database or disk is full", Full);
        await _clock.RunAsync(first.Ending, _ => true);

        await Assert.ThatAsync(() => first.Ending, Throws.InstanceOf<SqliteException>());
        Assert.That(first.Story, Is.EqualTo("leads 1, ends"));
    }

    private Gateway Start(
        string holder, CancellationToken? stop = null, IGatewayDatabase? database = null, Func<CancellationToken, Task>? standBy = null)
    {
        ChainLeadership leadership = new(database ?? _database, Chain, holder, _clock, NullLogger<ChainLeadership>.Instance);
        Gateway gateway = new();
        gateway.Ending = leadership.RunAsync(
            async (lease, token) =>
            {
                gateway.Say($"leads {lease.Fence}");
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, _clock, token);
                }
                finally
                {
                    gateway.Say("ends");
                }
            },
            async token =>
            {
                gateway.Say("stands by");
                await (standBy?.Invoke(token) ?? Task.CompletedTask);
            },
            stop ?? _stop.Token);
        return gateway;
    }

    private async Task StopAsync(params Gateway[] gateways)
    {
        await _stop.CancelAsync();
        foreach (Gateway gateway in gateways)
        {
            await AssertEndsAsync(gateway);
        }
    }

    private static Task AssertEndsAsync(Gateway gateway) =>
        Assert.ThatAsync(() => gateway.Ending, Throws.InstanceOf<OperationCanceledException>());

    private async Task TakeAsync(string holder)
    {
        await using IGatewayTransaction books = await _database.BeginAsync(CancellationToken.None);
        await books.Leases.TryTakeAsync(Chain, holder, TimeSpan.FromHours(1), null, CancellationToken.None);
        await books.CommitAsync(CancellationToken.None);
    }

    /// <summary>Lets the time of the database pass, which no test can move.</summary>
    private void EndEveryLease()
    {
        using SqliteConnection raw = new(new SqliteConnectionStringBuilder { DataSource = _folder.Database, Pooling = false }.ConnectionString);
        raw.Open();
        using SqliteCommand command = raw.CreateCommand();
        command.CommandText = "UPDATE chain_leases SET expires_at = 0";
        command.ExecuteNonQuery();
    }

    private async Task RunClockUntilAsync(Gateway gateway, string story)
    {
        while (!gateway.Story.Contains(story, StringComparison.Ordinal))
        {
            TestContext.CurrentContext.CancellationToken.ThrowIfCancellationRequested();
            _clock.MoveToNextAlarm();
            await Task.Delay(30);
        }
    }

    private async Task MoveAsync(TimeSpan time)
    {
        DateTimeOffset until = _clock.GetUtcNow() + time;
        while (_clock.GetUtcNow() < until)
        {
            _clock.MoveToNextAlarm();
            await Task.Delay(30);
        }
    }

    /// <summary>What one gateway did.</summary>
    private sealed class Gateway
    {
        private readonly List<string> _said = [];

        public Task Ending { get; set; } = Task.CompletedTask;

        public string Story
        {
            get
            {
                lock (_said)
                {
                    return string.Join(", ", _said);
                }
            }
        }

        public void Say(string what)
        {
            lock (_said)
            {
                _said.Add(what);
            }
        }

        public async Task UntilAsync(string story)
        {
            while (!Story.Contains(story, StringComparison.Ordinal))
            {
                TestContext.CurrentContext.CancellationToken.ThrowIfCancellationRequested();
                await Task.Delay(10);
            }
        }
    }
}
