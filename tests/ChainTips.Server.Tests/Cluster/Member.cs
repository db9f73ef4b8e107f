using ChainTips.Server.Tests.Running;
using ChainTips.Testing;

namespace ChainTips.Server.Tests.Cluster;

/// <summary>One of several gateways on one database, each with a network of its own that can be cut.</summary>
internal sealed class Member(string name, string database, Dictionary<string, string?> settings) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PostgresProxy _network = new(database);
    private readonly List<string> _earlier = [];
    private GatewayProcess? _process;

    public string Name => name;

    /// <summary>The number of its process; null while it has none.</summary>
    public int? ProcessId => _process?.Id;

    /// <summary>What is done to it now, and until when; null while it is well.</summary>
    public Trouble? Trouble { get; private set; }

    /// <summary>Everything that its processes said, one after the other.</summary>
    public IEnumerable<string> Said => _process is null ? _earlier : _earlier.Append(_process.Everything);

    public GatewayProcess Process => _process ?? throw new InvalidOperationException($"{name} does not run.");

    public void Start() => _process = GatewayProcess.Start(
        _folder, new Dictionary<string, string?>(settings) { ["ChainTips__Database"] = _network.Location }, "serve", "--urls", "http://127.0.0.1:0");

    public void Begin(Trouble trouble)
    {
        Trouble = trouble;
        switch (trouble.Kind)
        {
            case TroubleKind.Kill:
                Process.Kill();
                Forget();
                break;
            case TroubleKind.Pause:
                Process.Pause();
                break;
            default:
                _network.Close();
                break;
        }
    }

    public void End()
    {
        switch (Trouble!.Kind)
        {
            case TroubleKind.Kill:
                Start();
                break;
            case TroubleKind.Pause:
                Process.Continue();
                break;
            default:
                _network.Open();
                break;
        }

        Trouble = null;
    }

    public void Dispose()
    {
        _process?.Dispose();
        _network.Dispose();
        _folder.Dispose();
    }

    private void Forget()
    {
        GatewayProcess process = Process;
        process.EndAsync().Wait();
        _earlier.Add(process.Everything);
        process.Dispose();
        _process = null;
    }
}
