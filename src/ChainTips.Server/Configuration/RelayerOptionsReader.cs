using System.Globalization;
using ChainTips.Chain;
using ChainTips.Ethereum.Crypto;
using ChainTips.Relaying;

namespace ChainTips.Server.Configuration;

/// <summary>Turns the options of a relayer into its settings for a chain, and says every fault at once.</summary>
internal static class RelayerOptionsReader
{
    private const ulong LeastGasCap = 50_000;
    private const ulong MostGasCap = 2_000_000;

    /// <summary>The relayer of a chain; null without a key, or with a fault.</summary>
    /// <param name="path">Where the options stand in the configuration.</param>
    /// <param name="options">The options.</param>
    /// <param name="chainId">The chain.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static RelayerSettings? Read(string path, RelayerOptions options, ulong chainId, List<string> faults)
    {
        if (options.Key is null && options.KeyFile is null)
        {
            return null;
        }

        int before = faults.Count;
        PrivateKey? key = ReadKey(path, options, chainId, faults);
        UInt128 cap = ReadWei(path, nameof(RelayerOptions.MaxFeePerGas), options.MaxFeePerGas, faults);
        UInt128 priority = ReadWei(path, nameof(RelayerOptions.LeastPriorityFeePerGas), options.LeastPriorityFeePerGas, faults);
        Demand(priority <= cap, path, nameof(RelayerOptions.LeastPriorityFeePerGas), $"{priority} is above MaxFeePerGas, {cap}; write less.", faults);
        ulong gas = ReadNumber(path, nameof(RelayerOptions.MostGas), options.MostGas, LeastGasCap, MostGasCap, faults);
        RelayBudget platform = new(
            (long)ReadNumber(path, nameof(RelayerOptions.RelaysPerDay), options.RelaysPerDay, 0, int.MaxValue, faults),
            ReadNumber(path, nameof(RelayerOptions.GasPerDay), options.GasPerDay, 0, long.MaxValue, faults));
        RelayBudget payer = new(
            (long)ReadNumber(path, nameof(RelayerOptions.PayerRelaysPerDay), options.PayerRelaysPerDay, 0, int.MaxValue, faults),
            ReadNumber(path, nameof(RelayerOptions.PayerGasPerDay), options.PayerGasPerDay, 0, long.MaxValue, faults));
        ulong checks = ReadNumber(path, nameof(RelayerOptions.ChecksPerSecond), options.ChecksPerSecond, 1, 10_000, faults);
        RelaySettings settings = new(new FeeRule(cap, priority), gas, platform, payer)
        {
            MostUnderWay = (int)ReadNumber(path, nameof(RelayerOptions.MostUnderWay), options.MostUnderWay, 1, 1_000, faults),
            MostTogether = (int)ReadNumber(path, nameof(RelayerOptions.MostTogether), options.MostTogether, 1, 200, faults),
        };
        return faults.Count == before ? new RelayerSettings(key!, settings, (int)checks) : null;
    }

    private static PrivateKey? ReadKey(string path, RelayerOptions options, ulong chainId, List<string> faults)
    {
        Demand(options.Key is null || options.KeyFile is null, path, nameof(RelayerOptions.Key), "KeyFile stands beside it; write one of the two.", faults);
        string name = options.Key is null ? nameof(RelayerOptions.KeyFile) : nameof(RelayerOptions.Key);
        string? text = options.Key ?? ReadFile(path, options.KeyFile!, faults);
        if (text is null)
        {
            return null;
        }

        if (!PrivateKey.TryParse(text.Trim(), out PrivateKey? key, out string? error))
        {
            faults.Add($"{path}:{name}: {error}");
            return null;
        }

        Demand(
            chainId == ChainProfile.LocalChainId || !SigningKey.IsWellKnown(key.Address), path, name,
            $"it is the key of {key.Address}, a test account that everybody can sign as: whatever is sent to it is gone at once. It is allowed for chain {ChainProfile.LocalChainId} alone; use a key of your own.", faults);
        return key;
    }

    private static string? ReadFile(string path, string file, List<string> faults)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            faults.Add($"{path}:{nameof(RelayerOptions.KeyFile)}: '{file}' cannot be read: {error.Message} Write 0x and the 64 digits of a key into it, readable by the gateway's user alone, or leave it out to relay nothing.");
            return null;
        }
    }

    private static UInt128 ReadWei(string path, string name, string text, List<string> faults)
    {
        bool isRight = UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out UInt128 wei) && wei > 0 && wei <= 1_000_000_000_000_000;
        Demand(isRight, path, name, $"'{text}' is no whole number of wei from 1 to 10^15, such as 100000000000 for 100 gwei.", faults);
        return wei;
    }

    private static ulong ReadNumber(string path, string name, long value, ulong least, ulong most, List<string> faults)
    {
        Demand(value >= 0 && (ulong)value >= least && (ulong)value <= most, path, name, $"{value} is not between {least} and {most}.", faults);
        return value < 0 ? 0 : (ulong)value;
    }

    private static void Demand(bool isRight, string path, string name, string fault, List<string> faults)
    {
        if (!isRight)
        {
            faults.Add($"{path}:{name}: {fault}");
        }
    }
}
