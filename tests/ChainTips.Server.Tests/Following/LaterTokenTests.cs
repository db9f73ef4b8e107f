using System.Text.Json.Nodes;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Platforms;
using ChainTips.Posts;
using ChainTips.Server.Tests.Running;
using ChainTips.Storage.Sqlite;
using ChainTips.Testing;
using ChainTips.Tips;

namespace ChainTips.Server.Tests.Following;

/// <summary>An operator allows a token after it was used: the built program reads its past, whatever happens meanwhile.</summary>
[CancelAfter(120_000)]
internal sealed class LaterTokenTests
{
    private const int Blocks = 40;

    private static readonly Address Later = LocalChain.Stranger;

    private TemporaryFolder _folder = null!;
    private ScriptedNode _node = null!;
    private Id<Platform> _platform;

    [SetUp]
    public async Task StartAsync()
    {
        _folder = new TemporaryFolder();
        _node = await ScriptedNode.StartAsync();
        Post post = await MakePostAsync();
        for (int i = 1; i <= Blocks; i++)
        {
            ScriptedTip tip = new(post.Reference.Value, (UInt128)i);
            _node.Chain.Mine(i % 3 == 0 ? [tip] : [tip, tip with { Token = Later }]);
        }
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _node.DisposeAsync();
        _folder.Dispose();
    }

    [TestCase(false)]
    [TestCase(true, Description = "with a kill while the past is read")]
    public async Task A_token_that_is_allowed_later_is_credited_from_the_start_on(bool isKilled)
    {
        Dictionary<string, string?> before = LocalChain.Configure(_node.Endpoint, "__");
        Dictionary<string, string?> after = WithLater(before);
        await ServeAsync(before, IsFollowing);
        IReadOnlyList<RefusedTip> refused = await ReadAsync(books => books.Inbox.ListAsync(_platform, 100, CancellationToken.None));
        if (isKilled)
        {
            await KillInTheMiddleAsync(after);
        }

        string said = await ServeAsync(after, IsFollowing);
        EndedProcess audit = await GatewayProcess.RunAsync(_folder, after, "audit");
        EndedProcess replay = await GatewayProcess.RunAsync(_folder, after, "replay", "--into", Path.Combine(_folder.Path, "replayed.db"));

        IReadOnlyList<BookedPayment> payments = await PaymentsAsync();
        int[] expected = [.. Enumerable.Range(1, Blocks).Where(i => i % 3 != 0)];
        Assert.That(refused.Select(tip => tip.Reason), Is.All.EqualTo(RefusalReason.TokenNotAllowed).And.Exactly(expected.Length).Items);
        Assert.That(
            payments.Where(booked => booked.Payment.Tip.Amount.Token.Address == Later).Select(booked => (int)booked.Payment.Tip.Amount.BaseUnits),
            Is.EquivalentTo(expected));
        Assert.That(payments, Has.Count.EqualTo(Blocks + expected.Length));
        Assert.That(await ReadAsync(books => books.Inbox.ListAsync(_platform, 100, CancellationToken.None)), Is.Empty);
        Assert.That(said, Does.Contain($"the past of token {Later} is read from block").And.Contain("nothing of the past is missing any more"));
        Assert.That(audit.ExitCode, Is.Zero, audit.Everything);
        Assert.That(replay.ExitCode, Is.Zero, replay.Everything);
    }

    /// <summary>The node has lost a block in the middle, so the past is read up to there; then the program is killed.</summary>
    private async Task KillInTheMiddleAsync(Dictionary<string, string?> settings)
    {
        _node.LostBlock = Blocks / 2;
        using (GatewayProcess gateway = Serve(settings))
        {
            Uri address = await gateway.UntilListeningAsync();
            JsonNode chain = await UntilAsync(
                gateway, address, chain => (string)chain["state"]! == "faulted" && (ulong?)chain["missingHistory"]?["nextBlock"] >= 5);
            Assert.That((ulong)chain["missingHistory"]!["nextBlock"]!, Is.AtMost(Blocks / 2));
            Assert.That((string)chain["missingHistory"]!["tokens"]![0]!, Is.EqualTo(Later.ToString()));
            gateway.Kill();
            await gateway.EndAsync();
        }

        _node.LostBlock = null;
    }

    /// <summary>Runs the program until its chain is as wanted, and tells it to stop; what it said.</summary>
    private async Task<string> ServeAsync(Dictionary<string, string?> settings, Func<JsonNode, bool> isWanted)
    {
        using GatewayProcess gateway = Serve(settings);
        await UntilAsync(gateway, await gateway.UntilListeningAsync(), isWanted);
        gateway.Terminate();
        await gateway.EndAsync();
        return gateway.Everything;
    }

    private GatewayProcess Serve(Dictionary<string, string?> settings) =>
        GatewayProcess.Start(_folder, settings, "serve", "--urls", "http://127.0.0.1:0");

    private bool IsFollowing(JsonNode chain) =>
        (ulong?)chain["appliedBlock"] == _node.Chain.Head.Number && chain["missingHistory"] is null && (string)chain["state"]! == "following";

    private static async Task<JsonNode> UntilAsync(GatewayProcess gateway, Uri address, Func<JsonNode, bool> isWanted)
    {
        using HttpClient http = new() { BaseAddress = address };
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            JsonNode chain = JsonNode.Parse(await http.GetStringAsync(new Uri("/v1/chains", UriKind.Relative)))!["data"]![0]!;
            if (isWanted(chain))
            {
                return chain;
            }

            if (gateway.HasExited || TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(30))
            {
                throw new TimeoutException($"The chain is still {chain.ToJsonString()}. The program said:\n{gateway.Everything}");
            }

            await Task.Delay(20);
        }
    }

    private static Dictionary<string, string?> WithLater(Dictionary<string, string?> settings) => new(settings)
    {
        ["ChainTips__Chains__31337__RangeSize"] = "5",
        ["ChainTips__Chains__31337__RangesInFlight"] = "1",
        ["ChainTips__Chains__31337__Tokens__1__Address"] = Later.ToString(),
        ["ChainTips__Chains__31337__Tokens__1__Symbol"] = "LATE",
        ["ChainTips__Chains__31337__Tokens__1__Decimals"] = "6",
        ["ChainTips__Chains__31337__Tokens__1__Name"] = LocalChain.TokenName,
    };

    private async Task<Post> MakePostAsync()
    {
        using SqliteDatabase database = SqliteDatabase.Open(_folder.Database, TimeProvider.System).Database;
        await using IGatewayTransaction books = await database.BeginAsync(CancellationToken.None);
        _platform = (await books.Platforms.ReadLocalAsync(CancellationToken.None)).Id;
        Creator creator = Given.Creator(_platform, address: LocalChain.Payee);
        Post post = Given.Post(creator);
        await books.Posts.AddCreatorAsync(creator, CancellationToken.None);
        await books.Posts.AddPostAsync(post, CancellationToken.None);
        await books.CommitAsync(CancellationToken.None);
        return post;
    }

    private async Task<IReadOnlyList<BookedPayment>> PaymentsAsync() => (await ReadAsync(books => books.Ledger.ListPaymentsAsync(
        new PaymentFilter(_platform, null, null, null), new PageRequest<Payment>(200, null), CancellationToken.None))).Items;

    private async Task<T> ReadAsync<T>(Func<IGatewayTransaction, Task<T>> read)
    {
        using SqliteDatabase database = SqliteDatabase.Open(_folder.Database, TimeProvider.System).Database;
        await using IGatewayTransaction books = await database.BeginReadAsync(CancellationToken.None);
        return await read(books);
    }
}
