using System.CommandLine;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Server.Configuration;
using ChainTips.Server.Following;

namespace ChainTips.Server.Commands;

/// <summary>What the commands share that read a chain again: which one, through which node, and how far they are.</summary>
internal static class CheckedChain
{
    /// <summary>How many final blocks are read at once.</summary>
    public const int RangeSize = 500;

    public static readonly Option<Uri?> Rpc = new("--rpc")
    {
        Description = "The node to ask, best one that the gateway does not use itself; the configured one without it.",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https")
            {
                return url;
            }

            result.AddError($"--rpc: '{result.Tokens[0].Value}' must be an http or https URL.");
            return null;
        },
    };

    public static readonly Option<ulong?> ChainId = new("--chain") { Description = "The chain's id; every configured chain without it." };

    /// <summary>The chains that the command line asks for.</summary>
    /// <exception cref="ConfigurationException">The chain is not configured, or one node is named for several chains.</exception>
    public static IReadOnlyList<ConfiguredChain> Choose(ParseResult command, GatewayConfiguration configuration)
    {
        ulong? asked = command.GetValue(ChainId);
        ConfiguredChain[] chosen = [.. configuration.Chains.Where(chain => asked is null || chain.Settings.ChainId == asked)];
        if (chosen.Length == 0)
        {
            throw new ConfigurationException([$"--chain: {asked} is not configured. The configured chains are {string.Join(", ", configuration.Chains.Select(chain => chain.Settings.ChainId))}."]);
        }

        return command.GetValue(Rpc) is null || chosen.Length == 1
            ? chosen
            : throw new ConfigurationException(["--rpc: one node serves one chain, and several are configured. Say which with --chain."]);
    }

    /// <summary>The chain through the node that was asked for, found to be the one of the books.</summary>
    /// <exception cref="ChainMismatchException">The node serves another chain.</exception>
    public static async Task<IChainSource> ConnectAsync(
        ParseResult command, ConfiguredChain chain, IGatewayDatabase database, CancellationToken cancellationToken)
    {
        ConfiguredChain asked = command.GetValue(Rpc) is Uri endpoint ? chain with { Endpoints = [endpoint] } : chain;
        EndpointPool pool = EndpointPools.Create(asked, TimeProvider.System);
        await using IGatewayTransaction books = await database.BeginReadAsync(cancellationToken);
        FollowedChain? known = await books.Chains.FindAsync(chain.Settings.ChainId, cancellationToken);
        await pool.ConnectAsync(known?.GenesisHash, cancellationToken);
        return new DirectPaymentSource(pool, database, chain.Settings, pool.DirectPayments);
    }

    /// <summary>Says on a terminal now and then which block was done.</summary>
    public static IProgress<BlockNumber> ReportTo(TextWriter errors, string doing) => new Reporter(errors, doing);

    private sealed class Reporter(TextWriter errors, string doing) : IProgress<BlockNumber>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
        private long _saidAt;

        public void Report(BlockNumber value)
        {
            if (!Console.IsErrorRedirected && TimeProvider.System.GetElapsedTime(_saidAt) > Pause)
            {
                _saidAt = TimeProvider.System.GetTimestamp();
                errors.WriteLine($"{doing} block {value}");
            }
        }
    }
}
