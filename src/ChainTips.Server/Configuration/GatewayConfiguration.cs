using ChainTips.Policies;
using ChainTips.Storage;

namespace ChainTips.Server.Configuration;

/// <summary>The whole configuration, read and found to be without fault.</summary>
/// <param name="Database">The database: a file, or a PostgreSQL connection, which may hold a password.</param>
/// <param name="PublicUrl">Where payers reach this gateway, without a slash at its end; null when it was not said.</param>
/// <param name="SigningKeyFile">The file with the key that receipts are signed with.</param>
/// <param name="SigningKey">The key itself, when it is not in a file. It is secret.</param>
/// <param name="Metrics">Who may read the metrics, and whether they are sent to a collector too.</param>
/// <param name="Chains">The chains to follow.</param>
internal sealed record GatewayConfiguration(
    string Database,
    Uri? PublicUrl,
    string SigningKeyFile,
    string? SigningKey,
    MetricsSettings Metrics,
    IReadOnlyList<ConfiguredChain> Chains)
{
    /// <summary>The file that the policy was read from; null when none is configured.</summary>
    public string? PolicyFile { get; private init; }

    /// <summary>Which payments are wanted.</summary>
    public required Policy Policy { get; init; }

    /// <summary>Says nothing: the record holds a secret.</summary>
    public override string ToString() => nameof(GatewayConfiguration);

    /// <summary>Reads the section <c>ChainTips</c>.</summary>
    /// <exception cref="ConfigurationException">Something is wrong; every fault is named with its key, its value and what to do.</exception>
    public static GatewayConfiguration Read(IConfiguration configuration)
    {
        GatewayOptions options = Bind(configuration);
        List<string> faults = [];
        if (string.IsNullOrWhiteSpace(options.Database))
        {
            faults.Add("ChainTips:Database: it is empty; name the SQLite file, such as chaintips.db, or a PostgreSQL database.");
        }

        if (options.Chains.Count == 0)
        {
            faults.Add("ChainTips:Chains: no chain is configured. Set at least ChainTips:Chains:<chain id>:Endpoint and :Router.");
        }

        Uri? publicUrl = ReadPublicUrl(options, faults);
        MetricsSettings metrics = MetricsSettings.Read(options.Metrics, configuration, faults);
        List<ConfiguredChain> chains = [];
        foreach ((string key, ChainOptions chain) in options.Chains)
        {
            ChainOptionsReader reader = new(key, chain);
            if (reader.Read() is ConfiguredChain configured)
            {
                chains.Add(configured with { Relayer = ReadRelayer(options, chain, configured.Settings.ChainId, faults) });
            }

            faults.AddRange(reader.Faults);
        }

        // With a chain that could not be read, its tokens would be complained of too.
        Policy? policy = chains.Count == options.Chains.Count ? PolicySource.Read(options.PolicyFile, chains, faults) : null;
        return faults.Count == 0
            ? new GatewayConfiguration(
                options.Database, publicUrl, options.SigningKeyFile ?? DefaultKeyFile(options.Database), options.SigningKey, metrics, chains)
            {
                PolicyFile = string.IsNullOrEmpty(options.PolicyFile) ? null : options.PolicyFile,
                Policy = policy!,
            }
            : throw new ConfigurationException([.. faults.Distinct()]);
    }

    /// <summary>Reads the database file alone, for commands that need no chain.</summary>
    /// <exception cref="ConfigurationException">The section cannot be read.</exception>
    public static string ReadDatabase(IConfiguration configuration) => Bind(configuration).Database;

    private static RelayerSettings? ReadRelayer(GatewayOptions options, ChainOptions chain, ulong chainId, List<string> faults) => chain.Relayer is null
        ? RelayerOptionsReader.Read("ChainTips:Relayer", options.Relayer, chainId, faults)
        : RelayerOptionsReader.Read($"ChainTips:Chains:{chainId}:Relayer", chain.Relayer, chainId, faults);

    private static string DefaultKeyFile(string database) => GatewayDatabase.IsPostgres(database) ? "chaintips.key" : database + ".key";

    private static GatewayOptions Bind(IConfiguration configuration)
    {
        GatewayOptions options = new();
        try
        {
            configuration.GetSection(GatewayOptions.Section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException error)
        {
            throw new ConfigurationException([$"The section ChainTips cannot be read: {Innermost(error).Message} See docs/configuration.md for every key."]);
        }

        return options;
    }

    /// <summary>The binder's own innermost complaint: that one names key and value, the outer ones do not.</summary>
    private static InvalidOperationException Innermost(InvalidOperationException error) =>
        error.InnerException is InvalidOperationException inner ? Innermost(inner) : error;

    private static Uri? ReadPublicUrl(GatewayOptions options, List<string> faults)
    {
        if (string.IsNullOrEmpty(options.PublicUrl))
        {
            return null;
        }

        if (Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" && url.Query.Length + url.Fragment.Length == 0)
        {
            return url;
        }

        faults.Add($"ChainTips:PublicUrl: '{options.PublicUrl}' must be an http or https URL without query, such as https://tips.example.");
        return null;
    }
}
