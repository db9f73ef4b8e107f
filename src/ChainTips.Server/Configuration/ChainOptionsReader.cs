using System.Globalization;
using ChainTips.Chain;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Server.Configuration;

/// <summary>Turns the options of a chain into its settings, and says every fault at once.</summary>
/// <param name="key">The chain id as it stands in the configuration.</param>
/// <param name="options">The options below it.</param>
internal sealed class ChainOptionsReader(string key, ChainOptions options)
{
    private readonly List<string> _faults = [];

    /// <summary>What is wrong, a sentence each, after <see cref="Read"/>.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The chain, or null when there is a fault.</summary>
    public ConfiguredChain? Read()
    {
        ChainProfile? profile = ReadProfile();
        IReadOnlyList<Uri> endpoints = ReadEndpoints();
        Uri? webSocket = ReadWebSocket();
        Address router = ReadAddress(nameof(ChainOptions.Router), options.Router);
        ForwarderFactory? forwarders = string.IsNullOrEmpty(options.ForwarderFactory)
            ? null
            : new ForwarderFactory(ReadAddress(nameof(ChainOptions.ForwarderFactory), options.ForwarderFactory));
        DemandNumbers();
        if (profile is null)
        {
            return null;
        }

        AllowedToken[] tokens = ReadTokens(profile);
        Verification verification = ReadVerification(profile);
        Address[] entryPoints = [.. options.EntryPoints.Select(entryPoint => ReadAddress(nameof(ChainOptions.EntryPoints), entryPoint))];
        Demand(entryPoints.Length == 0 || profile.IsTestChain,
            nameof(ChainOptions.EntryPoints), $"{profile.Name} has the well-known entry points alone; others may show operations that they do not execute. Leave it out.");
        Address? feeReceiver = ReadFeeReceiver([router, .. forwarders is null ? (IEnumerable<Address>)[] : [forwarders.Address, forwarders.Implementation], .. tokens.Select(token => token.Token.Address)]);
        if (_faults.Count > 0)
        {
            return null;
        }

        ChainProfile effective = options.Confirmations is int count
            ? profile with { Finality = new FinalityRule.Confirmations(count) }
            : profile;
        ChainSettings settings = new(effective, router, new BlockNumber(options.StartBlock), tokens)
        {
            ForwarderFactory = forwarders,
            Permit2 = options.Permit2 ? ChainSettings.WellKnownPermit2 : null,
            FeeReceiver = feeReceiver,
            EntryPoints = [.. ChainSettings.WellKnownEntryPoints, .. entryPoints],
        };
        int usualRange = verification == Verification.Trust ? BackfillLimits.RangeOfLogs : BackfillLimits.RangeOfHeaders;
        BackfillLimits backfill = new() { LargestRange = options.RangeSize ?? usualRange, InFlight = options.RangesInFlight };
        return new ConfiguredChain(settings, endpoints, options.PollInterval, backfill, verification)
        {
            Times = new PoolTimes { HedgeAfter = options.HedgeAfter },
            RequestsPerSecond = options.RequestsPerSecond,
            WebSocket = webSocket,
        };
    }

    /// <summary>Money that is sent to a contract of the gateway's own, or to a token, is lost.</summary>
    private Address? ReadFeeReceiver(IEnumerable<Address> contracts)
    {
        if (string.IsNullOrEmpty(options.FeeReceiver))
        {
            return null;
        }

        Address receiver = ReadAddress(nameof(ChainOptions.FeeReceiver), options.FeeReceiver);
        Demand(receiver != Address.Zero && !contracts.Contains(receiver), nameof(ChainOptions.FeeReceiver),
            $"{receiver} is a contract of this configuration, or nobody: a fee would be lost there. Write an account of yours.");
        return receiver;
    }

    private void DemandNumbers()
    {
        DemandTime(options.PollInterval, nameof(ChainOptions.PollInterval), "00:00:01");
        DemandTime(options.HedgeAfter, nameof(ChainOptions.HedgeAfter), "00:00:02");
        Demand(options.RangeSize is null or (>= 1 and <= 100_000),
            nameof(ChainOptions.RangeSize), $"{options.RangeSize} is not between 1 and 100000; leave it out for the usual size.");
        Demand(options.RangesInFlight is >= 1 and <= 64,
            nameof(ChainOptions.RangesInFlight), $"{options.RangesInFlight} is not between 1 and 64.");
        Demand(options.RequestsPerSecond is null or (>= 1 and <= 100_000),
            nameof(ChainOptions.RequestsPerSecond), $"{options.RequestsPerSecond} is not between 1 and 100000; leave it out for no limit.");
        Demand(options.Confirmations is null or (>= 1 and <= 100_000),
            nameof(ChainOptions.Confirmations), $"{options.Confirmations} is not between 1 and 100000; leave it out to use the chain's own rule.");
    }

    private void DemandTime(TimeSpan time, string path, string example) =>
        Demand(time >= TimeSpan.FromMilliseconds(10) && time <= TimeSpan.FromHours(1),
            path, $"'{time}' is not between 10 ms and 1 hour; write it as {example}.");

    private ChainProfile? ReadProfile()
    {
        ChainProfile? profile = ulong.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out ulong chainId)
            ? ChainProfiles.Find(chainId)
            : null;
        if (profile is null)
        {
            _faults.Add($"ChainTips:Chains:{key}: '{key}' is no chain id that this version knows. It knows {string.Join(", ", ChainProfiles.KnownChainIds)}.");
        }

        return profile;
    }

    private List<Uri> ReadEndpoints()
    {
        const string Single = nameof(ChainOptions.Endpoint);
        const string Several = nameof(ChainOptions.Endpoints);
        Demand(string.IsNullOrEmpty(options.Endpoint) || options.Endpoints.Count == 0, Single, "Endpoints stands beside it; write all nodes there, and leave this out.");
        List<Uri> endpoints = [];
        foreach ((int index, string text) in options.Endpoints.Count > 0 ? options.Endpoints.Index() : [(0, options.Endpoint)])
        {
            string path = options.Endpoints.Count > 0 ? $"{Several}:{index}" : Single;
            bool isUsable = Uri.TryCreate(text, UriKind.Absolute, out Uri? endpoint) && endpoint.Scheme is "http" or "https";
            Demand(isUsable, path, "it must be the http or https URL of the node's JSON-RPC, such as http://127.0.0.1:8545.");
            Demand(!isUsable || !endpoints.Contains(endpoint!), path, "the same node stands there twice.");
            if (isUsable)
            {
                endpoints.Add(endpoint!);
            }
        }

        return endpoints;
    }

    private Uri? ReadWebSocket()
    {
        if (string.IsNullOrEmpty(options.WebSocket))
        {
            return null;
        }

        bool isUsable = Uri.TryCreate(options.WebSocket, UriKind.Absolute, out Uri? address) && address.Scheme is "ws" or "wss";
        Demand(isUsable, nameof(ChainOptions.WebSocket), "it must be the ws or wss URL of a node, such as ws://127.0.0.1:8546; leave it out to poll alone.");
        return address;
    }

    private Verification ReadVerification(ChainProfile profile)
    {
        Verification verification = options.Verification ?? profile.Verification;
        Demand(Enum.IsDefined(verification), nameof(ChainOptions.Verification), $"'{verification}' is none of Proof, Bloom and Trust.");
        Demand(verification != Verification.Proof || profile.ReceiptsMatchHeader, nameof(ChainOptions.Verification),
            $"Proof is not possible on {profile.Name}, whose nodes answer receipts that its headers do not commit to. Write Bloom, or leave it out.");
        Demand(verification != Verification.Trust || profile.IsTestChain || options.AllowTrust, nameof(ChainOptions.Verification),
            $"Trust believes a node that leaves payments out, and {profile.Name} carries real money. Write Bloom, or leave it out; "
            + "if the node is your own and you accept that a payment it does not show is lost, set AllowTrust to true beside it.");
        return verification;
    }

    private AllowedToken[] ReadTokens(ChainProfile profile)
    {
        if (options.Tokens.Count == 0)
        {
            Demand(profile.Tokens.Count > 0, nameof(ChainOptions.Tokens), $"no token is known for {profile.Name}; name at least one.");
            return [.. profile.Tokens];
        }

        AllowedToken[] tokens = [.. options.Tokens.Select((token, index) => ReadToken(profile, token, $"Tokens:{index}"))];
        Demand(tokens.Select(token => token.Token.Address).Distinct().Count() == tokens.Length,
            nameof(ChainOptions.Tokens), "the same address stands there twice.");
        return tokens;
    }

    private AllowedToken ReadToken(ChainProfile profile, TokenOptions token, string path)
    {
        Address address = ReadAddress($"{path}:Address", token.Address);
        AllowedToken? known = profile.Tokens.FirstOrDefault(candidate => candidate.Token.Address == address);
        string? symbol = token.Symbol ?? known?.Token.Symbol;
        int? decimals = token.Decimals ?? known?.Token.Decimals;
        string? name = token.Name ?? known?.Name;
        Demand(symbol is { Length: >= 1 and <= 12 }, $"{path}:Symbol", "a symbol of 1 to 12 characters is missing.");
        Demand(decimals is >= 0 and <= Token.MaxDecimals, $"{path}:Decimals", $"the token's decimals, 0 to 36, are missing or wrong ({decimals}).");
        Demand(!string.IsNullOrEmpty(name), $"{path}:Name", "the token's name, as its contract says it, is missing.");
        return new AllowedToken(
            new Token(profile.ChainId, address, symbol ?? "", decimals is int places and >= 0 and <= Token.MaxDecimals ? places : 0), name ?? "", token.DomainVersion ?? known?.DomainVersion);
    }

    private Address ReadAddress(string path, string text)
    {
        if (!Address.TryParse(text, out Address address, out string? error))
        {
            _faults.Add($"ChainTips:Chains:{key}:{path}: {error}");
        }

        return address;
    }

    private void Demand(bool isRight, string path, string fault)
    {
        if (!isRight)
        {
            _faults.Add($"ChainTips:Chains:{key}:{path}: {fault}");
        }
    }
}
