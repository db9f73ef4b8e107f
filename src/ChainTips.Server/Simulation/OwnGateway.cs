using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ChainTips.Server.Api;

namespace ChainTips.Server.Simulation;

/// <summary>A gateway of a scenario's own, which it may kill: a process of this program, with a database in a temporary folder.</summary>
internal sealed class OwnGateway : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chaintips-simulation").FullName;
    private readonly Dictionary<string, string> _environment;
    private readonly Uri _address;
    private Process? _process;
    private GatewayClient? _client;

    /// <param name="chain">The chain as the running gateway has it configured.</param>
    /// <param name="endpoint">The node to follow it through.</param>
    /// <param name="relayerKey">The key that pays the gas of authorizations; null for none.</param>
    public OwnGateway(ChainView chain, Uri endpoint, string? relayerKey = null)
    {
        string prefix = "CHAINTIPS__CHAINS__" + chain.ChainId.ToString(CultureInfo.InvariantCulture) + "__";
        _environment = new()
        {
            ["CHAINTIPS__DATABASE"] = Path.Combine(_folder, "chaintips.db"),
            ["CHAINTIPS__SIGNINGKEYFILE"] = Path.Combine(_folder, "signing.key"),
            [prefix + "ENDPOINT"] = endpoint.ToString(),
            [prefix + "ROUTER"] = chain.Router,
            [prefix + "POLLINTERVAL"] = "00:00:00.200",
        };
        if (relayerKey is not null)
        {
            _environment["CHAINTIPS__RELAYER__KEY"] = relayerKey;
        }

        for (int i = 0; i < chain.Tokens.Count; i++)
        {
            string token = prefix + "TOKENS__" + i.ToString(CultureInfo.InvariantCulture) + "__";
            _environment[token + "ADDRESS"] = chain.Tokens[i].Address;
            _environment[token + "SYMBOL"] = chain.Tokens[i].Symbol;
            _environment[token + "DECIMALS"] = chain.Tokens[i].Decimals.ToString(CultureInfo.InvariantCulture);
            _environment[token + "NAME"] = "USD Coin";
            _environment[token + "DOMAINVERSION"] = "2";
        }

        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        _address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>Its API.</summary>
    public GatewayClient Client => _client ?? throw new InvalidOperationException("The gateway was not started.");

    /// <summary>Starts it, or starts it again after a kill.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _client ??= new GatewayClient(_address, await CreateKeyAsync(cancellationToken));
        _process = Run("serve", "--urls", _address.ToString());
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        using HttpClient http = new() { BaseAddress = _address };
        await Patience.WaitAsync(
            async () => _process.HasExited || await IsReadyAsync(http, cancellationToken) ? _process : null,
            () => "The scenario's own gateway did not come up.",
            cancellationToken);
        if (_process.HasExited)
        {
            throw new SimulationException("The scenario's own gateway ended before it came up.");
        }
    }

    /// <summary>Freezes it: it does nothing any more, and does not know.</summary>
    public void Freeze() => Signal("-STOP");

    /// <summary>Kills it without a chance to end anything.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_process is not null)
        {
            Kill();
        }

        _client?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<string> CreateKeyAsync(CancellationToken cancellationToken)
    {
        using Process process = Run("key", "create");
        string said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return said.Split('\n', StringSplitOptions.TrimEntries).FirstOrDefault(line => line.StartsWith("key_", StringComparison.Ordinal))
            ?? throw new SimulationException("The scenario's own gateway made no key.");
    }

    private void Signal(string signal)
    {
        using Process kill = Process.Start("kill", [signal, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private Process Run(params string[] arguments)
    {
        string program = Environment.ProcessPath ?? throw new SimulationException("It is not known which program this is.");
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        ProcessStartInfo start = new(program, isHost ? [typeof(OwnGateway).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        foreach ((string name, string value) in _environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new SimulationException($"{program} could not be started.");
    }
}
