using ChainTips.Simulation.Schedules;

namespace ChainTips.Simulation.Running;

/// <summary>The process of the gateway over its file: it starts, is killed, and starts again over what the disk holds.</summary>
internal sealed class GatewayProcess : IDisposable
{
    private readonly RunSetup _setup;
    private readonly DatabaseFiles _files;
    private readonly FilePair _file;
    private readonly Surroundings _surroundings;
    private readonly GatewayVariant _variant;
    private readonly Func<KillMoment, bool> _shallDie;

    /// <summary>Starts the process over a fresh file.</summary>
    public GatewayProcess(
        RunSetup setup, DatabaseFiles files, Surroundings surroundings, GatewayVariant variant, Func<KillMoment, bool> shallDie)
    {
        _setup = setup;
        _files = files;
        _surroundings = surroundings;
        _variant = variant;
        _shallDie = shallDie;
        _file = files.Lend();
        Gateway = Start();
        Books = new SqliteBooks(_file.Path);
    }

    /// <summary>The process that runs now.</summary>
    public GatewayUnderTest Gateway { get; private set; }

    /// <summary>Its tables, read from outside.</summary>
    public SqliteBooks Books { get; private set; }

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>Takes the disk as it is at this moment, in the middle of whatever the process does; it dies now.</summary>
    public void RememberDisk() => _file.CopyAsKilled();

    /// <summary>Kills the process where it stands, and starts it again.</summary>
    public void Kill()
    {
        RememberDisk();
        StartAgain();
    }

    /// <summary>Starts the process again over the disk as it was when it died.</summary>
    public void StartAgain()
    {
        Books.Dispose();
        Gateway.Dispose();
        _file.TakeCopy();
        Kills++;
        Gateway = Start();
        Books = new SqliteBooks(_file.Path);
    }

    /// <summary>Starts the process again after it ended by itself.</summary>
    public void Restart()
    {
        Gateway.Dispose();
        Gateway = Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Books.Dispose();
        Gateway.Dispose();
        _files.Return(_file);
    }

    private GatewayUnderTest Start() => new(
        _setup, _file.Path, _surroundings.Network, _surroundings.Clock, _variant,
        database => new ForwardingDatabase(
            database, transaction => new DyingTransaction(transaction, _shallDie), _surroundings.Pump.DemandThread));
}
