using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ChainTips.Ethereum.JsonRpc;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Configuration;
using ChainTips.Server.Simulation;
using ChainTips.Server.Simulation.Scenarios;

namespace ChainTips.Server.Commands;

/// <summary><c>chaintips simulate</c>: real payments on a local chain, made by accounts that the development node holds unlocked.</summary>
internal static class SimulateCommand
{
    private const string KeyVariable = "CHAINTIPS_KEY";

    private static readonly Option<Uri> Server = Url("--server", "Where the gateway listens.", "http://127.0.0.1:5080");
    private static readonly Option<Uri> Rpc = Url("--rpc", "The local node.", "http://127.0.0.1:8545");

    private static readonly Option<string> Amount = new("--amount")
    {
        Description = "How much, in base units.",
        DefaultValueFactory = _ => "1500000",
    };

    private static readonly Option<int> Payer = new("--payer")
    {
        Description = "Which account of the node pays, from 0.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string> Deployment = new("--deployment")
    {
        Description = "The file that says where the contracts of the local chain are.",
        DefaultValueFactory = _ => Path.Combine("contracts", "deployments", "31337.json"),
    };

    private static readonly Argument<int> Depth = new("N")
    {
        Description = "How many blocks are replaced.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string> Router = Required("--router", "The tipping contract.");
    private static readonly Option<string> Token = Required("--token", "The token's contract.");
    private static readonly Option<string> Payee = Required("--payee", "Who is paid.");
    private static readonly Option<string> Reference = Required("--reference", "The payment reference of a request or post.");

    public static Command Create()
    {
        Command tip = new("tip", $"Create a creator, a post and a request, pay it, wait for the receipt, check everything, print JSON. The key comes from {KeyVariable}.")
        {
            Server, Rpc, Amount, Payer,
        };
        tip.SetAction((command, cancellationToken) => ReportAsync(() => TipAsync(command, cancellationToken)));
        Command send = new("send", "Only send a tip on the chain; the gateway need not run.") { Rpc, Amount, Payer, Router, Token, Payee, Reference };
        send.SetAction((command, cancellationToken) => ReportAsync(() => SendAsync(command, cancellationToken)));
        Command simulate = new("simulate", "Make payments and failures happen on a local chain, and see what the gateway makes of them.") { tip, send };
        foreach (Scenario scenario in ScenarioTable.All)
        {
            Command command = new(scenario.Name, $"{scenario.Summary} {scenario.Outcome}") { Server, Rpc, Payer, Deployment };
            if (scenario.Name == "reorg")
            {
                command.Add(Depth);
            }

            command.SetAction((parsed, cancellationToken) => ReportAsync(() => PlayAsync(scenario, parsed, cancellationToken)));
            simulate.Add(command);
        }

        return simulate;
    }

    private static async Task TipAsync(ParseResult command, CancellationToken cancellationToken)
    {
        LocalWallet wallet = await LocalWallet.OpenAsync(command.GetRequiredValue(Rpc), command.GetValue(Payer), cancellationToken);
        using GatewayClient gateway = new(command.GetRequiredValue(Server), ReadKey());
        TipSimulation simulation = new(gateway, wallet, Console.Error.WriteLine);
        SimulatedTip tip = await simulation.RunAsync(ReadAmount(command), cancellationToken);
        Console.WriteLine(JsonSerializer.Serialize(tip, JsonSerializerOptions.Web));
    }

    private static async Task PlayAsync(Scenario scenario, ParseResult command, CancellationToken cancellationToken)
    {
        LocalWallet wallet = await LocalWallet.OpenAsync(command.GetRequiredValue(Rpc), command.GetValue(Payer), cancellationToken);
        using GatewayClient gateway = new(command.GetRequiredValue(Server), ReadKey());
        string deployment = command.GetRequiredValue(Deployment);
        ScenarioStage stage = new(
            gateway,
            wallet,
            command.GetRequiredValue(Rpc),
            new Lazy<LocalDeployment>(() => LocalDeployment.Read(deployment)),
            Console.Error.WriteLine)
        {
            Depth = scenario.Name == "reorg" ? command.GetValue(Depth) : 1,
        };
        stage.Say($"{scenario.Name}: {scenario.Summary}");
        await scenario.RunAsync(stage, cancellationToken);
        await stage.ExpectBalancedAsync(cancellationToken);
        Console.WriteLine(JsonSerializer.Serialize(new { scenario = scenario.Name, outcome = scenario.Outcome, shown = stage.Shown }, JsonSerializerOptions.Web));
    }

    private static string ReadKey() => Environment.GetEnvironmentVariable(KeyVariable)
        ?? throw new SimulationException($"The environment variable {KeyVariable} is not set. Make a key with 'chaintips key create' and put it there.");

    private static async Task SendAsync(ParseResult command, CancellationToken cancellationToken)
    {
        LocalWallet wallet = await LocalWallet.OpenAsync(command.GetRequiredValue(Rpc), command.GetValue(Payer), cancellationToken);
        TipTerms terms = new(
            Address.Parse(command.GetRequiredValue(Router)),
            Address.Parse(command.GetRequiredValue(Token)),
            Address.Parse(command.GetRequiredValue(Payee)),
            ReadAmount(command),
            Hash32.Parse(command.GetRequiredValue(Reference)));
        TransactionReceipt receipt = await wallet.TipAsync(terms, cancellationToken);
        Console.WriteLine(JsonSerializer.Serialize(
            new { transactionHash = receipt.TransactionHash.ToString(), block = receipt.BlockNumber.Value }, JsonSerializerOptions.Web));
    }

    private static UInt128 ReadAmount(ParseResult command) =>
        UInt128.TryParse(command.GetRequiredValue(Amount), NumberStyles.None, CultureInfo.InvariantCulture, out UInt128 amount) && amount > 0
            ? amount
            : throw new SimulationException($"--amount: '{command.GetValue(Amount)}' is no positive whole number of base units below 2^128.");

    private static async Task<int> ReportAsync(Func<Task> simulation)
    {
        try
        {
            await simulation();
            return 0;
        }
        catch (Exception error) when (error is SimulationException or EthereumRpcException or FormatException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private static Option<Uri> Url(string name, string description, string preset) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => new Uri(preset),
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? url
            : throw new ConfigurationException([$"{name}: '{result.Tokens[0].Value}' is no http or https URL, such as {preset}."]),
    };

    private static Option<string> Required(string name, string description) => new(name) { Description = description, Required = true };
}
