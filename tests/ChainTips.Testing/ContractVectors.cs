using System.Text.Json;
using ChainTips.Ethereum.Primitives;
using ChainTips.Money;

namespace ChainTips.Testing;

/// <summary>What the contracts made of some splits: <c>contracts/vectors/forwarders.json</c>, which they wrote themselves.</summary>
public sealed class ContractVectors
{
    private static readonly Lazy<ContractVectors> File = new(Read);

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public required string Factory { get; init; }

    public required string Implementation { get; init; }

    public required string FactoryCode { get; init; }

    public required string FactoryCodeHash { get; init; }

    public required string ImplementationCode { get; init; }

    public required string ImplementationCodeHash { get; init; }

    public required string Token { get; init; }

    public required string Sweep { get; init; }

    public required string SweepNativeCoin { get; init; }

    public required IReadOnlyList<ForwarderVector> Forwarders { get; init; }

    public required IReadOnlyList<RefusedShares> Refusals { get; init; }

    /// <summary>The committed file.</summary>
    public static ContractVectors Committed => File.Value;

    private static ContractVectors Read()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !System.IO.File.Exists(Path.Combine(directory.FullName, "ChainTips.sln")))
        {
            directory = directory.Parent;
        }

        string root = directory?.FullName ?? throw new InvalidOperationException("ChainTips.sln is not above the built tests.");
        string path = Path.Combine(root, "contracts", "vectors", "forwarders.json");
        return JsonSerializer.Deserialize<ContractVectors>(System.IO.File.ReadAllText(path), Format)
            ?? throw new InvalidDataException($"{path} holds null. Write it anew with `npm run update` in contracts/.");
    }

    public sealed record ShareVector(string Payee, int BasisPoints)
    {
        public Share ToShare() => new(Address.Parse(Payee), BasisPoints);
    }

    public sealed record SweepVector(string Amount, IReadOnlyList<string> Parts);

    public sealed record RefusedShares(IReadOnlyList<ShareVector> Shares, string Error);

    public sealed record ForwarderVector(
        string PaymentReference,
        IReadOnlyList<ShareVector> Shares,
        string Forwarder,
        string Deploy,
        string DeployAndSweep,
        IReadOnlyList<SweepVector> Sweeps)
    {
        public Split Split => new(Shares.Select(share => share.ToShare()));

        public Hash32 Reference => Hash32.Parse(PaymentReference);

        public override string ToString() => $"{Shares.Count} payees at {Forwarder}";
    }
}
