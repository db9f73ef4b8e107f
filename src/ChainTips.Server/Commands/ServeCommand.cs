using System.CommandLine;
using ChainTips.Server.Configuration;
using ChainTips.Server.Following;
using ChainTips.Server.Http;
using ChainTips.Storage;
using Microsoft.AspNetCore.Connections;

namespace ChainTips.Server.Commands;

/// <summary><c>chaintips serve</c>: follows the chains and serves the API and the pages until it is told to stop.</summary>
internal static partial class ServeCommand
{
    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = "Where to listen, such as http://127.0.0.1:5080; several are separated by semicolons.",
    };

    public static Command Create()
    {
        Command serve = new("serve", "Follow the chains and serve the API and the pages (the default).") { Urls };
        serve.SetAction(RunAsync);
        return serve;
    }

    private static async Task<int> RunAsync(ParseResult command, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = GatewayBuilder.Create(command);
        GatewayConfiguration configuration = GatewayConfiguration.Read(builder.Configuration);
        OpenedDatabase<IGatewayDatabase> opened = NewDatabase.Open(configuration.Database, configuration.Chains);
        using IGatewayDatabase database = opened.Database;
        IReadOnlyList<string> urls = await ChooseUrlsAsync(command, builder, database, cancellationToken);
        builder.WebHost.UseUrls([.. urls]);
        await using WebApplication app = GatewayApp.Build(builder, configuration, database);
        GatewayStop stop = app.Services.GetRequiredService<GatewayStop>();

        // Running the app to its end disposes its services, so the watchers are taken out before.
        BackgroundService[] watchers = [.. app.Services.GetServices<IHostedService>().OfType<BackgroundService>()];
        LogOpened(app.Logger, GatewayDatabase.Describe(configuration.Database), opened.AppliedMigrations.Count);
        try
        {
            await app.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // It was told to stop before it had started to the end; if there is a reason, it comes below.
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            throw new ConfigurationException(
                [$"Urls: another program listens on one of {string.Join(", ", urls)} already. Stop it, or choose another port with --urls http://127.0.0.1:PORT."]);
        }
        catch (System.Net.Sockets.SocketException error)
        {
            throw new ConfigurationException(
                [$"Urls: {string.Join(", ", urls)} cannot be listened at: {error.Message} Use an address of this machine, such as --urls http://127.0.0.1:5080."]);
        }

        if (stop.Reason is Exception reason)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(reason);
        }

        return watchers.Any(service => service.ExecuteTask is { IsFaulted: true }) ? 1 : 0;
    }

    private static async Task<IReadOnlyList<string>> ChooseUrlsAsync(
        ParseResult command, WebApplicationBuilder builder, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        string[] asked = (command.GetValue(Urls) ?? builder.Configuration["Urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (asked.Length == 0)
        {
            throw new ConfigurationException(["Urls: it is empty. Write where to listen, such as http://127.0.0.1:5080."]);
        }

        foreach (string url in asked)
        {
            DemandUrl(url);
        }

        await using IGatewayTransaction transaction = await database.BeginReadAsync(cancellationToken);
        if (await transaction.Platforms.HasWorkingKeyAsync(cancellationToken))
        {
            return asked;
        }

        if (builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            throw new ConfigurationException(["Kestrel:Endpoints: no key exists yet, so the gateway listens on loopback only. Run 'chaintips key create' first, or use Urls."]);
        }

        IReadOnlyList<string> allowed = LoopbackRule.Apply(asked);
        Console.Error.WriteLine($"No key exists yet: listening on loopback only ({string.Join(", ", allowed)}). Make one with 'chaintips key create', then start again to listen elsewhere.");
        return allowed;
    }

    private static void DemandUrl(string url)
    {
        try
        {
            BindingAddress address = BindingAddress.Parse(url);
            if (address.Scheme != "http")
            {
                throw new ConfigurationException([$"Urls: '{url}' is not http. Put a reverse proxy with TLS in front of the gateway."]);
            }

            if (address.Port == 0 && string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase))
            {
                throw new ConfigurationException([$"Urls: '{url}' leaves the port open, which works with a number only. Write http://127.0.0.1:0."]);
            }
        }
        catch (FormatException error)
        {
            throw new ConfigurationException([$"Urls: {error.Message} Write it as http://127.0.0.1:5080."]);
        }
    }

    [LoggerMessage(6001, LogLevel.Information, "The database is {Path}; {Count} migrations were applied to it now.")]
    private static partial void LogOpened(ILogger logger, string path, int count);
}
