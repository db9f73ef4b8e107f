using System.Globalization;
using System.Text.RegularExpressions;
using ChainTips.Ledger;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Server.Tests.Running;
using ChainTips.Storage;
using ChainTips.Testing;
using Dapper;
using Npgsql;

namespace ChainTips.Server.Tests.Cluster;

/// <summary>R9: four gateways on one PostgreSQL are killed, paused and cut off. Each tip is credited once, and somebody always takes over in time.</summary>
[CancelAfter(36_000_000)]
[Parallelizable]
internal sealed partial class ClusterTests
{
    private const int Gateways = 4;
    private const int TipsInABlock = 4;
    private const int FullSize = 10_000;
    private const int CostOfOneTip = 5;

    private static readonly TimeSpan BlockTime = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(30);

    /// <summary>Longer than a takeover may last: two in a row are two.</summary>
    private static readonly TimeSpan BetweenTroubles = TimeSpan.FromSeconds(35);

    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly List<Member> _members = [];
    private readonly Dictionary<TroubleKind, int> _troubles = Enum.GetValues<TroubleKind>().ToDictionary(kind => kind, _ => 0);
    private readonly string _name = $"chaintips_test_{Environment.ProcessId}_cluster";
    private PostgresServer? _server;
    private ScriptedNode _node = null!;
    private TemporaryFolder _folder = null!;
    private string _database = "";
    private Post _post = null!;
    private DateTimeOffset _progressAt;
    private TimeSpan _longestGap;
    private string _beforeLongestGap = "";
    private string _lastTroubles = "";
    private long _applied;

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    private static TimeSpan TroubleLasts => TimeSpan.FromSeconds(Trials.Size >= FullSize ? 60 : 20);

    [SetUp]
    public async Task StartAsync()
    {
        _server = PostgresServer.TryStart(out string reason);
        if (_server is null)
        {
            Assert.Ignore(reason);
        }

        _folder = new TemporaryFolder();
        _node = await ScriptedNode.StartAsync();
        _database = _server!.CreateDatabase(_name);
        await AddPostAsync();
        Dictionary<string, string?> settings = new(LocalChain.Configure(_node.Endpoint, "__"))
        {
            ["ChainTips__SigningKeyFile"] = Path.Combine(_folder.Path, "signing.key"),
        };
        for (int i = 1; i <= Gateways; i++)
        {
            Member member = new($"gateway {i}", _database, settings);
            _members.Add(member);
            member.Start();
            await member.Process.UntilListeningAsync();
        }
    }

    [TearDown]
    public async Task StopAsync()
    {
        _members.ForEach(member => member.Dispose());
        await (_node?.DisposeAsync() ?? ValueTask.CompletedTask);
        _server?.DropDatabase(_name);
        _server?.Dispose();
        _folder?.Dispose();
    }

    [Test]
    [Description("CHAINTIPS_TEST_SIZE=10000 is the full size")]
    public async Task Each_tip_is_credited_once_whatever_happens_to_the_gateways()
    {
        SeededRandom random = Trials.Random();
        int tips = Trials.Count(Trials.Size >= FullSize ? 1 : CostOfOneTip);
        DateTimeOffset nextTrouble = _clock.GetUtcNow() + BlockTime;
        _progressAt = _clock.GetUtcNow();
        for (int mined = 0; mined < tips;)
        {
            int from = mined;
            mined = Math.Min(tips, mined + TipsInABlock);
            _node.Chain.Mine([.. Enumerable.Range(from + 1, mined - from).Select(i => new ScriptedTip(_post.Reference.Value, (UInt128)i))]);
            EndTroubles(all: false);
            if (_clock.GetUtcNow() >= nextTrouble && _members.Count(member => member.Trouble is null) > 1)
            {
                BeginTrouble(random);
                nextTrouble = _clock.GetUtcNow() + BetweenTroubles;
            }

            await Task.Delay(BlockTime, _clock, Token);
            await MeasureAsync();
        }

        EndTroubles(all: true);
        _node.Chain.MakeFinal();
        await UntilAppliedAsync();
        await TestContext.Out.WriteLineAsync(
            $"{tips} tips, {string.Join(", ", _troubles.Select(trouble => $"{trouble.Value} x {trouble.Key}"))}, longest time without progress {_longestGap.TotalSeconds:F1} s, {_beforeLongestGap}");
        await AssertEachOnceAsync(tips);
        AssertNoFenceTwice();
        Assert.That(_longestGap, Is.LessThan(LongestGap), _beforeLongestGap);
    }

    private async Task AddPostAsync()
    {
        using IGatewayDatabase database = GatewayDatabase.Open(_database, _clock).Database;
        await using IGatewayTransaction books = await database.BeginAsync(Token);
        Creator creator = Given.Creator((await books.Platforms.ReadLocalAsync(Token)).Id, address: LocalChain.Payee);
        _post = Given.Post(creator);
        await books.Posts.AddCreatorAsync(creator, Token);
        await books.Posts.AddPostAsync(_post, Token);
        await books.CommitAsync(Token);
    }

    /// <summary>Does something to a gateway that is well, most often to the one that follows.</summary>
    private void BeginTrouble(SeededRandom random)
    {
        Member[] well = [.. _members.Where(member => member.Trouble is null)];
        int? leader = FindLeader();
        Member victim = well.FirstOrDefault(member => member.ProcessId == leader && random.Percent(75)) ?? random.OneOf(well);
        TroubleKind kind = random.OneOf(Enum.GetValues<TroubleKind>());
        TimeSpan lasts = kind == TroubleKind.Kill ? TimeSpan.FromSeconds(random.Between(1, 10)) : TroubleLasts;
        bool led = victim.ProcessId == leader;
        victim.Begin(new Trouble(kind, _clock.GetUtcNow() + lasts));
        _troubles[kind]++;
        string what = $"{kind} of {victim.Name}{(led ? ", which led," : "")} at {_clock.GetUtcNow():HH:mm:ss}";
        _lastTroubles = string.Join("; ", _lastTroubles.Split("; ").TakeLast(3).Append(what));
    }

    private void EndTroubles(bool all)
    {
        foreach (Member member in _members.Where(member => member.Trouble is Trouble trouble && (all || trouble.Until <= _clock.GetUtcNow())))
        {
            member.End();
        }
    }

    /// <summary>Which process has the lease, as its name says.</summary>
    private int? FindLeader()
    {
        using NpgsqlConnection raw = PostgresServer.Connect(_database);
        string? holder = raw.ExecuteScalar<string?>("SELECT holder FROM chain_leases");
        return holder is null ? null : int.Parse(holder.Split(':')[1], CultureInfo.InvariantCulture);
    }

    private async Task MeasureAsync()
    {
        await using NpgsqlConnection raw = PostgresServer.Connect(_database);
        long applied = await raw.ExecuteScalarAsync<long>(
            "SELECT GREATEST((SELECT max(finalized_number) FROM chains), (SELECT max(number) FROM chain_blocks), 0)");
        DateTimeOffset now = _clock.GetUtcNow();
        if (applied > _applied)
        {
            (_applied, _progressAt) = (applied, now);
        }

        if (now - _progressAt > _longestGap)
        {
            (_longestGap, _beforeLongestGap) = (now - _progressAt, $"from {_progressAt:HH:mm:ss} on, after {_lastTroubles}");
        }
    }

    private async Task UntilAppliedAsync()
    {
        while (_applied < (long)_node.Chain.Head.Number)
        {
            Token.ThrowIfCancellationRequested();
            await Task.Delay(BlockTime, _clock, Token);
            await MeasureAsync();
        }
    }

    private async Task AssertEachOnceAsync(int tips)
    {
        await using NpgsqlConnection raw = PostgresServer.Connect(_database);
        IEnumerable<decimal> credited = await raw.QueryAsync<decimal>(
            "SELECT amount_of(amount) FROM journal_entries e JOIN settlements s ON s.entry = e.seq ORDER BY 1");
        Assert.That(credited, Is.EqualTo(Enumerable.Range(1, tips).Select(i => (decimal)i)));
        using IGatewayDatabase database = GatewayDatabase.Open(_database, _clock).Database;
        await using IGatewayTransaction books = await database.BeginReadAsync(Token);
        Platform platform = await books.Platforms.ReadLocalAsync(Token);
        TrialBalance trial = await books.Ledger.ReadTrialBalanceAsync(platform.Id, Token);
        Assert.That(trial.Faults, Is.Empty);
        Assert.That(trial.IsBalanced, Is.True);
    }

    /// <summary>No two processes followed with the same lease.</summary>
    private void AssertNoFenceTwice()
    {
        IEnumerable<string> fences = _members.SelectMany(member => member.Said).SelectMany(
            said => Leading().Matches(said).Select(match => match.Groups[1].Value).Distinct());

        Assert.That(fences, Is.Unique.And.Not.Empty);
    }

    [GeneratedRegex("this gateway follows it, with lease ([0-9]+)")]
    private static partial Regex Leading();
}
