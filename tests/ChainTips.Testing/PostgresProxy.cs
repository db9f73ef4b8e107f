using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ChainTips.Storage;
using Dapper;
using Npgsql;

namespace ChainTips.Testing;

/// <summary>Stands between a gateway and its PostgreSQL, and cuts their connections at a chosen question, or lets nothing through for a while.</summary>
/// <remarks>It reads as much of the protocol as tells one message from the next (PostgreSQL manual, "Message Formats").</remarks>
public sealed class PostgresProxy : IDisposable
{
    private const int LengthBytes = 4;
    private const int SslRequest = 80877103;
    private const int GssRequest = 80877104;

    private readonly Lock _lock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("chaintips-proxy-").FullName;
    private readonly List<Socket> _sockets = [];
    private readonly string _upstream;
    private readonly EndPoint _server;
    private readonly Socket _listener;
    private readonly Task _accepting;
    private readonly List<Task> _serving = [];
    private int _questions;
    private ConnectionCut _cut;
    private bool _swallowsAnswers;
    private bool _refuses;
    private TaskCompletionSource _opened = Finished();

    /// <summary>Listens beside a database.</summary>
    /// <param name="location">The database, as a gateway's setting names it.</param>
    public PostgresProxy(string location)
    {
        _upstream = location;
        NpgsqlConnectionStringBuilder builder = GatewayDatabase.ReadConnection(location);
        _server = builder.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint(Path.Combine(builder.Host, $".s.PGSQL.{builder.Port}"))
            : new DnsEndPoint(builder.Host, builder.Port);
        builder.Host = _folder;
        Location = builder.ConnectionString;
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, $".s.PGSQL.{builder.Port}")));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>The same database by way of this proxy.</summary>
    public string Location { get; }

    /// <summary>Whether the cut that was armed has happened.</summary>
    public bool HasCut { get; private set; }

    /// <summary>Cuts every connection at a question to come.</summary>
    /// <param name="questions">At which one, counted from 1.</param>
    /// <param name="cut">How.</param>
    public void Arm(int questions, ConnectionCut cut)
    {
        lock (_lock)
        {
            (_questions, _cut, HasCut) = (questions, cut, false);
        }
    }

    /// <summary>Lets everybody connect again after a cut.</summary>
    public void Heal()
    {
        lock (_lock)
        {
            _refuses = false;
            _swallowsAnswers = false;
            _questions = 0;
        }
    }

    /// <summary>Lets nothing through and says nothing, as a network that is cut does, until it is opened again.</summary>
    public void Close() => _opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everything through again, also what was held back.</summary>
    public void Open() => _opened.TrySetResult();

    /// <summary>Cuts every connection and listens no more.</summary>
    public void Dispose()
    {
        Cut();
        _opened.TrySetResult();
        _listener.Dispose();
        Task.WhenAll([_accepting, .. _serving]).Wait();
        Directory.Delete(_folder, recursive: true);
    }

    private static TaskCompletionSource Finished()
    {
        TaskCompletionSource source = new();
        source.SetResult();
        return source;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _serving.Add(ServeAsync(await _listener.AcceptAsync()));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The proxy was disposed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using Socket server = new(_server is DnsEndPoint ? AddressFamily.InterNetwork : AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_refuses, this);
                _sockets.AddRange([client, server]);
            }

            await _opened.Task;
            await server.ConnectAsync(_server);
            await Task.WhenAny(AskAsync(client, server), AnswerAsync(server, client));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or EndOfStreamException)
        {
            // Either side is gone; so is the other then.
        }

        client.Dispose();
    }

    /// <summary>Carries questions to the server, and counts them.</summary>
    private async Task AskAsync(Socket client, Socket server)
    {
        bool isTyped = false;
        while (true)
        {
            byte[] message = await ReadAsync(client, isTyped);
            await _opened.Task;
            int code = isTyped ? 0 : BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(LengthBytes));
            isTyped = isTyped || code is not (SslRequest or GssRequest);
            bool isQuestion = code == 0 && message[0] is (byte)'Q' or (byte)'S' or (byte)'c' or (byte)'d';
            if (isQuestion && IsTheOne() && !await LetThroughAsync())
            {
                return;
            }

            await server.SendAsync(message);
        }
    }

    private async Task AnswerAsync(Socket server, Socket client)
    {
        byte[] buffer = new byte[64 * 1024];
        while (await server.ReceiveAsync(buffer) is int read and > 0)
        {
            await _opened.Task;
            if (_swallowsAnswers)
            {
                Cut();
                return;
            }

            await client.SendAsync(buffer.AsMemory(0, read));
        }
    }

    private bool IsTheOne()
    {
        lock (_lock)
        {
            return _questions > 0 && --_questions == 0;
        }
    }

    /// <returns>Whether the question still reaches the server.</returns>
    private async Task<bool> LetThroughAsync()
    {
        switch (_cut)
        {
            case ConnectionCut.BeforeTheQuestion:
                Cut();
                return false;
            case ConnectionCut.BeforeTheAnswer:
                _swallowsAnswers = true;
                return true;
            default:
                await using (NpgsqlConnection admin = PostgresServer.Connect(_upstream))
                {
                    await admin.ExecuteAsync(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
                }

                HasCut = true;
                return true;
        }
    }

    private void Cut()
    {
        lock (_lock)
        {
            (HasCut, _refuses) = (true, true);
            foreach (Socket socket in _sockets)
            {
                socket.Dispose();
            }

            _sockets.Clear();
        }
    }

    /// <summary>One message, whole: a type of one byte, but for the first of a connection; the length; the rest.</summary>
    private static async Task<byte[]> ReadAsync(Socket client, bool isTyped)
    {
        int headLength = isTyped ? LengthBytes + 1 : LengthBytes;
        byte[] head = new byte[headLength];
        await FillAsync(client, head);
        int length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(headLength - LengthBytes));
        byte[] message = new byte[headLength - LengthBytes + length];
        head.CopyTo(message, 0);
        await FillAsync(client, message.AsMemory(headLength));
        return message;
    }

    private static async Task FillAsync(Socket socket, Memory<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            int read = await socket.ReceiveAsync(buffer);
            buffer = read > 0 ? buffer[read..] : throw new EndOfStreamException();
        }
    }
}
