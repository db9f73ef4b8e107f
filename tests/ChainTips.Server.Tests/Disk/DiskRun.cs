using System.Diagnostics;
using System.Globalization;
using ChainTips.Server.Tests.Running;

namespace ChainTips.Server.Tests.Disk;

/// <summary>
/// The built gateway on a database file, while 20 tips come one by one; another program lets it die, or the disk fail, at a chosen
/// system call. The chain is the same each time.
/// </summary>
internal sealed class DiskRun : IAsyncDisposable
{
    public const int Tips = 20;

    private static readonly DateTimeOffset Genesis = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedNode _node;
    private readonly DiskBooks _books;
    private int _mined;

    private DiskRun(ScriptedNode node, DiskBooks books)
    {
        _node = node;
        _books = books;
        books.CopyTo(_folder);
    }

    /// <summary>What the gateway said while it was troubled.</summary>
    public string Said { get; private set; } = "";

    /// <summary>How the troubled gateway ended; null when it ended as it was told to.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>The newest block that the API called applied: what it says is never taken back.</summary>
    public ulong Acknowledged { get; private set; }

    public string Folder => _folder.Path;

    public string Database => _folder.Database;

    public static async Task<DiskRun> PrepareAsync(DiskBooks books)
    {
        ScriptedNode node = await ScriptedNode.StartAsync();
        node.Chain = new ScriptedChain("disk", Genesis);
        return new DiskRun(node, books);
    }

    /// <summary>Runs the gateway while the tips are mined, until it ends by itself or has applied them all and is told to stop.</summary>
    /// <param name="under">The program that it runs under, with its options.</param>
    public Task RunAsync(params string[] under) => RunAsync(Tips, "TERM", under);

    /// <inheritdoc cref="RunAsync(string[])"/>
    /// <param name="tips">How many tips are mined before it stops.</param>
    /// <param name="signal">How it is told to stop: <c>TERM</c>, or <c>KILL</c> for no time to close the database.</param>
    /// <param name="under">The program that it runs under, with its options.</param>
    public async Task RunAsync(int tips, string signal, params string[] under)
    {
        using GatewayProcess gateway = GatewayProcess.StartUnder(under, _folder, Settings(), "serve", "--urls", "http://127.0.0.1:0");
        long start = TimeProvider.System.GetTimestamp();
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(2) };
        while (!gateway.HasExited && !(_mined == tips && Acknowledged == _node.Chain.Head.Number))
        {
            Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(Patience), gateway.Everything);

            // One tip after the other: each block is applied, and made final, in transactions of its own.
            if (Acknowledged == _node.Chain.Head.Number)
            {
                Mine();
            }

            await Task.Delay(LookEvery);
            await LookAsync(http, gateway);
        }

        EndChild(gateway, signal);
        int exitCode = await gateway.EndAsync();
        ExitCode = exitCode == 0 ? null : exitCode;
        Said = gateway.Everything;
    }

    /// <summary>Asserts that the file is whole, that the books are right as far as they go, and that nothing acknowledged is gone.</summary>
    public Task AssertWholeAsync() => DiskBooks.AssertWholeAsync(_folder, Acknowledged);

    /// <summary>Puts a backup in the place of the file.</summary>
    public void Restore(byte[] backup)
    {
        File.WriteAllBytes(Database, backup);
        Acknowledged = 0;
    }

    /// <summary>Starts the gateway and lets it end by itself; what it said.</summary>
    public Task<EndedProcess> EndAsync() => GatewayProcess.RunAsync(_folder, Settings(), "serve", "--urls", "http://127.0.0.1:0");

    /// <summary>Starts the gateway again, on a disk that is well, and asserts that each tip is credited once; the hash of the ledger.</summary>
    public async Task<string> AssertRecoversAsync()
    {
        while (_mined < Tips)
        {
            Mine();
        }

        _node.Chain.MakeFinal();
        ulong head = _node.Chain.Head.Number;
        using (GatewayProcess gateway = GatewayProcess.Start(_folder, Settings(), "serve", "--urls", "http://127.0.0.1:0"))
        {
            using HttpClient http = new();
            long start = TimeProvider.System.GetTimestamp();
            Acknowledged = 0;
            while (Acknowledged < head)
            {
                Assert.That(gateway.HasExited, Is.False, gateway.Everything);
                Assert.That(TimeProvider.System.GetElapsedTime(start), Is.LessThan(Patience), gateway.Everything);
                await Task.Delay(LookEvery);
                await LookAsync(http, gateway);
            }

            gateway.Terminate();
            Assert.That(await gateway.EndAsync(), Is.Zero, gateway.Everything);
        }

        await AssertWholeAsync();
        return await _books.AssertEachOnceAsync(_folder, Tips);
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The settings of the gateway. With one thread in the pool, nearly all that it writes is written by the same thread: strace counts by thread.</summary>
    private Dictionary<string, string?> Settings() => new(LocalChain.Configure(_node.Endpoint, "__"))
    {
        ["DOTNET_ThreadPool_ForceMinWorkerThreads"] = "1",
        ["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "1",
        ["DOTNET_TieredPGO"] = "0",
    };

    private async Task LookAsync(HttpClient http, GatewayProcess gateway)
    {
        if (gateway.Address is not Uri address)
        {
            return;
        }

        try
        {
            using HttpResponseMessage response = await http.GetAsync(new Uri(address, "/v1/chains"));
            Answer answer = await Answer.OfAsync(response, CancellationToken.None);
            Acknowledged = (ulong?)answer.Json["data"]![0]!["appliedBlock"] ?? Acknowledged;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            // It died meanwhile, or hangs; the caller sees which.
        }
    }

    /// <summary>Tells the gateway to stop, and not the program that it runs under.</summary>
    private static void EndChild(GatewayProcess gateway, string signal)
    {
        string children = $"/proc/{gateway.Id}/task/{gateway.Id}/children";
        if (!gateway.HasExited && File.Exists(children))
        {
            string child = File.ReadAllText(children).Split(' ')[0];
            using Process kill = Process.Start("kill", ["-" + signal, child.Length == 0 ? gateway.Id.ToString(CultureInfo.InvariantCulture) : child]);
            kill.WaitForExit();
        }
    }

    private void Mine()
    {
        _mined++;
        _node.Chain.Mine(new ScriptedTip(_books.Post.Reference.Value, (UInt128)_mined));
    }
}
